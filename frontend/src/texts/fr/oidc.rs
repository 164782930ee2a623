//! Identities at a provider: at the sign-in, and one's own.

crate::texts::texts! {
    /// The way back from a provider, and the page of identities.
    OidcWords {
        return_title: "Connexion",
        finishing: "Votre connexion se termine…",
        given_up: "La connexion a été interrompue chez le fournisseur d’identité.",
        nothing_begun: "Rien n’a commencé dans cet onglet, ou le fournisseur d’identité n’a pas confirmé qui vous êtes. Recommencez.",
        back_sign_in: "Revenir à la connexion",
        back_mine: "Revenir à mes identités",
        cannot_leave: "Ce navigateur ne garde rien pour cet onglet : la connexion ne peut pas commencer.",

        title: "Identités liées",
        help: "Une identité d’un autre service, liée à votre compte, peut remplacer votre mot de passe à la connexion. Votre double authentification reste demandée.",
        manage: "Voir et modifier",
        mine: "En place",
        none: "Aucune identité n’est liée à votre compte.",
        provider: "Fournisseur",
        since: "Depuis le",
        last_used: "Dernier usage",
        never_used: "Jamais",
        action: "Action",
        add: "Lier une identité",
        add_help: "{name} vous demandera de vous connecter, puis vous ramènera ici.",
        add_at: "Lier mon identité {name}",
        linked: "Votre identité est liée à votre compte.",
        remove: "Délier",
        remove_about: "l’identité {name}",
        remove_title: "Délier l’identité {name} ?",
        remove_help: "Elle ne servira plus à vous connecter. Un message vous le confirmera.",
        remove_yes: "Délier",
        removed: "L’identité {name} est déliée.",
    }
}
