//! The home page.

crate::texts::texts! {
    /// What who is not signed in sees first. The first screen in `index.html` begins with the same words.
    Home {
        lead: "Habilitations et certificats de formation à la prévention des risques professionnels. Les organisations habilitées y déclarent leurs sessions, les formateurs les vérifient, et chaque certificat délivré peut être vérifié par tous.",
        ways: "Que voulez-vous faire ?",
        sign_in: "J’ai un compte",
        sign_in_help: "Organismes, formateurs et agents : vos sessions, vos certificats et ce qui est à traiter.",
        verify: "J’ai reçu un certificat",
        verify_help: "Par son numéro, son code QR ou son fichier. Aucun compte n’est nécessaire.",
        verify_submit: "Vérifier un certificat",
        ask: "Je veux demander une habilitation",
        ask_help: "Un compte demandeur sert à déposer le dossier de votre organisme.",
        first: "Je n’ai pas encore de mot de passe",
        first_help: "Vous étiez connu de l’ancien Forprev, ou votre mot de passe est oublié : un lien vous est envoyé.",
        first_submit: "Choisir un mot de passe",
    }
}
