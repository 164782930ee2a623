//! What the two sides of a file or a request write to each other.

crate::texts::texts! {
    /// Messages and internal notes.
    Threads {
        messages: "Messages",
        messages_agent: "Messages avec le demandeur",
        messages_none: "Aucun message.",
        message_new: "Votre message",
        message_hint: "L’autre partie en est prévenue par e-mail, selon ses préférences.",
        message_send: "Envoyer le message",
        message_sent: "Le message est envoyé.",
        message_who: "{who}, {moment}",
        message_mine: "Vous, {moment}",
        notes: "Notes internes",
        notes_none: "Aucune note.",
        note_new: "Nouvelle note",
        note_hint: "Lue par les agents seulement, jamais par le demandeur.",
        note_send: "Ajouter la note",
        note_sent: "La note est ajoutée.",
    }
}
