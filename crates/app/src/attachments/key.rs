//! The keys under which the bytes of attachments are kept: what this base's keys begin with, the month, and an identifier
//! that tells when it was made.

use crate::{App, Failure};
use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

/// A new key, that nobody guesses.
pub(super) fn new(app: &App, space: &str) -> Result<String, Failure> {
    let now = app.now();
    let mut rest = [0; 10];
    getrandom::fill(&mut rest).map_err(|_| Failure::internal("no random bytes"))?;
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
    let id = Builder::from_unix_timestamp_millis(millis, &rest).into_uuid();
    Ok(format!("{space}/{}/{id}", now.format("%Y-%m")))
}

/// When a key was made, by the clock of this program; nothing where it is none of ours.
pub(super) fn made_at(key: &str) -> Option<DateTime<Utc>> {
    let (_, id) = key.rsplit_once('/').unwrap_or(("", key));
    let (seconds, nanos) = Uuid::try_parse(id).ok()?.get_timestamp()?.to_unix();
    DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
}
