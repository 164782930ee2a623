//! What Forprev keeps, on SQLite or on PostgreSQL: one file for each aggregate, with its row and its named queries.
//!
//! Nothing outside this crate writes SQL. A use case takes one transaction from the [`Pool`], with
//! [`Pool::read`] or [`Pool::write`], and calls the queries inside it. A write begins by touching its aggregate
//! (`session::touch`, …), which takes its row lock and its next version: without that, two concurrent changes on
//! PostgreSQL would overwrite each other without a word.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

#[macro_use]
mod dialect;
mod schema;

pub mod access_review;
pub mod account_recovery;
pub mod account_request;
pub mod alert;
pub mod attachment;
pub mod audit;
pub mod caisse_choice;
pub mod catalogue;
pub mod certificate;
pub mod conn;
pub mod contact;
mod counted;
pub mod cursor;
pub mod delegation;
pub mod directory;
pub mod error;
pub mod federated_identity;
pub mod grid;
pub mod habilitation;
pub mod idempotency;
pub mod instant;
pub mod invitation;
pub mod job_run;
pub mod json;
pub mod letter;
pub mod look;
pub mod mail;
pub mod mail_preference;
pub mod notification;
pub mod one_time_link;
pub mod organisation;
pub mod organisation_detail;
pub mod organisation_file;
pub mod outbox;
pub mod parameter;
pub mod person;
pub mod person_merge;
pub mod place;
pub mod profile;
pub mod purge;
pub mod qualification;
pub mod recovery_code;
pub mod reference;
pub mod refresh_token;
pub mod register_watch;
pub mod request;
pub mod scheduled_run;
pub mod second_factor;
pub mod session;
pub mod setting;
pub mod sign_in;
pub mod sign_in_attempt;
pub mod sign_in_proof;
pub mod sitting;
pub mod spent_token;
pub mod statistic;
mod stored;
pub mod support_view;
#[cfg(feature = "testing")]
pub mod testing;
pub mod trainee;
mod version;
pub mod visit;

pub use conn::{Connection, Pool, PoolOptions, migrate};
pub use error::Error;
pub use instant::Instant;
pub use json::Json;

/// The answer of every query.
pub type Result<T> = std::result::Result<T, Error>;
