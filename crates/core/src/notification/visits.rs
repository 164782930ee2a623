//! What is told of audits and visits, in words.

use super::{
    Facts, Kind, Words,
    words::{text, until, with},
};

impl Kind {
    pub(super) fn of_visit(self, facts: &Facts) -> Words {
        let audit = facts.what.as_deref() == Some("audit");
        let (name, one, told) =
            if audit { ("Audit", "l’audit", "Un audit") } else { ("Visite", "la visite", "Une visite") };
        let (e, at) = (if audit { "" } else { "e" }, with(" de ", facts.organisation.as_ref()));
        let day = until(facts);
        let words = match self {
            Self::VisitNotified => Words::new(
                format!("{name}{at} le {day}"),
                &[
                    &format!("{told}{at} est prévu{e} le {day}{}.", with(" par ", facts.by.as_ref())),
                    "Son objet et les documents à préparer se lisent dans Forprev.",
                ],
            ),
            Self::VisitReported => Words::new(
                format!("{name}{at} : compte rendu"),
                &[
                    &format!("Le compte rendu de {one}{at} du {day} est enregistré."),
                    "S’il demande des actions correctives, vous pouvez y répondre dans Forprev.",
                ],
            ),
            Self::VisitCancelled => Words::new(
                format!("{name}{at} annulé{e}"),
                &[
                    &format!("{told}{at} prévu{e} le {day} n’aura pas lieu."),
                    &with("Motif : ", facts.reason.as_ref()),
                ],
            ),
            Self::VisitClosed => Words::new(
                format!("{name}{at} : suivi terminé"),
                &[&format!("Le suivi de {one}{at} du {day} est terminé. Vous n’avez plus rien à faire.")],
            ),
            _ => Words::new(
                format!("{name}{at} : réponse à une action corrective"),
                &[&format!("Une réponse est donnée à une action corrective de {one}{at} du {day}.")],
            ),
        };
        let label = if audit { "Ouvrir l’audit" } else { "Ouvrir la visite" };
        words.leading(label, format!("/audits/{}", text(facts.visit_id.as_ref())))
    }
}
