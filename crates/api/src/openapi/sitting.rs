//! Operations on the sittings of the CNH.

use super::operation::Described;
use forprev_core::{
    endpoint as e,
    problem::Code,
    request::{
        query::SittingQuery,
        sitting::{NewSitting, Sitting, SittingDecisions, SittingPatch},
    },
};

const TAG: &str = "requests";
/// What may be wrong with a sitting and its agenda.
const SHAPE: &[Code] = &[
    Code::Required,
    Code::TooLong,
    Code::TooManyItems,
    Code::ControlCharacter,
    Code::BadDate,
    Code::BadFormat,
    Code::BadChoice,
    Code::BadReference,
    Code::SittingOnAgenda,
];

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_SITTINGS,
            TAG,
            "Sittings of the CNH",
            "The first to be held first; each agenda is told with its sitting.",
        )
        .query::<SittingQuery>()
        .lists::<Sitting>("A page of sittings.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::CREATE_SITTING,
            TAG,
            "Plan a sitting",
            "With its agenda, where it has one already.",
        )
        .json::<NewSitting>()
        .answers::<Sitting>(201, "The sitting.")
        .or_answers::<Sitting>(200, "In a trial: the sitting that would be.")
        .refuses(SHAPE),
        Described::new(e::GET_SITTING, TAG, "A sitting", "With its agenda, in its order.")
            .answers::<Sitting>(200, "The sitting."),
        Described::new(
            e::UPDATE_SITTING,
            TAG,
            "Change a sitting",
            "Its day, its place, its agenda as a whole. What is absent stays.",
        )
        .json::<SittingPatch>()
        .must_say_version()
        .answers::<Sitting>(200, "The sitting.")
        .refuses(SHAPE)
        .refuses(&[Code::SittingState]),
        Described::new(e::CANCEL_SITTING, TAG, "Cancel a sitting", "Once its agenda is empty.")
            .may_say_version()
            .answers::<Sitting>(200, "The sitting.")
            .refuses(&[Code::SittingState, Code::SittingNotEmpty]),
        Described::new(
            e::DECIDE_SITTING,
            TAG,
            "Record the decisions of a sitting",
            "Each request of its agenda, in one go: all or none.",
        )
        .json::<SittingDecisions>()
        .may_say_version()
        .answers::<Sitting>(200, "The sitting, held.")
        .refuses(SHAPE)
        .refuses(&[
            Code::BadOrder,
            Code::SittingState,
            Code::SittingTooEarly,
            Code::SittingUndecided,
            Code::RequestState,
            Code::RequestDecisionDay,
            Code::RequestAdminChangePending,
        ]),
    ]
}
