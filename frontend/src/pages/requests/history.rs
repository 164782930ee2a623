//! The tab "Historique": what happened, the latest first.

use super::{
    words::{side_name, state_name},
    writing::Writing,
};
use crate::{
    components::*,
    i18n::{fill, t},
};
use forprev_core::{audit::sentence, calendar::french_moment, request::Event};
use leptos::prelude::*;

/// The tab.
#[component]
pub(super) fn History(
    /// The request.
    writing: Writing,
) -> impl IntoView {
    let events = move || {
        let mut events = writing.held.with(|request| request.history.clone());
        events.reverse();
        events.into_iter().map(happening).collect_view()
    };
    view! { <Timeline>{events}</Timeline> }
}

fn happening(event: Event) -> impl IntoView {
    let words = t().requests;
    let moment = french_moment(event.at);
    // The applicant is told of their own side only.
    let who = event
        .by
        .map_or_else(|| side_name(event.side).to_owned(), |by| format!("{} {}", by.first_name, by.last_name));
    let when =
        fill(words.event_when, &[("moment", &moment), ("who", &who), ("state", state_name(event.state))]);
    view! {
        <Happening when=when title=sentence(&event.kind).to_owned()>
            {event.comment.map(|comment| view! { <p class="comment">{comment}</p> })}
        </Happening>
    }
}
