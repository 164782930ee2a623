//! Erases accounts that somebody asked for and never opened: an address and a name that serve nobody.

use super::BATCH;
use crate::{App, Caller, Failure, audit};
use chrono::Duration;
use forprev_core::{id::PersonId, policy::account::ASKED_FOR};
use forprev_store as store;
use serde_json::Value;

/// How long an account waits for its first password.
const WAITS: Duration = Duration::days(30);

/// Erases the accounts of demandeurs that are older than 30 days, have no password and whose links have ended, unless
/// something hangs on them. How many there were.
///
/// # Errors
/// The base cannot be read or written; what was erased stays erased.
pub fn run(app: &App) -> Result<usize, Failure> {
    let (caller, mut after, mut erased) = (Caller::anyone(), None, 0);
    loop {
        let found = app.read(&caller, |tx| {
            let before = (tx.now - WAITS).into();
            Ok(store::person::never_opened(tx.conn, ASKED_FOR, before, tx.now.into(), after, BATCH)?)
        })?;
        for id in &found {
            erased += usize::from(erase(app, &caller, *id)?);
        }
        after = found.last().copied();
        if after.is_none() {
            return Ok(erased);
        }
    }
}

/// Erases one, unless it was opened meanwhile or something hangs on it.
fn erase(app: &App, caller: &Caller, id: PersonId) -> Result<bool, Failure> {
    let outcome = app.write(caller, |tx| {
        let erased = store::person::erase_never_opened(tx.conn, id, tx.now.into())?;
        if erased {
            audit::record(tx, "erase_unopened_account", "person", &id.to_string(), None, Value::Null)?;
        }
        Ok(erased)
    });
    match outcome {
        Err(Failure::Store(store::Error::InUse)) => Ok(false),
        other => other,
    }
}
