//! The rules of core, from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod account;
mod attachments;
mod communes;
mod organisation_file;
mod policy_matrix;
mod request_days;
mod request_policy;
mod request_rules;
mod session_rules;
mod tasks;
mod users;
mod written_forms;
