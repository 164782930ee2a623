//! Dashboard.

crate::texts::texts! {
    /// The page after sign-in.
    Dashboard {
        title: "Tableau de bord",
        hello: "Bonjour {name}. Nous sommes le {day}.",
        tasks: "À traiter",
        task_count: ["{n} action vous attend.", "{n} actions vous attendent."],
        nothing: "Rien à traiter",
        nothing_help: "Ce qui vous attend apparaîtra ici.",
        dates: "Prochaines dates",
        no_dates: "Aucune date à venir.",
        last_day: ["{what} : dernier jour pour {n} session", "{what} : dernier jour pour {n} sessions"],
        first_day: ["{what} : possible pour {n} session", "{what} : possible pour {n} sessions"],
        habilitation_end: "Fin de l’habilitation {what} ({number})",
        what: "À faire",
        session: "Session",
        due: "Échéance",
        from: "Possible à partir du {day}",
        no_due: "Sans échéance",
        ends: "fin le {day}",
        no_end: "date de fin à saisir",
        level: "niveau {n}",
        verify_session: "Vérifier la session",
        correct_session: "Corriger la session renvoyée",
        submit_session: "Terminer et transmettre le brouillon",
        generate_certificates: "Générer les certificats",
        download_certificates: "Télécharger les certificats",
        other: "Ouvrir la session",
        verify_count: ["session à vérifier", "sessions à vérifier"],
        correct_count: ["session à corriger", "sessions à corriger"],
        submit_count: ["brouillon à transmettre", "brouillons à transmettre"],
        generate_count: ["session à certifier", "sessions à certifier"],
        download_count: ["session à télécharger", "sessions à télécharger"],
        other_count: ["autre action", "autres actions"],
    }
}
