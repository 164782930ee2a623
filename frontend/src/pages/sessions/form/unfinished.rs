//! What was begun in another tab, one that was closed for example, and was not saved: offered while nothing is typed here.

use super::{desk::Desk, entry::Entry, when_where::day_or};
use crate::{
    components::*,
    draft::Draft,
    i18n::{fill, plain_day, t},
};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The drafts of new sessions of other tabs.
#[component]
pub fn Unfinished(
    /// The form.
    desk: Desk,
) -> impl IntoView {
    let words = t().session_form;
    let offers = RwSignal::new(desk.unfinished());
    let offer = move |(draft, day, entry): (Draft, NaiveDate, Entry)| {
        let text = fill(words.unfinished, &[("day", &plain_day(day)), ("what", &what(&entry))]);
        let kept = StoredValue::new(draft);
        let done = move |take: bool| {
            kept.with_value(|draft| {
                // The other tab may have gone on since, or saved it.
                let latest = draft.read::<Entry>();
                draft.erase();
                if let Some((_, entry)) = latest.filter(|_| take) {
                    desk.take_over(entry);
                }
            });
            offers.set(desk.unfinished());
        };
        view! {
            <Notice tone=Tone::Note live=true>
                <p>{text}</p>
                <div class="row">
                    <Button on_press=move |()| done(true)>{words.unfinished_take}</Button>
                    <Button weight=Weight::Quiet on_press=move |()| done(false)>
                        {words.unfinished_erase}
                    </Button>
                </div>
            </Notice>
        }
    };
    move || (!desk.is_dirty()).then(|| offers.get().into_iter().map(offer).collect_view())
}

/// What tells one from another.
fn what(entry: &Entry) -> String {
    let words = t().session_form;
    let count = i64::try_from(entry.to_send().trainees.len()).unwrap_or(i64::MAX);
    let end = day_or(entry.content.ends_on.as_ref(), words.nothing);
    format!("{} {end}, {}", words.ends_on.to_lowercase(), words.trainees_count.of(count))
}
