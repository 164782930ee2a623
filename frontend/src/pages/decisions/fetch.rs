//! A button that fetches a letter as PDF: busy while it does, and the reason beside it when that fails.

use crate::{
    components::*,
    download::{self, Coming},
    failure::Failure,
    i18n::{fill, t},
};
use leptos::prelude::*;

/// The button.
#[component]
pub(super) fn FetchPdf(
    /// Begins to fetch it.
    #[prop(into)]
    ask: Callback<(), Coming>,
    /// The name under which it is stored where the server gives none.
    fallback: &'static str,
    #[prop(optional)] weight: Weight,
    children: Children,
) -> impl IntoView {
    let words = t().decisions;
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let toasts = Toasts::here();
    let press = move |()| {
        failed.set(None);
        let then = move |here: bool, stored: Result<String, Failure>| match stored {
            Ok(name) => {
                let told = fill(words.downloaded, &[("name", &name)]);
                if here { toasts.say(told) } else { toasts.good(told) }
            }
            Err(failure) if here => {
                let first = failure.faults().first().map(|fault| fault.message.clone());
                failed.set(Some(first.unwrap_or_else(|| failure.message())));
            }
            Err(failure) => {
                toasts.bad(fill(words.download_failed, &[("reason", &failure.message())]));
            }
        };
        download::fetch(ask.run(()), fallback.to_owned(), busy, Box::new(then));
    };
    view! {
        <div class="stack-tight fetch">
            <Button weight=weight icon=outline::DOWNLOAD busy=busy on_press=press>{children()}</Button>
            <div role="alert">
                {move || failed.get().map(|message| view! { <p class="field-error">{message}</p> })}
            </div>
        </div>
    }
}
