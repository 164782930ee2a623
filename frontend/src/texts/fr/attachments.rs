//! Attachments: chosen, sent, replaced, removed.

crate::texts::texts! {
    /// Pièces jointes.
    Attachments {
        kinds: "PDF, JPEG ou PNG, 10 Mo au plus.",
        drop: "Choisissez un fichier, ou déposez-le ici.",
        sending: "Envoi de {name}",
        sent: "« {name} » est ajouté.",
        replaced: "« {name} » remplace le document précédent.",
        download: "Télécharger",
        replace: "Remplacer",
        remove: "Retirer",
        about: "« {name} »",
        facts: "{size}, ajouté le {day}",
        facts_by: "{size}, ajouté le {day} par {name}",
        none: "Aucun document.",
        remove_title: "Retirer ce document ?",
        remove_help: "« {name} » ne fera plus partie du dossier.",
        remove_send: "Retirer le document",
        removed: "Le document est retiré.",
        bytes: ["{n} octet", "{n} octets"],
        kilobytes: "{n} Ko",
        megabytes: "{n} Mo",
        problem: "{name} : {why}",
        unread: "Ce fichier ne peut pas être lu sur cet appareil.",
    }
}
