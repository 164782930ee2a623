//! The API, by HTTP, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod agents;
mod authentication;
mod bad_bodies;
mod bad_input;
mod codes;
mod concurrency;
mod directory;
mod documents;
mod erasure;
mod examples;
mod files;
mod http;
mod idempotency;
mod import;
mod invitations;
mod isolation;
mod national;
mod paging;
mod raw;
mod reach;
mod reviews;
mod roles;
mod signing_in;
mod story;
mod users;
