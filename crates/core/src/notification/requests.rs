//! What is told of a habilitation request, in words.

use super::{
    Facts, Kind, Words,
    words::{text, training, until, with},
};

/// Where a request has come to; nothing of a state of a newer server.
fn moved(facts: &Facts) -> &'static str {
    match facts.state.as_deref() {
        Some("instruction") => {
            "Elle est recevable : la caisse instruit ses éléments pédagogiques et techniques."
        }
        Some("opinion") => "La caisse l’a instruite : l’INRS va donner son avis.",
        Some("decision") => "L’INRS a donné son avis : la commission nationale d’habilitation va décider.",
        Some("abandoned") => "Elle est abandonnée : vous n’avez plus rien à faire.",
        _ => "Elle est passée à l’étape suivante.",
    }
}

impl Kind {
    pub(super) fn of_request(self, facts: &Facts) -> Words {
        let (of, at) = (training(facts), with(" de ", facts.organisation.as_ref()));
        let page = format!("/demandes/{}", text(facts.request_id.as_ref()));
        let why = with("Motif : ", facts.reason.as_ref());
        match self {
            Self::RequestSubmitted => Words::new(
                format!("Demande d’habilitation {of} à examiner"),
                &[&format!("La demande d’habilitation {of}{at} vient d’être déposée. Examinez sa recevabilité.")],
            )
            .leading("Examiner la demande", page),
            Self::RequestArrived => Words::new(
                match facts.state.as_deref() {
                    Some("opinion") => format!("Demande d’habilitation {of} : avis de l’INRS attendu"),
                    _ => format!("Demande d’habilitation {of} à décider"),
                },
                &[&match facts.state.as_deref() {
                    Some("opinion") => {
                        format!("La caisse transmet à l’INRS la demande d’habilitation {of}{at}. Donnez votre avis.")
                    }
                    _ => format!(
                        "L’INRS transmet à la commission nationale d’habilitation la demande d’habilitation {of}{at}."
                    ),
                }],
            )
            .leading("Ouvrir la demande", page),
            Self::RequestCompleted => Words::new(
                format!("Demande d’habilitation {of} complétée"),
                &[&format!("La demande d’habilitation {of}{at}, que vous aviez renvoyée, vient d’être complétée.")],
            )
            .leading("Reprendre la demande", page),
            Self::RequestReturned => Words::new(
                format!("Demande d’habilitation {of} à compléter"),
                &[
                    &format!("Votre demande d’habilitation {of} vous est renvoyée, pour être complétée."),
                    &with("Ce qui est attendu : ", facts.reason.as_ref()),
                    &facts.until.map(|_| format!("Elle est attendue pour le {}.", until(facts))).unwrap_or_default(),
                ],
            )
            .leading("Compléter la demande", page),
            Self::RequestMoved => Words::new(
                format!("Demande d’habilitation {of} : nouvelle étape"),
                &[&format!("La demande d’habilitation {of}{at} avance. {}", moved(facts))],
            )
            .leading("Suivre la demande", page),
            Self::RequestMessage => Words::new(
                format!("Demande d’habilitation {of} : nouveau message"),
                &[&format!("Un message vous attend dans la demande d’habilitation {of}{at}.")],
            )
            .leading("Lire le message", page),
            Self::RequestGranted => Words::new(
                format!("Habilitation {of} accordée"),
                &[
                    &format!(
                        "La commission nationale d’habilitation accorde l’habilitation {of}{at}{}.",
                        with(", sous le numéro ", facts.habilitation_number.as_ref()),
                    ),
                    &facts.until.map(|_| format!("Elle vaut jusqu’au {}.", until(facts))).unwrap_or_default(),
                ],
            )
            .leading("Voir la décision", page),
            Self::RequestRefused => Words::new(
                format!("Habilitation {of} refusée"),
                &[&format!("La commission nationale d’habilitation refuse l’habilitation {of}{at}."), &why],
            )
            .leading("Voir la décision", page),
            Self::RequestAdjourned => Words::new(
                format!("Habilitation {of} : décision ajournée"),
                &[
                    &format!(
                        "La commission nationale d’habilitation décidera de l’habilitation {of}{at} lors d’une prochaine \
                         séance."
                    ),
                    &why,
                ],
            )
            .leading("Voir la demande", page),
            _ => Words::new(
                format!("Demande d’habilitation {of} : elle vous est confiée"),
                &[&format!("La demande d’habilitation {of}{at} vous est confiée.")],
            )
            .leading("Ouvrir la demande", page),
        }
    }
}
