//! Operations on contacts.

use super::operation::Described;
use forprev_core::{
    contact::{Contact, ContactPatch, ContactQuery, NewContact},
    endpoint as e,
    problem::Code,
};

const TAG: &str = "contacts";
const SHAPE: &[Code] = &[Code::Required, Code::TooLong, Code::ControlCharacter, Code::BadFormat];

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_CONTACTS,
            TAG,
            "Whom to call",
            "Those of the caller's caisses (the one that they chose, and those of their organisations), then those of INRS.",
        )
        .query::<ContactQuery>()
        .lists::<Contact>("A page of contacts.")
        .refuses(&[Code::BadCursor, Code::BadChoice, Code::TooLong, Code::ControlCharacter]),
        Described::new(
            e::CREATE_CONTACT,
            TAG,
            "Add a contact",
            "With one way to reach it at the least: a phone number, an e-mail address, an address.",
        )
        .json::<NewContact>()
        .answers::<Contact>(201, "The contact.")
        .or_answers::<Contact>(200, "In a trial: the contact that would be.")
        .refuses(SHAPE)
        .refuses(&[Code::BadReference]),
        Described::new(
            e::UPDATE_CONTACT,
            TAG,
            "Change a contact",
            "What is present replaces, an empty text clears, what is absent stays.",
        )
        .json::<ContactPatch>()
        .must_say_version()
        .answers::<Contact>(200, "The contact.")
        .refuses(SHAPE),
        Described::new(e::REMOVE_CONTACT, TAG, "Remove a contact", "It is shown no more.")
            .may_say_version()
            .nothing(204, "It is removed."),
    ]
}
