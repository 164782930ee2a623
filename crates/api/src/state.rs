//! What all handlers share.

use crate::{metrics::Metrics, network::TrustedProxies, rate::RateLimit, shelf::Shelf};
use forprev_app::App;
use forprev_core::id::PersonId;
use std::{net::IpAddr, sync::Arc};

/// The largest body of JSON that is read.
pub const JSON_MAX: usize = 1024 * 1024;

/// How often a person looks a company up in a minute: far more than forms ask for.
const LOOK_UPS_A_MINUTE: u32 = 30;

/// What an operator decides of the API.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Who may say from which address a request comes.
    pub trusted_proxies: TrustedProxies,
    /// Requests a minute from one address; without a limit where not set.
    pub requests_per_minute: Option<u32>,
}

/// The API: the application, and what an operator decided.
pub struct Api {
    /// The application.
    pub app: Arc<App>,
    pub(crate) trusted_proxies: TrustedProxies,
    pub(crate) rate: Option<RateLimit<IpAddr>>,
    /// Of the register of companies, which all share: so many a minute by one person.
    pub(crate) look_ups: RateLimit<PersonId>,
    /// Whether cookies go over https only.
    pub(crate) secure: bool,
    /// Answers of the public directory.
    pub(crate) directory: Arc<Shelf>,
    pub(crate) metrics: Metrics,
}

impl Api {
    /// The API of this application.
    #[must_use]
    pub fn new(app: Arc<App>, options: Options) -> Self {
        let secure = app.settings.public_url.starts_with("https://");
        let rate = options.requests_per_minute.map(RateLimit::per_minute);
        let metrics = Metrics::of(Arc::clone(&app));
        Self {
            app,
            trusted_proxies: options.trusted_proxies,
            rate,
            look_ups: RateLimit::per_minute(LOOK_UPS_A_MINUTE),
            secure,
            directory: Arc::default(),
            metrics,
        }
    }
}
