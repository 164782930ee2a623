//! What is missing or was asked to be corrected, told at its place and led to.

use super::{places::place_path, writing::Writing};
use crate::{
    components::*,
    i18n::{fill, plain_day, t},
};
use forprev_core::request::state::State;
use leptos::prelude::*;
use leptos_router::components::A;

/// The `id` of the list of what is missing.
pub(super) const MISSING: &str = "missing";

/// What those who instruct ask of this place, where they do.
#[component]
pub(super) fn Correction(
    /// The request.
    writing: Writing,
    /// The place.
    #[prop(into)]
    pointer: String,
) -> impl IntoView {
    move || {
        let asked = writing.held.with(|request| {
            let returned = request.returned.as_ref().filter(|_| request.state.is_paused())?;
            returned.corrections.iter().find(|one| one.pointer == pointer).map(|one| one.comment.clone())
        });
        asked.map(|text| {
            view! { <Notice tone=Tone::Warn title=t().requests.correction><p class="comment">{text}</p></Notice> }
        })
    }
}

/// What is wrong with a whole list, where one is led to it.
#[component]
pub(super) fn Place(
    /// The request.
    writing: Writing,
    /// The place.
    pointer: &'static str,
) -> impl IntoView {
    let state = writing.form.state();
    view! {
        <div id=state.element_id(pointer) tabindex="-1">
            {move || state.error_at(pointer).map(|message| view! { <p class="field-error">{message}</p> })}
        </div>
    }
}

/// What is to be completed, as it was sent back: each thing with the way to it.
#[component]
pub(super) fn Returned(
    /// The request.
    writing: Writing,
) -> impl IntoView {
    let words = t().requests;
    move || {
        let request = writing.held.get();
        let returned = request
            .returned
            .clone()
            .filter(|_| matches!(request.state, State::Incomplete | State::Returned))?;
        let lines = returned.corrections.iter().map(|one| {
            let label = super::places::place_name(&request, &one.pointer).unwrap_or_default();
            let label = match place_path(&request, &one.pointer) {
                Some(to) => view! { <A href=to>{label}</A> }.into_any(),
                None => view! { <b>{label}</b> }.into_any(),
            };
            view! { <li>{label}" : "<span class="comment">{one.comment.clone()}</span></li> }
        });
        let lines = lines.collect_view();
        let list = (!returned.corrections.is_empty()).then(|| view! { <ul>{lines}</ul> });
        let due = returned.due_on.map(|day| {
            view! { <p>{fill(words.returned_due, &[("day", &plain_day(day))])}</p> }
        });
        Some(view! {
            <Notice tone=Tone::Warn title=words.returned_title>
                <p class="comment">{returned.comment.clone()}</p>
                {list}
                {due}
            </Notice>
        })
    }
}

/// What stands in the way of the submission, each with the way to it: once somebody tried.
#[component]
pub(super) fn Missing(
    /// The request.
    writing: Writing,
) -> impl IntoView {
    let list = move || {
        let faults = writing.faults.get();
        let shown = writing.strict.get() && writing.is_open() && !faults.is_empty();
        shown.then(move || {
            let title = t().organisations.missing.of(i64::try_from(faults.len()).unwrap_or(i64::MAX));
            let lines = faults.into_iter().map(move |fault| {
                let label = writing.place(&fault.pointer);
                let to = writing.held.with(|request| place_path(request, &fault.pointer));
                match (label, to) {
                    (Some(label), Some(to)) => {
                        let values = [("field", label.as_str()), ("value", fault.message.as_str())];
                        let text = fill(t().sheets.clash_line, &values);
                        // Followed again, it leads there again.
                        let pointer = fault.pointer;
                        let again = move |_| writing.lead_to(pointer.clone());
                        view! { <li on:click=again><A href=to>{text}</A></li> }.into_any()
                    }
                    _ => view! { <li>{fault.message}</li> }.into_any(),
                }
            });
            view! {
                <Notice tone=Tone::Warn title=title>
                    <ul>{lines.collect_view()}</ul>
                </Notice>
            }
        })
    };
    view! { <div id=MISSING tabindex="-1">{list}</div> }
}
