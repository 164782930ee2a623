//! Operations that help people back into their account, and correct who they are.

use super::operation::Described;
use forprev_core::{
    endpoint as e,
    problem::Code,
    query::PageQuery,
    recovery::{IdentityPatch, NewRecovery, PersonRecord, Recovery, RecoveryRefusal},
};

const REASON: &[Code] = &[Code::Required, Code::TooLong, Code::ControlCharacter, Code::BadFormat];

pub(super) fn operations() -> Vec<Described> {
    let mut all = by_agents();
    all.extend(of_the_person());
    all
}

fn by_agents() -> Vec<Described> {
    vec![
        Described::new(
            e::GET_PERSON,
            "people",
            "A person to help",
            "What identifies them. An agent of a caisse opens its formateurs and the users of its organisations, but no agent; \
             INRS everybody; nobody themself. The person sees it in `GET /me/looks`.",
        )
        .answers::<PersonRecord>(200, "Who."),
        Described::new(
            e::CORRECT_IDENTITY,
            "people",
            "Correct somebody's identity",
            "A9: names and birth date, on proof. The person is told. What stands on certificates stays. \
             The identity of the caller must have been confirmed in the last fifteen minutes.",
        )
        .must_say_version()
        .json::<IdentityPatch>()
        .answers::<PersonRecord>(200, "Who they are now.")
        .refuses(REASON)
        .refuses(&[Code::StepUpRequired, Code::NameCharacters, Code::BadDate, Code::PersonBirthDate]),
        Described::new(
            e::LIST_RECOVERIES,
            "people",
            "Recoveries of access",
            "Of the people whom the caller helps, or of all whom INRS and its auditors read; those of a year, the last first.",
        )
        .query::<PageQuery>()
        .lists::<Recovery>("The recoveries.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::OPEN_RECOVERY,
            "people",
            "Recover somebody's access",
            "A15: for who reads their mailbox no more. It waits 7 days for another agent, who confirms it. The identity of the \
             caller must have been confirmed in the last fifteen minutes.",
        )
        .json::<NewRecovery>()
        .answers::<Recovery>(201, "The recovery.")
        .answers::<Recovery>(200, "In a trial: the recovery that would be.")
        .refuses(REASON)
        .refuses(&[
            Code::StepUpRequired,
            Code::RecoveryOpen,
            Code::AccountClosed,
            Code::MergeAlready,
            Code::EmailAlreadyUsed,
        ]),
        Described::new(
            e::CONFIRM_RECOVERY,
            "people",
            "Confirm a recovery",
            "By another agent than who opened it, whose identity was confirmed in the last fifteen minutes. The old mailbox is \
             told at once, with a link that refuses. 48 hours later the new address is the person's: their password, their \
             sign-ins and, where it was asked for, their second factors are gone, and a link that chooses a password is \
             mailed to the new address.",
        )
        .answers::<Recovery>(200, "The recovery.")
        .refuses(&[
            Code::StepUpRequired,
            Code::RecoverySameAgent,
            Code::RecoveryOver,
            Code::EmailAlreadyUsed,
        ]),
        Described::new(
            e::CANCEL_RECOVERY,
            "people",
            "Cancel a recovery",
            "While it waits. The person is told.",
        )
        .answers::<Recovery>(200, "The recovery.")
        .refuses(&[Code::RecoveryOver]),
    ]
}

fn of_the_person() -> Vec<Described> {
    vec![
        Described::new(
            e::REFUSE_RECOVERY,
            "account",
            "Refuse a recovery from the old mailbox",
            "With the token of the link that was mailed there. Nobody need be signed in.",
        )
        .json::<RecoveryRefusal>()
        .nothing(204, "Refused: nothing changes.")
        .refuses(REASON)
        .refuses(&[Code::LinkUnknown, Code::LinkUsed]),
        Described::new(
            e::LIST_MY_RECOVERIES,
            "account",
            "Recoveries of one's own access",
            "Those of a year, the last first; without the reason, nor the agents' names.",
        )
        .lists::<Recovery>("The recoveries."),
        Described::new(
            e::STOP_MY_RECOVERY,
            "account",
            "Cancel a recovery of one's own access",
            "While it waits. The agents are told.",
        )
        .nothing(204, "Cancelled.")
        .refuses(&[Code::RecoveryOver]),
    ]
}
