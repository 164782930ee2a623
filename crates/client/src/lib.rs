//! A typed client of the Forprev API: one method an operation, of the operation's name, with the types of
//! `forprev-core`. In a browser its cookies are the browser's; elsewhere it keeps its own.
//!
//! ```no_run
//! # async fn example() -> Result<(), forprev_client::Error> {
//! use forprev_client::{Client, Write};
//! use forprev_core::{session::NewSession, sign_in::Credentials};
//!
//! let client = Client::new("http://localhost:8080");
//! let identifier = "gestionnaire@demo.example".to_owned();
//! client.login(&Credentials { identifier, password: "demo-forprev-2026".to_owned() }).await?;
//! let draft = NewSession { habilitation_id: "0198c0de-…".to_owned(), ..NewSession::default() };
//! let session = client.create_session(&draft, Write::once("our-reference-17")).await?;
//! client.submit_session(session.id, Write::default()).await?;
//! # Ok(())
//! # }
//! ```

mod account;
mod attachment;
mod call;
mod certificate;
mod contact;
mod error;
mod habilitation;
mod http;
pub mod json;
mod letter;
mod notification;
mod oidc;
mod organisation;
mod people;
mod recovery;
mod reference;
mod request;
mod second_factor;
mod session;
mod sitting;
mod user;
mod visit;
mod write;

pub use attachment::Sending;
pub use call::File;
pub use error::Error;
pub use write::Write;

use forprev_core::problem::Language;
use http::Http;
use std::{fmt, sync::Arc};

/// The answer of every method.
pub type Result<T> = std::result::Result<T, Error>;

/// Gives the value of the readable cookie `forprev_csrf`.
type CsrfCookie = Arc<dyn Fn() -> Option<String> + Send + Sync>;

/// A client of one server, for one caller. Cloning it shares the sign-in.
#[derive(Clone)]
pub struct Client {
    http: Http,
    base: String,
    csrf: CsrfCookie,
    language: Option<Language>,
    bearer: Option<String>,
    view: Option<String>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Client {
    /// A client of the server at this address, `https://forprev.example` for example.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn new(base: &str) -> Self {
        use reqwest::cookie::{CookieStore, Jar};
        let jar = Arc::new(Jar::default());
        let http = Http::of(|| reqwest::Client::builder().cookie_provider(Arc::clone(&jar)));
        let address = reqwest::Url::parse(base);
        let csrf = move || {
            let cookies = jar.cookies(address.as_ref().ok()?)?;
            let pairs = cookies.to_str().ok()?.split("; ");
            pairs
                .filter_map(|pair| pair.split_once('='))
                .find(|(name, _)| *name == CSRF_COOKIE)
                .map(|(_, value)| value.to_owned())
        };
        Self::with(http, base, Arc::new(csrf))
    }

    /// A client for a page of the server at this address, the page's own origin: the cookies are the browser's. `csrf`
    /// gives the value of the cookie `forprev_csrf`, which the page reads from `document.cookie`.
    #[must_use]
    pub fn of_page(base: &str, csrf: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        Self::with(Http::default(), base, Arc::new(csrf))
    }

    fn with(http: Http, base: &str, csrf: CsrfCookie) -> Self {
        Self {
            http,
            base: base.trim_end_matches('/').to_owned(),
            csrf,
            language: None,
            bearer: None,
            view: None,
        }
    }

    /// The same client, answered in this language.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// The same client, with an access token instead of cookies.
    #[must_use]
    pub fn with_token(mut self, token: impl Into<String>) -> Self {
        self.bearer = Some(token.into());
        self
    }

    /// The same client, that reads in this support view (N5); in none where there is none.
    #[must_use]
    pub fn in_view(mut self, id: Option<String>) -> Self {
        self.view = id;
        self
    }

    /// The server's address, without a slash at its end.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }
}

/// The readable cookie whose value stands in `X-CSRF-Token` on writes.
pub const CSRF_COOKIE: &str = "forprev_csrf";
