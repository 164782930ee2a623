//! Forgets what nobody needs any more: what was told and sent, who looked at whose data, and how works ran.

use crate::{App, Caller, Failure};
use chrono::Duration;
use forprev_core::calendar::today_in_paris;
use forprev_store as store;

/// How long mails, what they were made of, and runs are kept: long enough to find out why something was not received.
const MONTH: Duration = Duration::days(30);
/// How long the dashboard keeps what was told.
const YEAR: Duration = Duration::days(400);

/// How long it is told who looked at whose data, and who was helped.
const LOOKS: Duration = Duration::days(365);

/// Erases what is too old. How much there was.
///
/// # Errors
/// The base cannot be written.
pub fn run(app: &App) -> Result<usize, Failure> {
    app.write(&Caller::anyone(), |tx| {
        let (month, year) = ((tx.now - MONTH).into(), (tx.now - YEAR).into());
        let looked = tx.now - LOOKS;
        Ok(store::job_run::erase_before(tx.conn, month)?
            + store::outbox::erase_before(tx.conn, month)?
            + store::mail::erase_before(tx.conn, month)?
            + store::notification::erase_before(tx.conn, year)?
            + store::account_request::erase_before(tx.conn, month)?
            + store::look::erase_before(tx.conn, today_in_paris(looked))?
            + store::support_view::erase_before(tx.conn, looked.into())?
            + store::account_recovery::erase_before(tx.conn, looked.into())?)
    })
}
