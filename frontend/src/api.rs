//! Calls to the API, with the cookies of the browser.

use crate::{failure::Failure, graph::task_of_the_application, session, support};
use forprev_client::{CSRF_COOKIE, Client, Error};
use forprev_core::problem::{Code, Language};
use wasm_bindgen::JsCast;

/// A client of the server that this page comes from.
#[must_use]
pub fn client() -> Client {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    // The language of the page, whatever the browser asks for by itself.
    Client::of_page(&origin, csrf).in_language(Language::French).in_view(support::id())
}

fn csrf() -> Option<String> {
    let document = web_sys::window()?.document()?.dyn_into::<web_sys::HtmlDocument>().ok()?;
    let cookies = document.cookie().ok()?;
    let pairs = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('='));
    pairs.into_iter().find(|(name, _)| *name == CSRF_COOKIE).map(|(_, value)| value.to_owned())
}

/// Whether this browser may hold a session: its readable cookie lives as long as the session can be renewed.
#[must_use]
pub fn has_session() -> bool {
    csrf().is_some_and(|token| !token.is_empty())
}

/// Calls without a session: sign-in and what is public.
///
/// # Errors
/// What the server refused, or why it did not answer.
pub async fn call_signed_out<T>(ask: impl AsyncFn(&Client) -> Result<T, Error>) -> Result<T, Failure> {
    ask(&client()).await.map_err(Failure::from)
}

/// Calls for the person who is signed in. The client renews the session once when it has expired; when that fails
/// too, the session is over and the person is led to sign-in, to come back to this page.
///
/// ```ignore
/// let session = call(async move |client| client.get_session(id).await).await?;
/// ```
///
/// # Errors
/// What the server refused, or why it did not answer.
pub async fn call<T>(ask: impl AsyncFn(&Client) -> Result<T, Error>) -> Result<T, Failure> {
    ask(&client()).await.map_err(|error| {
        if error.code() == Some(Code::Unauthenticated) {
            session::ended();
            return Failure::SignedOut;
        }
        match error.code() {
            Some(Code::SupportEnded) => support::over(),
            // They became a formateur meanwhile (U5): the guard leads to what is asked.
            Some(Code::OnboardingRequired) if support::id().is_none() => {
                task_of_the_application(session::find_out());
            }
            _ => {}
        }
        Failure::from(error)
    })
}
