//! The API, by HTTP, on both databases.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod agents;
mod audit;
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
mod jobs;
mod mails;
mod merge;
mod national;
mod opening;
mod own_account;
mod paging;
mod raw;
mod reach;
mod refusal;
mod reviews;
mod roles;
mod signing_in;
mod story;
mod support;
mod users;
