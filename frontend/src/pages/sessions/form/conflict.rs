//! Somebody else changed the session: what differs, and which to keep.

use super::{desk::Desk, entry::Entry, when_where::day_or};
use crate::{
    components::*,
    device,
    graph::effect,
    i18n::{fill, t},
};
use forprev_core::session::{NewSession, Session};
use leptos::prelude::*;

/// The `id` of the question.
const PLACE: &str = "conflict";

/// The question: nothing while there is none.
#[component]
pub fn Conflict(
    /// The form and what stands on the server.
    desk: Desk,
) -> impl IntoView {
    let words = t().session_form;
    let toasts = Toasts::here();
    // Who pressed a button further down is led to the question.
    effect(move || {
        if desk.conflict.with(Option::is_some) {
            request_animation_frame(|| {
                device::focus(PLACE);
            });
        }
    });
    let question = move || {
        let latest = desk.conflict.get()?;
        let lines = desk.form.value().with(|entry| differences(&entry.to_send(), &latest));
        let list = if lines.is_empty() {
            view! { <p>{words.conflict_same}</p> }.into_any()
        } else {
            let items = lines
                .into_iter()
                .map(|(field, value)| {
                    let text = fill(words.conflict_line, &[("field", field), ("value", &value)]);
                    view! { <li>{text}</li> }
                })
                .collect_view();
            view! { <p>{words.conflict_help}</p> <ul>{items}</ul> }.into_any()
        };
        let title = if desk.older.get() { words.conflict_draft } else { words.conflict };
        Some(view! {
            <Notice tone=Tone::Warn live=true title=title>
                {list}
                <div class="row">
                    <Button on_press=move |()| desk.keep_mine(toasts)>{words.conflict_keep}</Button>
                    <Button on_press=move |()| desk.take_theirs(toasts)>{words.conflict_take}</Button>
                </div>
            </Notice>
        })
    };
    view! {
        <div id=PLACE tabindex="-1">
            {question}
        </div>
    }
}

/// The fields that differ, with what the server has.
fn differences(mine: &NewSession, latest: &Session) -> Vec<(&'static str, String)> {
    let words = t().session_form;
    let theirs = Entry::of(latest).to_send();
    let or_nothing = |text: Option<&String>| text.cloned().unwrap_or_else(|| words.nothing.to_owned());
    let place = theirs.place.as_ref().map(|place| {
        [&place.name, &place.address, &place.postal_code, &place.city]
            .into_iter()
            .filter(|text| !text.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", ")
    });
    let formateurs: Vec<_> =
        latest.formateurs.iter().map(|one| format!("{} {}", one.first_name, one.last_name)).collect();
    let kind = match theirs.kind.as_deref() {
        Some("mac") => words.kind_mac,
        Some(_) => words.kind_initial,
        None => words.nothing,
    };
    let count = i64::try_from(theirs.trainees.len()).unwrap_or(i64::MAX);
    [
        (
            mine.habilitation_id != theirs.habilitation_id,
            words.habilitation,
            latest.habilitation_number.to_string(),
        ),
        (
            mine.certificate_code != theirs.certificate_code,
            words.certificate,
            or_nothing(theirs.certificate_code.as_ref()),
        ),
        (mine.kind != theirs.kind, words.kind, kind.to_owned()),
        (
            mine.starts_on != theirs.starts_on,
            words.starts_on,
            day_or(theirs.starts_on.as_ref(), words.nothing),
        ),
        (mine.ends_on != theirs.ends_on, words.ends_on, day_or(theirs.ends_on.as_ref(), words.nothing)),
        (mine.place != theirs.place, words.place, or_nothing(place.as_ref())),
        (mine.formateurs != theirs.formateurs, words.formateurs, formateurs.join(", ")),
        (mine.trainees != theirs.trainees, words.trainees, words.trainees_count.of(count)),
        (mine.external_ref != theirs.external_ref, words.reference, or_nothing(theirs.external_ref.as_ref())),
    ]
    .into_iter()
    .filter(|(differs, ..)| *differs)
    .map(|(_, field, value)| (field, value))
    .collect()
}
