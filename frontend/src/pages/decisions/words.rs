//! Decisions in words: sittings, requests on an agenda, letters; and where they are shown.

use crate::{
    components::*,
    i18n::{fill, t},
    pages::requests::words::{opinion_name, training},
};
use forprev_core::{
    id::{LetterId, OrganisationId, SittingId},
    letter::LetterKind,
    problem::{Code, Decision},
    request::{Outcome, RequestRow, State, instruction::Opinion, sitting::SittingState},
    session::Allowed,
};
use leptos::prelude::*;

/// Where a sitting is shown.
pub(super) fn sitting_path(id: SittingId) -> String {
    format!("/seances/{id}")
}

/// Where a letter is shown.
#[must_use]
pub fn letter_path(id: LetterId) -> String {
    format!("/courriers/{id}")
}

/// Where an organisation is shown.
pub(super) fn organisation_path(id: OrganisationId) -> String {
    format!("/organisations/{id}")
}

/// A state of a sitting in a word.
pub(super) fn sitting_state(state: SittingState) -> &'static str {
    let words = t().decisions;
    match state {
        SittingState::Planned => words.state_planned,
        SittingState::Held => words.state_held,
        SittingState::Cancelled => words.state_cancelled,
        SittingState::Unknown => words.state_other,
    }
}

/// The same as a badge.
#[component]
pub(super) fn SittingBadge(of: SittingState) -> impl IntoView {
    let (tone, icon) = match of {
        SittingState::Planned => (Tone::Note, outline::CALENDAR),
        SittingState::Held => (Tone::Good, outline::CHECK),
        SittingState::Cancelled | SittingState::Unknown => (Tone::Plain, outline::X),
    };
    view! { <Badge tone=tone icon=icon>{sitting_state(of)}</Badge> }
}

/// What the CNH decides, in a word.
#[must_use]
pub fn outcome_name(outcome: Outcome) -> &'static str {
    let words = t().decisions;
    match outcome {
        Outcome::Granted => words.granted,
        Outcome::Refused => words.refused,
        Outcome::Adjourned => words.adjourned,
    }
}

/// What became of a request at a sitting that was held: one that waits still was adjourned there.
#[component]
pub(super) fn OutcomeBadge(of: State) -> impl IntoView {
    let words = t().decisions;
    let (tone, icon, text) = match of {
        State::Granted => (Tone::Good, outline::CHECK, words.granted),
        State::Refused => (Tone::Bad, outline::X, words.refused),
        _ => (Tone::Warn, outline::CLOCK, words.adjourned),
    };
    view! { <Badge tone=tone icon=icon>{text}</Badge> }
}

/// Whose request and for what, for screen readers and confirmations.
pub(super) fn about(row: &RequestRow) -> String {
    let training = training(&row.dispositif, row.level);
    fill(t().decisions.about, &[("organisation", &row.organisation_name), ("training", &training)])
}

/// An opinion as a badge; one that is confidential is told as that.
#[component]
pub fn OpinionBadge(
    /// The opinion.
    of: Option<Opinion>,
) -> impl IntoView {
    let (tone, icon) = match of {
        Some(Opinion::Favourable) => (Tone::Good, outline::CHECK),
        Some(Opinion::Unfavourable) => (Tone::Bad, outline::X),
        None => (Tone::Plain, outline::LOCK),
    };
    let text = of.map_or(t().requests.opinion_confidential, opinion_name);
    view! { <Badge tone=tone icon=icon>{text}</Badge> }
}

/// What a letter tells.
#[must_use]
pub fn letter_kind(kind: LetterKind) -> &'static str {
    let words = t().decisions;
    match kind {
        LetterKind::Grant => words.grant,
        LetterKind::Refusal => words.refusal,
        LetterKind::Adjournment => words.adjournment,
        LetterKind::Suspension => words.suspension,
        LetterKind::Lifting => words.lifting,
        LetterKind::Withdrawal => words.withdrawal,
        LetterKind::Unknown => words.other_letter,
    }
}

/// Whether an action has a place on the page: one that is not this person's, or of a sitting that is over, has none.
pub(super) fn has_place(allowed: &Allowed) -> bool {
    allowed.allowed || !matches!(allowed.code, Some(Code::Forbidden | Code::SittingState) | None)
}

/// The server's word first, then what else stands in the way.
pub(super) fn and_then(allowed: &Allowed, more: impl FnOnce() -> Decision) -> Decision {
    Decision::from(allowed).and_then(|()| more())
}
