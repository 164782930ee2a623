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

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..40_000).prop_map(|days| day("1990-01-01").checked_add_days(Days::new(days)).unwrap())
}
