//! The REST API of Forprev: each handler parses, asks one use case, and answers. `routes.rs` leads to everything.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

mod body;
mod cookies;
mod cors;
mod error;
mod form;
mod guard;
mod handlers;
mod headers;
mod metrics;
pub mod network;
pub mod openapi;
pub mod rate;
mod ready;
mod request;
mod routes;
mod shelf;
mod state;
mod upload;
mod write;

pub use error::refuse;
pub use guard::guard;
pub use routes::{configure, served};
pub use state::{Api, Options};
