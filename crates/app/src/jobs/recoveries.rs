//! A15: recoveries whose delay is over.

use crate::{App, Caller, Failure, people};
use forprev_store as store;

/// Completes those that two agents want and nobody refused, and ends those that nobody confirmed, each in a transaction
/// of its own: one that fails keeps none of the others. Safe to run at any time, on several servers at once, and again
/// after a failure. How many it did.
///
/// # Errors
/// The base cannot be written; what was done stays done.
pub fn run(app: &App) -> Result<usize, Failure> {
    let caller = Caller::anyone();
    let (mut done, mut failed) = (0, None);
    for id in app.read(&caller, |tx| Ok(store::account_recovery::due(tx.conn, tx.now.into())?))? {
        match app.write(&caller, |tx| people::finish(tx, &id)) {
            Ok(here) => done += usize::from(here),
            Err(failure) => failed = Some(failure),
        }
    }
    failed.map_or(Ok(done), Err)
}
