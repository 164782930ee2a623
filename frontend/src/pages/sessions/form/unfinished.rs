//! What was begun in another tab, one that was closed for example, and was not saved: offered while nothing is typed here.

use super::{desk::Desk, entry::Entry, when_where::day_or};
use crate::{
    components::*,
    i18n::{fill, plain_day, t},
};
use leptos::prelude::*;

/// The draft of a new session of another tab; once that is taken or erased, the next.
#[component]
pub fn Unfinished(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    let words = t().session_form;
    let offer = RwSignal::new(desk.unfinished());
    let next = move |take: bool| {
        if let Some((draft, _, entry)) = offer.get_untracked() {
            if take {
                desk.take_over(&draft, entry);
            } else {
                draft.erase();
            }
            offer.set(desk.unfinished());
        }
    };
    move || {
        let (_, day, entry) = offer.get().filter(|_| !desk.is_dirty())?;
        let text = fill(words.unfinished, &[("day", &plain_day(day)), ("what", &what(&entry))]);
        Some(view! {
            <Notice tone=Tone::Note live=true>
                <p>{text}</p>
                <div class="row">
                    <Button on_press=move |()| next(true)>{words.unfinished_take}</Button>
                    <Button weight=Weight::Quiet on_press=move |()| next(false)>
                        {words.unfinished_erase}
                    </Button>
                </div>
            </Notice>
        })
    }
}

/// What tells one from another.
fn what(entry: &Entry) -> String {
    let words = t().session_form;
    let count = i64::try_from(entry.to_send().trainees.len()).unwrap_or(i64::MAX);
    let end = day_or(entry.content.ends_on.as_ref(), words.nothing);
    format!("{} {end}, {}", words.ends_on.to_lowercase(), words.trainees_count.of(count))
}
