//! A2, A4: answers what was asked for without signing in. Apart from the requests, so that neither their answer nor its
//! time tells whether there is an account.

use crate::{App, Caller, Failure, accounts::request};
use forprev_store as store;

/// Requests that are looked at before the rest is asked for again.
const BATCH: i64 = 100;

/// Answers all requests that wait, each in a transaction of its own. Safe to run at any time, on several servers at
/// once, and again after a failure. How many were answered.
///
/// # Errors
/// The base cannot be written; what was answered stays so.
pub fn run(app: &App) -> Result<usize, Failure> {
    let caller = Caller::anyone();
    let mut answered = 0;
    loop {
        let waiting = app.read(&caller, |tx| Ok(store::account_request::waiting(tx.conn, BATCH)?))?;
        if waiting.is_empty() {
            return Ok(answered);
        }
        for id in waiting {
            answered += usize::from(app.write(&caller, |tx| request::answer(tx, &id))?);
        }
    }
}
