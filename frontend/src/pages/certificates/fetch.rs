//! A button that fetches a file: busy while it does, and the reason beside it when that fails.

use crate::{
    api::call,
    components::*,
    download,
    failure::Failure,
    graph::task_of_the_application,
    i18n::{fill, t},
    session,
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
        busy.set(true);
        failed.set(None);
        let wanted = wanted.clone();
        let whose = session::number();
        // Not tied to the page: what was asked for arrives, even to who looks elsewhere meanwhile.
        task_of_the_application(async move {
            let answer = call(async |client| wanted.ask(client).await).await;
            let left = busy.try_set(false).is_some();
            // Names of trainees are for who asked for them, not for who comes after a sign-out.
            if session::number() != whose {
                return;
            }
            let stored = answer
                .and_then(|file| download::store(&file, &wanted.fallback()).map_err(|_| Failure::Unreadable));
            match stored {
                Ok(name) => {
                    let told = fill(words.downloaded, &[("name", &name)]);
                    if left { toasts.good(told) } else { toasts.say(told) }
                }
                Err(failure) if left => {
                    toasts.bad(fill(words.download_failed, &[("reason", &failure.message())]));
                }
                Err(failure) => failed.set(Some(failure.message())),
            }
        });
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
