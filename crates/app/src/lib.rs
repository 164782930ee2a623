//! The use cases of Forprev: one function each, in one transaction, named as the operation of the API that it
//! answers. Jobs and commands call the same functions. All of it is synchronous, but for the look-up of
//! a company, which waits for somebody else.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

pub mod accounts;
pub mod agents;
pub mod attachments;
pub mod audit;
pub mod catalogue;
pub mod certificates;
mod chance;
pub mod clock;
pub mod contacts;
mod desks;
pub mod directory;
pub mod failure;
pub mod files;
pub mod formateurs;
pub mod habilitations;
pub mod idempotency;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod letters;
pub mod looks;
pub mod mail;
pub mod notifications;
pub mod oidc;
pub mod organisations;
pub mod outbox;
pub mod parameters;
pub mod people;
pub mod reference;
pub mod register;
pub mod render;
pub mod requests;
pub mod seed;
pub mod sessions;
pub mod tasks;
pub mod tx;
pub mod users;
pub mod visits;

pub use clock::Clock;
pub use failure::Failure;
pub use forprev_register::Register;
pub use idempotency::{Answer, IdempotencyKey};
pub use tx::{Caller, Tx};

use chrono::{DateTime, NaiveDate, Utc};
use forprev_core::{calendar::today_in_paris, policy::second_factor::Requirement};
use forprev_store as store;
use std::sync::{Arc, atomic::AtomicU64};

/// What an operator decides, and use cases read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The address under which people reach the application, without a slash at its end.
    pub public_url: String,
    /// Whether this is the demonstration, whose accounts are shown on the sign-in page.
    pub demo: bool,
    /// Of whom a second factor is asked (A12).
    pub second_factor: Requirement,
}

/// The application: what all its use cases share.
pub struct App {
    /// The base.
    pub pool: store::Pool,
    /// The one clock.
    pub clock: Clock,
    /// The keys that sign certificates.
    pub signing: keys::SigningKeys,
    /// The secret of sessions, tokens and digests.
    pub secret: keys::SecretKey,
    /// What the operator decided.
    pub settings: Settings,
    /// The gate before the hashing of passwords.
    pub hashing: accounts::Hashing,
    /// The requests with an idempotency key that are being answered.
    pub running: idempotency::Running,
    /// How many sessions this program has erased since it began (S14).
    pub purged_sessions: AtomicU64,
    /// At which version the public directory was last seen.
    pub directory: directory::LastSeen,
    /// What takes mails; nothing where none is configured.
    pub post: Option<Arc<dyn mail::Post>>,
    /// The provider at which people may sign in (A13); nothing where none is configured.
    pub oidc: Option<oidc::Provider>,
    /// Where the bytes of attachments are kept; nothing where there is no such place.
    pub attachments: Option<Arc<attachments::Shelf>>,
    /// The public register of companies (B19); nothing where it is off.
    pub register: Option<Register>,
    /// The looks at people's data that were noted today.
    pub looks: looks::NotedToday,
}

impl App {
    /// The application over a base that has its tables.
    #[must_use]
    pub fn new(
        pool: store::Pool,
        clock: Clock,
        signing: keys::SigningKeys,
        secret: keys::SecretKey,
        settings: Settings,
    ) -> Self {
        Self {
            pool,
            clock,
            signing,
            secret,
            settings,
            hashing: accounts::Hashing::default(),
            running: idempotency::Running::default(),
            purged_sessions: AtomicU64::default(),
            directory: directory::LastSeen::default(),
            post: None,
            oidc: None,
            attachments: None,
            register: None,
            looks: looks::NotedToday::default(),
        }
    }

    /// The same, with what takes its mails.
    #[must_use]
    pub fn with_post(self, post: Arc<dyn mail::Post>) -> Self {
        Self { post: Some(post), ..self }
    }

    /// The same, with the provider at which people may sign in.
    #[must_use]
    pub fn with_oidc(self, provider: oidc::Provider) -> Self {
        Self { oidc: Some(provider), ..self }
    }

    /// The same, with where the bytes of attachments are kept.
    #[must_use]
    pub fn with_attachments(self, shelf: Arc<attachments::Shelf>) -> Self {
        Self { attachments: Some(shelf), ..self }
    }

    /// The same, with the public register of companies.
    #[must_use]
    pub fn with_register(self, register: Register) -> Self {
        Self { register: Some(register), ..self }
    }

    /// The instant, cut to milliseconds.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The day in Paris.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        today_in_paris(self.now())
    }
}
