//! Contacts of the caisses and of INRS.

crate::texts::texts! {
    /// Contacts.
    Caisse {
        contacts: "Aide et contacts",
        contacts_lead: "Vos interlocuteurs à votre caisse et à l’INRS.",
        contacts_none: "Aucun contact",
        contacts_none_help: "Votre caisse et l’INRS n’ont pas encore indiqué de contact.",
        choose_caisse: "Votre caisse n’apparaît pas ? Choisissez-la dans « Mon compte ».",
        my_account: "Mon compte",
        new_contact: "Ajouter un contact",
        edit_contact: "Modifier le contact",
        of: "Contact de",
        inrs: "INRS",
        name: "Nom ou service",
        function: "Fonction",
        phone: "Téléphone",
        other_phone: "Autre téléphone",
        email: "Adresse e-mail",
        address: "Adresse",
        postal_code: "Code postal",
        city: "Ville",
        edit: "Modifier",
        remove: "Retirer",
        about: "{name}",
        save: "Enregistrer",
        saved: "Le contact est enregistré.",
        removed: "Le contact est retiré.",
        remove_title: "Retirer ce contact ?",
        remove_help: "« {name} » ne sera plus affiché aux personnes du territoire.",
        remove_send: "Retirer le contact",
    }
}
