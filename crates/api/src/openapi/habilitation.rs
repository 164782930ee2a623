//! Operations on habilitations.

use super::operation::Described;
use forprev_core::{
    endpoint as e,
    habilitation::{
        Habilitation,
        measure::{HabilitationDetail, NewLifting, NewSuspension, NewWithdrawal},
    },
    problem::Code,
    query::HabilitationQuery,
};

const TAG: &str = "habilitations";
/// What may be wrong with a measure.
const SHAPE: &[Code] = &[
    Code::Required,
    Code::TooLong,
    Code::ControlCharacter,
    Code::BadDate,
    Code::HabilitationState,
    Code::HabilitationEffectDay,
];

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::LIST_HABILITATIONS,
            TAG,
            "Habilitations of an organisation",
            "Those that the caller sees, with what they are today (H1, H11).",
        )
        .query::<HabilitationQuery>()
        .lists::<Habilitation>("The habilitations, the last to end first.")
        .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::GET_HABILITATION,
            TAG,
            "A habilitation",
            "With what happened to it, and how many open sessions end on a day on which it is not valid: these can be \
             corrected or cancelled, not certified (S3).",
        )
        .answers::<HabilitationDetail>(200, "The habilitation."),
        Described::new(
            e::SUSPEND_HABILITATION,
            TAG,
            "Suspend a habilitation",
            "H11: not valid from a day, until another or until it is lifted. The letter goes to all gestionnaires.",
        )
        .json::<NewSuspension>()
        .may_say_version()
        .answers::<HabilitationDetail>(200, "The habilitation.")
        .refuses(SHAPE)
        .refuses(&[Code::BadOrder, Code::HabilitationHearing]),
        Described::new(
            e::LIFT_SUSPENSION,
            TAG,
            "Lift the suspension of a habilitation",
            "H11: lifted on a day, it ends the day before. The letter goes to all gestionnaires.",
        )
        .json::<NewLifting>()
        .may_say_version()
        .answers::<HabilitationDetail>(200, "The habilitation.")
        .refuses(SHAPE),
        Described::new(
            e::WITHDRAW_HABILITATION,
            TAG,
            "Withdraw a habilitation",
            "H11: final, from a day on; sessions that end before it can still be closed. The letter goes to all gestionnaires.",
        )
        .json::<NewWithdrawal>()
        .may_say_version()
        .answers::<HabilitationDetail>(200, "The habilitation.")
        .refuses(SHAPE)
        .refuses(&[Code::HabilitationHearing]),
    ]
}
