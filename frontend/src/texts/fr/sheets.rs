//! What is stored as it is typed.

crate::texts::texts! {
    /// Forms that are stored field by field.
    Sheets {
        saved_at: "Enregistré à {time}",
        saved_on: "Enregistré le {moment}",
        saved_partly: "Enregistré à {time}, sauf ce qui est à corriger",
        not_saved: "Pas encore enregistré : gardé sur cet appareil, à corriger d’abord",
        offline: "Hors connexion : gardé sur cet appareil, envoyé au retour du réseau",
        refused: "Pas enregistré : {why}",
        reloaded: "Ces données ont changé ailleurs : la page montre la dernière version, avec ce que vous venez de saisir.",
        restored: "Ce que vous aviez saisi sur cet appareil, et qui n’était pas encore envoyé, a été repris.",
        clash_title: "Ces champs ont été modifiés ailleurs entre-temps",
        clash_line: "{field} : {value}",
        clash_keep: "Garder ma saisie",
        clash_take: "Prendre l’autre version",
    }
}
