//! A button that fetches a file: busy while it does, and the reason beside it when that fails.

use crate::{
    api::call,
    components::*,
    download,
    failure::Failure,
    i18n::{fill, t},
};
use forprev_client::{Client, Error, File};
use leptos::prelude::*;

/// Which file.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    One(String),
    Pdf(forprev_core::id::SessionId),
    Zip(forprev_core::id::SessionId),
}

impl Wanted {
    async fn ask(&self, client: &Client) -> Result<File, Error> {
        match self {
            Self::One(number) => client.get_certificate_pdf(number).await,
            Self::Pdf(id) => client.get_certificates_pdf(*id).await,
            Self::Zip(id) => client.get_certificates_zip(*id).await,
        }
    }

    fn fallback(&self) -> String {
        let words = t().certificates;
        match self {
            Self::One(number) => fill(words.file_one, &[("number", number)]),
            Self::Pdf(_) => words.file_pdf.to_owned(),
            Self::Zip(_) => words.file_zip.to_owned(),
        }
    }
}

/// The button.
#[component]
pub(super) fn Fetch(
    wanted: Wanted,
    #[prop(optional)] weight: Weight,
    #[prop(optional)] small: bool,
    /// Whose certificate, for screen readers.
    #[prop(optional, into)]
    about: String,
    children: Children,
) -> impl IntoView {
    let words = t().certificates;
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let toasts = Toasts::here();
    let press = move |()| {
        failed.set(None);
        let (wanted, fallback) = (wanted.clone(), wanted.fallback());
        let coming = async move { call(async |client| wanted.ask(client).await).await };
        let then = move |here: bool, stored: Result<String, Failure>| match stored {
            Ok(name) => {
                let told = fill(words.downloaded, &[("name", &name)]);
                if here { toasts.say(told) } else { toasts.good(told) }
            }
            Err(failure) if here => failed.set(Some(failure.message())),
            Err(failure) => {
                toasts.bad(fill(words.download_failed, &[("reason", &failure.message())]));
            }
        };
        download::fetch(Box::pin(coming), fallback, busy, Box::new(then));
    };
    view! {
        <div class="stack-tight fetch">
            <Button
                weight=weight
                small=small
                icon=outline::DOWNLOAD
                busy=busy
                about=Signal::stored(about)
                on_press=press
            >
                {children()}
            </Button>
            <div role="alert">
                {move || failed.get().map(|message| view! { <p class="field-error">{message}</p> })}
            </div>
        </div>
    }
}
