//! What is told of a habilitation that INRS suspends or withdraws, in words (H11).

use super::{
    Facts, Kind, Words,
    words::{text, training, with},
};
use crate::calendar::french_day;

/// The page of an organisation.
pub(super) fn organisation_page(facts: &Facts) -> String {
    facts.organisation_id.as_ref().map_or_else(|| "/".to_owned(), |id| format!("/organisations/{id}"))
}

impl Kind {
    pub(super) fn of_habilitation(self, facts: &Facts) -> Words {
        let (of, number) = (training(facts), text(facts.habilitation_number.as_ref()));
        let at = with(" de ", facts.organisation.as_ref());
        let why = with("Motif : ", facts.reason.as_ref());
        let from = facts.from.map(french_day).unwrap_or_default();
        let until = facts.until.map(|day| format!(" au {} inclus", french_day(day))).unwrap_or_default();
        let hearing = facts
            .hearing_until
            .map(|day| {
                format!("Vous pouvez présenter vos observations à l’INRS jusqu’au {}.", french_day(day))
            })
            .unwrap_or_default();
        let page = organisation_page(facts);
        match self {
            Self::HabilitationSuspended => Words::new(
                format!("Habilitation {of} suspendue"),
                &[
                    &format!(
                        "L’INRS suspend l’habilitation {number}{at}, {} {from}{until}. Aucune session qui se termine pendant \
                         la suspension ne peut être certifiée.",
                        if facts.until.is_some() { "du" } else { "à compter du" },
                    ),
                    &why,
                    &hearing,
                ],
            )
            .leading("Voir l’organisme", page),
            Self::HabilitationLifted => Words::new(
                format!("Habilitation {of} : suspension levée"),
                &[
                    &format!(
                        "L’INRS lève la suspension de l’habilitation {number}{at}. Les sessions qui se terminent à partir du \
                         {from} peuvent de nouveau être certifiées."
                    ),
                    &why,
                ],
            )
            .leading("Voir l’organisme", page),
            _ => Words::new(
                format!("Habilitation {of} retirée"),
                &[
                    &format!(
                        "L’INRS retire l’habilitation {number}{at} à compter du {from}. Ce retrait est définitif. Seules les \
                         sessions qui se terminent avant cette date peuvent encore être certifiées."
                    ),
                    &why,
                    &hearing,
                ],
            )
            .leading("Voir l’organisme", page),
        }
    }
}
