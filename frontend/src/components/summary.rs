//! What is wrong with a form, at its top, each with a link to its field.

use super::{
    button::{Button, Weight},
    feedback::{Notice, Tone},
};
use super::{icon::Icon, outline};
use crate::{
    form::{FormState, Shown},
    graph::memo,
    i18n::{fill, plain_day, short_day, t},
};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The summary of a form's errors. Empty until the form was sent once.
#[component]
pub fn ErrorSummary(
    /// The state of the form: `form.state()`.
    of: FormState,
) -> impl IntoView {
    let failure = of.failure();
    let list = memo(move || of.summary());
    let wrong = memo(move || !list.with(Vec::is_empty) || failure.with(Option::is_some));
    let title = move || {
        if failure.with(Option::is_some) {
            t().parts.summary_failed.to_owned()
        } else {
            t().parts.summary.of(i64::try_from(list.with(Vec::len)).unwrap_or(i64::MAX))
        }
    };
    let told = move || {
        failure.get().map(|failure| {
            let request_id = failure.request_id().map(|id| fill(t().parts.request_id, &[("id", id)]));
            view! {
                <p>{failure.message()}</p>
                {request_id.map(|text| view! { <p class="small">{text}</p> })}
            }
        })
    };
    let links = move || {
        let message = failure.with(|failure| failure.as_ref().map(|failure| failure.message()));
        list.get()
            .into_iter()
            .filter(|shown| !(shown.pointer.is_empty() && Some(&shown.message) == message.as_ref()))
            .map(|shown| view! { <li>{line(of, shown)}</li> })
            .collect_view()
    };
    view! {
        <div role="alert">
            <Show when=move || wrong.get()>
                <div class="notice" data-tone="bad" id=of.summary_id() tabindex="-1">
                    <Icon of=outline::CIRCLE_ALERT/>
                    <div class="notice-body">
                        <h2 class="notice-title">{title}</h2>
                        {told}
                        <ul>{links}</ul>
                    </div>
                </div>
            </Show>
        </div>
    }
}

fn line(of: FormState, Shown { pointer, label, message }: Shown) -> AnyView {
    let words = match label {
        Some(label) => format!("{label} : {message}"),
        None => message,
    };
    if pointer.is_empty() {
        return words.into_any();
    }
    let href = format!("#{}", of.element_id(&pointer));
    view! {
        <a
            href=href
            // The router would take the link for a change of page.
            rel="external"
            on:click=move |event| {
                event.prevent_default();
                of.focus(&pointer);
            }
        >
            {words}
        </a>
    }
    .into_any()
}

/// Says that a draft was found on this device, and offers to throw it away. Nothing where none was found.
#[component]
pub fn DraftNotice(
    /// The day of what was found: what `Form::keep` gave, as long as there is a way back.
    found: RwSignal<Option<NaiveDate>>,
    /// Puts the form back to its beginning.
    #[prop(into)]
    on_discard: Callback<()>,
    /// The button's words, where the beginning is not an empty page.
    #[prop(optional, into)]
    discard_words: Option<&'static str>,
) -> impl IntoView {
    let discard = Callback::new(move |()| {
        on_discard.run(());
        found.set(None);
    });
    move || {
        found.get().map(|day| {
            view! {
                <Notice tone=Tone::Note live=true>
                    <p>{fill(t().parts.draft_restored, &[("day", &plain_day(day))])}</p>
                    <Button weight=Weight::Quiet on_press=discard>{discard_words.unwrap_or(t().parts.draft_discard)}</Button>
                </Notice>
            }
        })
    }
}

/// Tells, in a line, that what stands in a small form was typed on this day.
pub fn restored_line(day: NaiveDate) -> impl IntoView {
    view! { <p class="muted small">{fill(t().parts.draft_restored, &[("day", &short_day(day))])}</p> }
}
