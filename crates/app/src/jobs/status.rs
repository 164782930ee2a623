//! How scheduled work runs, for those who look after it.

use super::ALL;
use crate::{Failure, Tx};
use forprev_core::{
    job::{JobRun, JobStatus},
    page::Page,
};
use forprev_store as store;

/// How many runs of each are told.
const RUNS: i64 = 10;

/// `GET /jobs`: each work with its last and next runs, in the order in which they run.
///
/// # Errors
/// The base cannot be read.
pub fn list_jobs(tx: &mut Tx<'_>) -> Result<Page<JobStatus>, Failure> {
    let rows = store::scheduled_run::all(tx.conn)?;
    let now: store::Instant = tx.now.into();
    let mut items = Vec::new();
    for job in ALL {
        // One that never ran is due now.
        let row = rows.iter().find(|row| row.name == job.name);
        let runs = store::job_run::last(tx.conn, job.name, RUNS)?.into_iter().map(told).collect();
        items.push(JobStatus {
            name: job.name.to_owned(),
            label: job.label.to_owned(),
            last_started_at: row.and_then(|row| row.last_started_at).map(Into::into),
            last_finished_at: row.and_then(|row| row.last_finished_at).map(Into::into),
            next_at: row.map_or(tx.now, |row| row.next_at.into()),
            running: row.and_then(|row| row.lease_until).is_some_and(|until| until > now),
            failures: row.map_or(0, |row| u32::try_from(row.failures).unwrap_or_default()),
            last_error: row.and_then(|row| row.last_error.clone()),
            runs,
        });
    }
    Ok(Page { total: items.len() as u64, items, next_cursor: None })
}

fn told(row: store::job_run::Row) -> JobRun {
    JobRun {
        started_at: row.started_at.into(),
        finished_at: row.finished_at.into(),
        done: row.done.unsigned_abs(),
        error: row.error,
    }
}
