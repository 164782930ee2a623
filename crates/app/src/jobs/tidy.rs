//! Forgets what nobody needs any more: what was told and sent, and how works ran.

use crate::{App, Caller, Failure};
use chrono::Duration;
use forprev_store as store;

/// How long mails, what they were made of, and runs are kept: long enough to find out why something was not received.
const MONTH: Duration = Duration::days(30);
/// How long the dashboard keeps what was told.
const YEAR: Duration = Duration::days(400);

/// Erases what is too old. How much there was.
///
/// # Errors
/// The base cannot be written.
pub fn run(app: &App) -> Result<usize, Failure> {
    app.write(&Caller::anyone(), |tx| {
        let (month, year) = ((tx.now - MONTH).into(), (tx.now - YEAR).into());
        Ok(store::job_run::erase_before(tx.conn, month)?
            + store::outbox::erase_before(tx.conn, month)?
            + store::mail::erase_before(tx.conn, month)?
            + store::notification::erase_before(tx.conn, year)?)
    })
}
