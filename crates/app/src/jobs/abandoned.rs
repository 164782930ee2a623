//! Erases organisation files that were given up, with their attachments, once they can no longer be taken up again (B4).

use crate::{App, Caller, Failure, audit};
use chrono::Days;
use forprev_core::{
    id::OrganisationFileId,
    organisation::file::{FileState, RESTORABLE_DAYS, erased_from},
};
use forprev_store as store;
use serde_json::Value;

/// Erases the files that were given up more than 30 days ago. How many there were.
///
/// # Errors
/// The base cannot be read or written; what was erased stays erased.
pub fn run(app: &App) -> Result<usize, Failure> {
    let caller = Caller::anyone();
    let due = app.read(&caller, |tx| {
        Ok(store::organisation_file::abandoned_before(tx.conn, tx.today - Days::new(RESTORABLE_DAYS))?)
    })?;
    let mut erased = 0;
    for id in due {
        erased += usize::from(erase(app, &caller, id)?);
    }
    Ok(erased)
}

/// Erases one, unless it was taken up again meanwhile.
fn erase(app: &App, caller: &Caller, id: OrganisationFileId) -> Result<bool, Failure> {
    app.write(caller, |tx| {
        let row = match store::organisation_file::touch(tx.conn, id) {
            Err(store::Error::NotFound) => return Ok(false),
            other => other?,
        };
        let due = row.abandoned_on.is_some_and(|day| erased_from(day) <= tx.today);
        if row.state != FileState::Abandoned || !due {
            return Ok(false);
        }
        store::organisation_file::erase(tx.conn, id)?;
        audit::record(
            tx,
            "erase_abandoned_file",
            "organisation_file",
            &id.to_string(),
            row.organisation_id,
            Value::Null,
        )?;
        Ok(true)
    })
}
