//! S14: erases what may no longer be read. Reading never waits for it: queries hide by date.

use crate::{App, Caller, Failure, accounts, audit};
use forprev_store as store;
use serde_json::json;
use std::sync::atomic::Ordering;

/// Sessions erased in one transaction: short enough that other writers hardly wait.
const BATCH: i64 = 200;

/// What a purge did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Purged {
    /// Sessions erased, with their trainees.
    pub sessions: usize,
    /// Stored answers of idempotent requests that were over a day old.
    pub answers: usize,
}

/// Erases the sessions that are due today, with all that goes with them, then leaves nothing of them in the files of
/// the base. Safe to run at any time, on several servers at once, and again after a failure.
///
/// # Errors
/// The base cannot be written; what was erased stays erased.
pub fn run(app: &App) -> Result<Purged, Failure> {
    let caller = Caller::anyone();
    let mut purged = Purged::default();
    loop {
        let sessions = app.write(&caller, |tx| {
            let due = store::purge::due(tx.conn, tx.today, BATCH)?;
            let erased = store::purge::erase(tx.conn, &due)?;
            if erased > 0 {
                audit::record(tx, "purge", "session", "", None, json!({ "sessions": erased }))?;
            }
            Ok(erased)
        })?;
        purged.sessions += sessions;
        app.purged_sessions.fetch_add(sessions as u64, Ordering::Relaxed);
        if sessions == 0 {
            break;
        }
    }
    purged.answers = app.write(&caller, crate::idempotency::forget_old)?;
    app.write(&caller, accounts::forget_old)?;
    // Also when nothing was due: a session may have been cancelled since, or the last run found the base busy.
    app.pool.leave_no_trace()?;
    Ok(purged)
}
