//! What is told of an organisation file, in words.

use super::{
    Facts, Kind, Words,
    words::{text, with},
};

impl Kind {
    pub(super) fn of_file(self, facts: &Facts) -> Words {
        let name = facts.organisation.as_deref().unwrap_or("votre organisation");
        let page = format!("/dossiers/{}", text(facts.file_id.as_ref()));
        let what =
            if facts.what.as_deref() == Some("change") { "La demande de modification" } else { "Le dossier" };
        let words = match self {
            Self::FileReturned => Words::new(
                format!("Dossier de {name} à compléter"),
                &[
                    &format!("{what} de {name} vous est retourné{}.", with(" par ", facts.by.as_ref())),
                    "Complétez ce qui est demandé, puis soumettez de nouveau.",
                ],
            ),
            Self::FileValidated if facts.what.as_deref() == Some("change") => Words::new(
                format!("Modification de {name} acceptée"),
                &[&format!(
                    "La modification des données de {name} est acceptée : elle est désormais en vigueur."
                )],
            ),
            Self::FileValidated => Words::new(
                format!("Dossier de {name} validé"),
                &[
                    &format!("Le dossier de {name} est validé{}.", with(" par ", facts.by.as_ref())),
                    "Vous en êtes le premier gestionnaire : vous pouvez demander des habilitations. Déclarez un second \
                     gestionnaire, pour que l’organisation ne dépende pas d’une seule personne.",
                ],
            ),
            Self::FileRefused => Words::new(
                format!("Dossier de {name} refusé"),
                &[
                    &format!("{what} de {name} est refusé{}.", with(" par ", facts.by.as_ref())),
                    "Le motif se lit dans le dossier.",
                ],
            ),
            Self::FileSubmitted => Words::new(
                format!("Dossier de {name} à prendre en charge"),
                &[&format!("{what} de {name} attend un agent. Prenez ce dossier en charge.")],
            ),
            Self::FileResubmitted => Words::new(
                format!("Dossier de {name} complété"),
                &[&format!("{what} de {name}, que vous instruisez, a été soumis de nouveau.")],
            ),
            Self::FileAssigned => Words::new(
                format!("Dossier de {name} à instruire"),
                &[&format!("{what} de {name} vous est confié{}.", with(" par ", facts.by.as_ref()))],
            ),
            _ => Words::new(
                format!("Message au sujet du dossier de {name}"),
                &[&format!(
                    "Vous avez reçu un message{} au sujet du dossier de {name}.",
                    with(" de ", facts.by.as_ref())
                )],
            ),
        };
        words.leading("Ouvrir le dossier", page)
    }
}
