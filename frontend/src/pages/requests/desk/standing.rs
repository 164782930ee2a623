//! Who has it, and how long it took: the clock stands still while it waits for the applicant (C22).

use super::super::words::age_words;
use crate::{
    components::*,
    i18n::{fill, plain_day, t},
};
use forprev_core::{
    request::{Request, clock::Age},
    session::PersonName,
};
use leptos::prelude::*;
use leptos_router::components::A;

pub(super) fn full_name(person: &PersonName) -> String {
    format!("{} {}", person.first_name, person.last_name)
}

/// The facts.
#[component]
pub(super) fn Standing(request: Signal<Request>) -> impl IntoView {
    let words = t().desk;
    let stopped = move || {
        request.with(|one| one.state.is_paused()).then(|| {
            view! { <Notice tone=Tone::Note><p>{words.clock_stopped}</p></Notice> }
        })
    };
    let facts = move || {
        let one = request.get();
        let agent = one.assigned_to.as_ref().map_or_else(|| words.agent_none.to_owned(), full_name);
        let step = one.stages.iter().rev().find(|stage| stage.entered_on.is_some());
        let step = step.filter(|_| one.state.is_open()).map(|stage| {
            let age = Age { days: stage.days, paused_days: stage.paused_days };
            view! { <dt>{words.clock_step}</dt> <dd>{age_words(age)}</dd> }
        });
        let paused = (one.age.paused_days > 0).then(|| {
            let days = Age { days: one.age.paused_days, paused_days: 0 };
            view! { <dt>{words.clock_paused}</dt> <dd>{age_words(days)}</dd> }
        });
        let due = one.returned.as_ref().and_then(|returned| returned.due_on);
        let due = due.map(|day| view! { <dt>{words.due_on}</dt> <dd>{plain_day(day)}</dd> });
        let sitting = one.sitting.map(|sitting| {
            let title = fill(t().decisions.sitting, &[("day", &plain_day(sitting.held_on))]);
            view! { <dt>{words.sitting}</dt> <dd><A href=format!("/seances/{}", sitting.id)>{title}</A></dd> }
        });
        view! {
            <dl class="facts card">
                <dt>{words.agent}</dt> <dd>{agent}</dd>
                <dt>{words.clock}</dt> <dd>{age_words(one.age)}</dd>
                {step}
                {paused}
                {due}
                {sitting}
            </dl>
        }
    };
    view! {
        <div class="stack">
            {stopped}
            {facts}
        </div>
    }
}
