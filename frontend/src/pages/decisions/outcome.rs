//! What the CNH decides of a request, and the fields that go with it.

use super::words::outcome_name;
use crate::{
    components::*,
    form::Bound,
    i18n::{fill, plain_day, t},
};
use chrono::NaiveDate;
use forprev_core::{
    request::{Outcome, decision::Term, sitting::Sitting},
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// The outcomes to choose from.
#[must_use]
pub fn outcomes() -> Vec<Choice> {
    let words = t().decisions;
    [
        (Outcome::Granted, Some(words.granted_help)),
        (Outcome::Refused, None),
        (Outcome::Adjourned, Some(words.adjourned_help)),
    ]
    .map(|(outcome, help)| {
        let choice = Choice::new(outcome.as_str(), outcome_name(outcome));
        match help {
            Some(help) => choice.with_hint(help),
            None => choice,
        }
    })
    .to_vec()
}

/// What goes with an outcome.
#[component]
pub fn OutcomeFields(
    /// The outcome.
    chosen: Outcome,
    /// Why.
    reason: Bound<String>,
    /// The last day of what is granted.
    until: Bound<Option<NaiveDate>>,
    /// The later sitting.
    later: Bound<String>,
    /// The days that are proposed.
    term: Memo<Option<Term>>,
    /// The sittings to which it can be adjourned.
    sittings: RwSignal<Vec<Sitting>>,
) -> impl IntoView {
    let words = t().decisions;
    let hint = Signal::derive(move || {
        term.get().map_or_else(
            || words.valid_until_plain.to_owned(),
            |term| {
                let days = [("from", &*plain_day(term.valid_from)), ("until", &plain_day(term.valid_until))];
                fill(words.valid_until_hint, &days)
            },
        )
    });
    let sittings = Signal::derive(move || sittings.with(|all| all.iter().map(choice).collect::<Vec<_>>()));
    match chosen {
        Outcome::Granted => {
            view! { <DateInput bind=until label=words.valid_until hint=hint optional=true calendar=true/> }
                .into_any()
        }
        Outcome::Refused => {
            view! { <Textarea bind=reason label=words.reason hint=words.reason_hint limit=COMMENT_MAX/> }
                .into_any()
        }
        Outcome::Adjourned => view! {
            <Textarea bind=reason label=words.reason hint=words.reason_hint limit=COMMENT_MAX/>
            <Select bind=later label=words.later none=words.later_none choices=sittings optional=true/>
        }
        .into_any(),
    }
}

fn choice(one: &Sitting) -> Choice {
    let day = plain_day(one.held_on);
    let place = one.place.as_ref().map(|place| format!("{day}, {place}"));
    Choice::new(one.id.to_string(), place.unwrap_or(day))
}
