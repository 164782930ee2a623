//! Operations on audits and visits of organisations.

use super::operation::Described;
use forprev_core::{
    endpoint as e,
    organisation::file::Assignment,
    problem::Code,
    visit::{FollowUp, NewVisit, Visit, VisitComment, VisitPatch, VisitQuery, VisitReport, VisitRow},
};

const TAG: &str = "visits";
const SHAPE: &[Code] = &[
    Code::Required,
    Code::TooLong,
    Code::ControlCharacter,
    Code::BadDate,
    Code::BadFormat,
    Code::BadChoice,
    Code::BadOrder,
    Code::DayPast,
];
const SAID: &[Code] = &[Code::Required, Code::TooLong, Code::ControlCharacter, Code::VisitState];

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_VISITS,
            TAG,
            "Audits and visits",
            "The latest day first. An organisation reads its own, once it was told of them.",
        )
        .query::<VisitQuery>()
        .lists::<VisitRow>("A page of audits and visits.")
        .refuses(&[
            Code::BadCursor,
            Code::BadChoice,
            Code::BadFormat,
            Code::Required,
            Code::TooLong,
            Code::ControlCharacter,
        ]),
        Described::new(
            e::PLAN_VISIT,
            TAG,
            "Plan an audit or a visit",
            "Who plans it has it. The organisation knows nothing of it until it is told.",
        )
        .json::<NewVisit>()
        .answers::<Visit>(201, "The audit or visit.")
        .or_answers::<Visit>(200, "In a trial: the one that would be.")
        .refuses(SHAPE),
        Described::new(e::GET_VISIT, TAG, "An audit or a visit", "With its report and its corrective actions.")
            .answers::<Visit>(200, "The audit or visit."),
        Described::new(
            e::UPDATE_VISIT,
            TAG,
            "Change the plan of an audit or a visit",
            "What is absent stays. An organisation that was told of it is told again.",
        )
        .json::<VisitPatch>()
        .must_say_version()
        .answers::<Visit>(200, "The audit or visit.")
        .refuses(SHAPE)
        .refuses(&[Code::VisitState]),
        Described::new(
            e::ASSIGN_VISIT,
            TAG,
            "Take an audit or a visit",
            "Or give it to another agent who may hold it.",
        )
        .json::<Assignment>()
        .may_say_version()
        .answers::<Visit>(200, "The audit or visit.")
        .refuses(&[Code::BadFormat, Code::BadReference, Code::VisitState]),
        Described::new(
            e::NOTIFY_VISIT,
            TAG,
            "Tell the organisation",
            "Its gestionnaires are told, and read it from then on.",
        )
        .may_say_version()
        .answers::<Visit>(200, "The audit or visit.")
        .refuses(&[Code::VisitState, Code::DayPast]),
        Described::new(
            e::REPORT_VISIT,
            TAG,
            "Report on an audit or a visit",
            "It was held: what was looked at and found, and what is to be mended by when. A report that is written again replaces \
             the one before; of a corrective action that it names by its identifier, what was answered and seen stays.",
        )
        .json::<VisitReport>()
        .may_say_version()
        .answers::<Visit>(200, "The audit or visit, held.")
        .refuses(SHAPE)
        .refuses(&[Code::TooManyItems, Code::BadReference, Code::VisitState, Code::VisitTooEarly]),
        Described::new(
            e::FOLLOW_VISIT_ACTION,
            TAG,
            "Say what became of a corrective action",
            "Done, not done, or waited for again.",
        )
        .json::<FollowUp>()
        .may_say_version()
        .answers::<Visit>(200, "The audit or visit.")
        .refuses(SAID)
        .refuses(&[Code::BadChoice]),
        Described::new(
            e::ANSWER_VISIT_ACTION,
            TAG,
            "Answer a corrective action",
            "What the organisation did, or will do. The agent who has it is told.",
        )
        .json::<VisitComment>()
        .may_say_version()
        .answers::<Visit>(200, "The audit or visit.")
        .refuses(SAID),
        Described::new(e::CLOSE_VISIT, TAG, "Close an audit or a visit", "Nothing more is waited for.")
            .may_say_version()
            .answers::<Visit>(200, "The audit or visit, closed.")
            .refuses(&[Code::VisitState, Code::VisitActionsOpen]),
        Described::new(
            e::CANCEL_VISIT,
            TAG,
            "Cancel an audit or a visit",
            "It is not held. An organisation that was told of it is told why.",
        )
        .json::<VisitComment>()
        .may_say_version()
        .answers::<Visit>(200, "The audit or visit, cancelled.")
        .refuses(SAID),
    ]
}
