//! How the system runs.

crate::texts::texts! {
    /// Scheduled work and mails.
    Operations {
        jobs: "Travaux planifiés",
        reload: "Actualiser",
        job: "Travail",
        state: "État",
        last: "Dernière exécution",
        next: "Prochaine exécution",
        never: "Pas encore",
        fine: "En ordre",
        running: "En cours",
        failed: ["Dernière exécution en échec", "{n} exécutions en échec"],
        runs: "Exécutions récentes",
        run: "Le {moment} : {what}",
        done: ["{n} élément traité", "{n} éléments traités"],
        mails: "E-mails",
        mails_none: "Aucun e-mail",
        mails_none_help: "Aucun e-mail n’est dans cet état.",
        what: "Objet",
        to: "Destinataire",
        written: "Écrit le",
        all: "Tous",
        waiting: "En attente",
        sent: "Envoyé",
        bounced: "Revenu",
        given_up: "Abandonné",
        other: "Autre état",
        again: "Prochain essai : {moment}",
    }
}
