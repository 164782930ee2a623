//! A2, A4: answers what was asked for without signing in. Apart from the requests, so that neither their answer nor its
//! time tells whether there is an account.

use crate::{App, Caller, Failure, accounts::request};
use chrono::Duration;
use forprev_store as store;

/// Requests that are looked at before the rest is asked for again.
const BATCH: i64 = 100;

/// The wait after a first failure; it doubles, up to the longest.
const FIRST_WAIT: Duration = Duration::minutes(1);
/// However often it failed, it is tried again after this time.
const LONGEST_WAIT: Duration = Duration::hours(6);

/// Answers all requests that are due, each in a transaction of its own; one that fails is put off, and those behind it go
/// on. Safe to run at any time, on several servers at once, and again after a failure. How many were answered.
///
/// # Errors
/// The base cannot be written, or a request failed; what was answered stays so.
pub fn run(app: &App) -> Result<usize, Failure> {
    let caller = Caller::anyone();
    let (mut answered, mut failed) = (0, None);
    loop {
        let due =
            app.read(&caller, |tx| Ok(store::account_request::waiting(tx.conn, tx.now.into(), BATCH)?))?;
        if due.is_empty() {
            return failed.map_or(Ok(answered), Err);
        }
        for id in due {
            match app.write(&caller, |tx| request::answer(tx, &id)) {
                Ok(here) => answered += usize::from(here),
                Err(failure) => {
                    app.write(&caller, |tx| {
                        let (now, first, longest) = (tx.now.into(), FIRST_WAIT, LONGEST_WAIT);
                        Ok(store::account_request::put_off(tx.conn, &id, now, first, longest)?)
                    })?;
                    failed = Some(failure);
                }
            }
        }
    }
}
