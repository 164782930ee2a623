//! Calls to the API: with the session's cookies, renewed once when they have expired.

use crate::{failure::Failure, session};
use forprev_core::{
    actor::Me,
    endpoint::{self, Endpoint, Method},
    problem::{Code, Problem},
    sign_in::{Credentials, Demo},
    task::Task,
};
use serde::{Serialize, de::DeserializeOwned};

/// The operations.
#[derive(Clone, Debug, Default)]
pub struct Client {
    http: reqwest::Client,
}

impl Client {
    async fn ask<T: DeserializeOwned>(&self, endpoint: Endpoint, body: Option<&impl Serialize>) -> Result<T, Failure> {
        let window = web_sys::window().ok_or(Failure::Unreachable)?;
        let origin = window.location().origin().map_err(|_| Failure::Unreachable)?;
        let method = match endpoint.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut request = self.http.request(method, format!("{origin}{}", endpoint.path));
        if let Some(token) = csrf() {
            request = request.header("X-CSRF-Token", token);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.map_err(|_| Failure::Unreachable)?;
        let status = answer.status();
        let text = answer.text().await.map_err(|_| Failure::Unreachable)?;
        if status.is_success() {
            let text = if text.is_empty() { "null" } else { &text };
            return serde_json::from_str(text).map_err(|_| Failure::Unreadable);
        }
        match serde_json::from_str::<Problem>(&text) {
            Ok(problem) => Err(Failure::Refused(Box::new(problem))),
            Err(_) => Err(Failure::Unreadable),
        }
    }

    pub async fn login(&self, credentials: &Credentials) -> Result<serde_json::Value, Failure> {
        self.ask(endpoint::LOGIN, Some(credentials)).await
    }
    pub async fn refresh(&self) -> Result<serde_json::Value, Failure> {
        self.ask(endpoint::REFRESH, None::<&()>).await
    }
    pub async fn logout(&self) -> Result<serde_json::Value, Failure> {
        self.ask(endpoint::LOGOUT, None::<&()>).await
    }
    pub async fn get_me(&self) -> Result<Me, Failure> {
        self.ask(endpoint::GET_ME, None::<&()>).await
    }
    pub async fn get_demo(&self) -> Result<Demo, Failure> {
        self.ask(endpoint::GET_DEMO, None::<&()>).await
    }
    pub async fn list_tasks(&self) -> Result<forprev_core::page::Page<Task>, Failure> {
        self.ask(endpoint::LIST_TASKS, None::<&()>).await
    }
}

fn csrf() -> Option<String> {
    use wasm_bindgen::JsCast;
    let document = web_sys::window()?.document()?.dyn_into::<web_sys::HtmlDocument>().ok()?;
    let cookies = document.cookie().ok()?;
    cookies.split(';').find_map(|cookie| cookie.trim().strip_prefix("forprev_csrf=").map(str::to_owned))
}

/// Calls without a session: sign-in and what is public.
pub async fn call_signed_out<T>(ask: impl AsyncFn(&Client) -> Result<T, Failure>) -> Result<T, Failure> {
    ask(&Client::default()).await
}

/// Calls for the person who is signed in. When the access token has expired it is renewed once and the call made
/// again; when that fails too, the session is over and the person is led to sign-in, to come back to this page.
///
/// ```ignore
/// let session = call(async move |client| client.get_session(id).await).await?;
/// ```
///
/// # Errors
/// What the server refused, or why it did not answer.
pub async fn call<T>(ask: impl AsyncFn(&Client) -> Result<T, Failure>) -> Result<T, Failure> {
    let client = Client::default();
    let first = ask(&client).await;
    if !is_signed_out(&first) {
        return first;
    }
    match client.refresh().await {
        Ok(_) => {}
        // No network: the session may well be alive, and nothing typed should be left behind.
        Err(Failure::Unreachable) => return Err(Failure::Unreachable),
        Err(_) => {
            session::ended();
            return Err(Failure::SignedOut);
        }
    }
    let second = ask(&client).await;
    if is_signed_out(&second) {
        session::ended();
        return Err(Failure::SignedOut);
    }
    second
}

fn is_signed_out<T>(answer: &Result<T, Failure>) -> bool {
    matches!(answer, Err(Failure::Refused(problem)) if problem.status == 401 && problem.code == Code::Unauthenticated)
}
