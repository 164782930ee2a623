//! Sign-in.

crate::texts::texts! {
    /// The sign-in page.
    SignIn {
        title: "Connexion",
        lead: "Déclarez vos sessions, vérifiez-les et délivrez les certificats.",
        identifier: "Adresse électronique ou numéro Forprev",
        identifier_hint: "Par exemple prenom.nom@organisme.fr ou JKA37899",
        password: "Mot de passe",
        submit: "Se connecter",
        by_passkey: "Se connecter avec une clé d’accès",
        by_provider: "Se connecter avec {name}",
        demo: "Comptes de démonstration",
        demo_help: "Ce serveur ne contient que des données fictives. Choisissez un compte pour remplir le formulaire.",
        demo_mails: "Voir les e-mails qu’elle aurait envoyés",
        demo_password: "Mot de passe de tous les comptes : {password}",
        demo_use: "Se connecter en tant que {label}",
        return_notice: "Connectez-vous pour continuer.",
        public: "Sans compte",
        public_help: "Un certificat se vérifie sans compte.",
    }
}
