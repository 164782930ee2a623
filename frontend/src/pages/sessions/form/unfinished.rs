//! What was begun in another tab, one that was closed for example, and was not saved: offered while nothing is typed here.

use super::{desk::Desk, entry::Entry, when_where::day_or};
use crate::{
    components::*,
    i18n::{fill, plain_day, t},
};
use leptos::prelude::*;

/// The drafts of new sessions of other tabs.
#[component]
pub fn Unfinished(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    let words = t().session_form;
    let offers = desk.unfinished().into_iter().map(|(draft, day, entry)| {
        let text = fill(words.unfinished, &[("day", &plain_day(day)), ("what", &what(&entry))]);
        let (shown, draft) = (RwSignal::new(true), StoredValue::new((draft, entry)));
        let text = StoredValue::new(text);
        let take = move |()| {
            shown.set(false);
            let (draft, entry) = draft.get_value();
            desk.take_over(&draft, entry);
        };
        let erase = move |()| {
            shown.set(false);
            draft.with_value(|(draft, _)| draft.erase());
        };
        view! {
            <Show when=move || shown.get() && !desk.is_dirty()>
                <Notice tone=Tone::Note live=true>
                    <p>{text.get_value()}</p>
                    <div class="row">
                        <Button on_press=take>{words.unfinished_take}</Button>
                        <Button weight=Weight::Quiet on_press=erase>{words.unfinished_erase}</Button>
                    </div>
                </Notice>
            </Show>
        }
    });
    offers.collect_view()
}

/// What tells one from another.
fn what(entry: &Entry) -> String {
    let words = t().session_form;
    let count = i64::try_from(entry.to_send().trainees.len()).unwrap_or(i64::MAX);
    let end = day_or(entry.content.ends_on.as_ref(), words.nothing);
    format!("{} {end}, {}", words.ends_on.to_lowercase(), words.trainees_count.of(count))
}
