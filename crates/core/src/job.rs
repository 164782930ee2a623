//! Scheduled work, as its page shows it (workflows.md §6).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A work that runs by itself, with its last and next runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobStatus {
    /// Its name, `purge` for example.
    pub name: String,
    /// What it does, in French.
    pub label: String,
    /// When it last began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_started_at: Option<DateTime<Utc>>,
    /// When it last ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_finished_at: Option<DateTime<Utc>>,
    /// When it runs next.
    pub next_at: DateTime<Utc>,
    /// Whether a server runs it now.
    pub running: bool,
    /// How many runs have failed since the last that went well.
    pub failures: u32,
    /// Why the last run failed, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// The last runs that did something or failed, the latest first.
    pub runs: Vec<JobRun>,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobRun {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: DateTime<Utc>,
    /// How many things it did: mails, alerts, sessions erased.
    pub done: u64,
    /// Why it failed, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}
