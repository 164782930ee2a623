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
    let list = RwSignal::new(desk.unfinished());
    let drop = move |index: usize| {
        list.update(|list| {
            list.remove(index);
        });
    };
    let offers = move || {
        list.get()
            .into_iter()
            .enumerate()
            .map(|(index, (draft, day, entry))| {
                let text = fill(words.unfinished, &[("day", &plain_day(day)), ("what", &what(&entry))]);
                let gone = draft.clone();
                let take = move |()| {
                    drop(index);
                    desk.take_over(&draft, entry.clone());
                };
                let erase = move |()| {
                    gone.erase();
                    drop(index);
                };
                view! {
                    <Notice tone=Tone::Note live=true>
                        <p>{text}</p>
                        <div class="row">
                            <Button on_press=take>{words.unfinished_take}</Button>
                            <Button weight=Weight::Quiet on_press=erase>{words.unfinished_erase}</Button>
                        </div>
                    </Notice>
                }
            })
            .collect_view()
    };
    view! { <Show when=move || !desk.is_dirty()>{offers}</Show> }
}

/// What tells one from another.
fn what(entry: &Entry) -> String {
    let words = t().session_form;
    let count = i64::try_from(entry.to_send().trainees.len()).unwrap_or(i64::MAX);
    let end = day_or(entry.content.ends_on.as_ref(), words.nothing);
    format!("{} {end}, {}", words.ends_on.to_lowercase(), words.trainees_count.of(count))
}
