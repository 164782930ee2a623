//! The rules of Forprev, as pure functions and types that the API, the jobs and the browser share.
//!
//! Nothing here reads a clock, a file, a socket or a database: facts and days come in as arguments. A rule lives
//! once, is named as in the specification (`S1`, `H11`, …), and answers with the same [`problem::Code`] and the
//! same French sentence wherever it is asked.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

pub mod account;
pub mod actor;
pub mod alert;
pub mod attachment;
pub mod audit;
pub mod calendar;
pub mod catalogue;
pub mod certificate;
pub mod contact;
pub mod email;
pub mod endpoint;
pub mod format;
pub mod formateur;
pub mod forprev_number;
pub mod habilitation;
pub mod id;
pub mod job;
pub mod letter;
pub mod mail;
pub mod notification;
pub mod oidc;
pub mod organisation;
pub mod page;
pub mod parameters;
pub mod policy;
pub mod postal_code;
pub mod problem;
pub mod query;
pub mod recovery;
pub mod request;
pub mod second_factor;
pub mod session;
pub mod shape;
pub mod sign_in;
pub mod support;
pub mod task;
pub mod text;
pub mod user;
pub mod visit;
