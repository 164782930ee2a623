//! Dashboard.

crate::texts::texts! {
    /// The page after sign-in.
    Dashboard {
        title: "Tableau de bord",
        hello: "Bonjour {name}",
        tasks: "À traiter",
        task_count: ["{n} action vous attend.", "{n} actions vous attendent."],
        nothing: "Rien à traiter",
        nothing_help: "Vous serez prévenu ici dès qu’une action vous attend.",
        dates: "Prochaines échéances",
        no_dates: "Aucune échéance dans les prochains mois.",
        what: "Action",
        subject: "Objet",
        due: "Échéance",
        new_session: "Nouvelle session",
    }
}
