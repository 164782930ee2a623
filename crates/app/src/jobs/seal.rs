//! Seals the lines of the log that were written since, every few seconds: see [`crate::audit::chain`].

use crate::{App, Caller, Failure, audit::chain};
use forprev_store::audit::chain as store;

/// Lines sealed in one transaction.
const BATCH: i64 = 500;

/// Seals all lines that wait. How many there were. Safe to run at any time, on several servers at once, and again after
/// a failure.
///
/// # Errors
/// The base cannot be written; what was sealed stays sealed.
pub fn run(app: &App) -> Result<usize, Failure> {
    let caller = Caller::anyone();
    let mut sealed = 0;
    // Looking takes no lock: mostly there is nothing to do.
    while app.read(&caller, |tx| Ok(store::is_pending(tx.conn)?))? {
        let count = app.write(&caller, |tx| {
            let head = store::touch(tx.conn)?;
            let lines = store::pending(tx.conn, BATCH)?;
            let (seals, head) = chain::sealed(&head, &lines, &tx.app.secret);
            let count = seals.len();
            if count > 0 {
                store::seal(tx.conn, seals, head)?;
            }
            Ok(count)
        })?;
        // Another server was faster, or lines are gone that waited.
        if count == 0 {
            break;
        }
        sealed += count;
    }
    Ok(sealed)
}
