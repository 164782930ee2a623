//! Operations of what people are told, and of what runs by itself.

use super::operation::Described;
use forprev_core::{
    endpoint as e,
    job::JobStatus,
    mail::{MailSummary, SentMail},
    notification::{Notification, Preferences, PreferencesPatch, ReadUntil, Unread},
    problem::Code,
    query::{MailQuery, NotificationQuery},
};

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_NOTIFICATIONS,
            "notifications",
            "What one was told",
            "All of it, whatever one wants by mail (U6), the latest first. That of a session is erased with it.",
        )
        .query::<NotificationQuery>()
        .lists::<Notification>("The notifications.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(e::COUNT_UNREAD, "notifications", "How many are unread", "For a badge.")
            .answers::<Unread>(200, "How many."),
        Described::new(
            e::READ_NOTIFICATIONS,
            "notifications",
            "Mark as read",
            "All that was told until an instant.",
        )
        .json::<ReadUntil>()
        .answers::<Unread>(200, "How many are left."),
        Described::new(
            e::GET_PREFERENCES,
            "notifications",
            "What comes by mail",
            "How often, by category. Mails of account security and of decisions are always sent (U6).",
        )
        .answers::<Preferences>(200, "How often."),
        Described::new(
            e::UPDATE_PREFERENCES,
            "notifications",
            "Choose what comes by mail",
            "What is left out stays as it is.",
        )
        .json::<PreferencesPatch>()
        .answers::<Preferences>(200, "How often from now on.")
        .refuses(&[Code::BadChoice]),
        Described::new(
            e::UNSUBSCRIBE,
            "notifications",
            "Unsubscribe with one click",
            "RFC 8058: the token of a mail stops mails of its category. What is sent as a body is not read.",
        )
        .answers::<Preferences>(200, "How often from now on.")
        .refuses(&[Code::UnsubscribeUnknown]),
        Described::new(
            e::LIST_JOBS,
            "operations",
            "Scheduled work",
            "Each work with its last and next runs, and why it failed where it did.",
        )
        .lists::<JobStatus>("The works, in the order in which they run."),
        Described::new(
            e::LIST_MAILS,
            "operations",
            "What became of mails",
            "Who was written to, when, and what the mail server said. Never what a mail says. `total` is counted up to 1,000.",
        )
        .query::<MailQuery>()
        .lists::<MailSummary>("The mails, the latest first.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::LIST_DEMO_MAILS,
            "notifications",
            "The mailbox of the demonstration",
            "What it would have sent. Exists in demonstration mode only.",
        )
        .lists::<SentMail>("The latest 200 mails, the latest first.")
        .refuses(&[Code::NotFound]),
    ]
}
