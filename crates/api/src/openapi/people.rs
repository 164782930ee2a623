//! Operations on the log and on people.

use super::operation::Described;
use forprev_core::{
    audit::{AuditLine, AuditQuery, Look, PeopleQuery},
    endpoint as e,
    problem::Code,
    query::PageQuery,
    support::{Merge, Merged, NewSupportView, PersonFound, SupportView},
};

/// What may be wrong with a body that names a person and a reason.
const REASON: &[Code] =
    &[Code::Required, Code::TooLong, Code::ControlCharacter, Code::BadFormat, Code::BadReference];

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_AUDIT,
            "people",
            "Who did what",
            "The log of acts, newest first, as far as the caller reads it: a gestionnaire their organisation's, a \
             délégataire and a formateur their own, an agent those of their caisse, INRS all. Never a trainee. To \
             organisations agents are their institution. `total` is counted up to 1,000. CSV by `Accept: text/csv`, \
             50,000 lines at the most.",
        )
        .query::<AuditQuery>()
        .lists::<AuditLine>("A page of lines; as CSV, all of them.")
        .or_text("text/csv")
        .refuses(&[
            Code::BadCursor,
            Code::BadChoice,
            Code::BadDate,
            Code::BadOrder,
            Code::BadFormat,
            Code::Required,
            Code::TooLong,
            Code::ControlCharacter,
        ]),
        Described::new(
            e::LIST_LOOKS,
            "people",
            "Who looked at one's data",
            "Searches that found the signed-in person, and views as them: once a reader, day and way of looking.",
        )
        .query::<PageQuery>()
        .lists::<Look>("The looks, the last first; the last 2,000.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::LIST_PEOPLE,
            "people",
            "Find people",
            "By number, by address, or by how words of a name begin. INRS finds everybody; an agent of a caisse its \
             formateurs and the users of its organisations. Who is found sees it in `GET /me/looks`.",
        )
        .query::<PeopleQuery>()
        .lists::<PersonFound>("The people, by name.")
        .refuses(&[
            Code::BadCursor,
            Code::BadChoice,
            Code::Required,
            Code::BadFormat,
            Code::TooLong,
            Code::ControlCharacter,
        ]),
        Described::new(
            e::START_SUPPORT_VIEW,
            "people",
            "See as somebody else",
            "N5: for 30 minutes a GET with the header `X-Forprev-View: <id>` is answered as that person, but for what \
             could show a trainee or a certificate's file (`support.not_shown`). A write with it is refused \
             (`support.read_only`), and so is any request after its end (`support.ended`). The person is told who saw, \
             and why.",
        )
        .json::<NewSupportView>()
        .answers::<SupportView>(201, "The view.")
        .answers::<SupportView>(200, "In a trial: the view that would be.")
        .refuses(REASON),
        Described::new(e::END_SUPPORT_VIEW, "people", "End a view", "Before its time.").nothing(204, "Ended."),
        Described::new(
            e::MERGE_PERSON,
            "people",
            "Make one account of two",
            "A15: all that the account of the path is and holds becomes that of `into`. It closes; its number and its \
             address lead to the person who is kept. Both are told. A trial tells what would go over. The identity of \
             the caller must have been confirmed in the last fifteen minutes.",
        )
        .json::<Merge>()
        .answers::<Merged>(200, "What went over.")
        .refuses(REASON)
        .refuses(&[Code::StepUpRequired, Code::MergeSelf, Code::MergeAlready, Code::MergeAgent, Code::MergeSuspended]),
        Described::new(
            e::UNDO_MERGE,
            "people",
            "Undo a merge",
            "Within 30 days, where what went over is as the merge left it. The identity of the caller must have been \
             confirmed in the last fifteen minutes.",
        )
        .answers::<Merged>(200, "What went back.")
        .refuses(&[Code::StepUpRequired, Code::MergeTooLate, Code::MergeChanged]),
    ]
}
