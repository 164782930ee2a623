//! Removes the bytes that nobody refers to any more: of rows that were erased, and of what came and was never named because
//! a server died in the middle.

use super::{Shelf, space};
use crate::{App, Caller, Failure};
use chrono::Duration;
use forprev_store as store;

/// How old bytes are at least that nobody refers to: what comes now has its row in a moment.
const OLD: Duration = Duration::days(1);
/// How many keys are looked up at once.
const SOME: usize = 1_000;

/// Removes them. How many there were. Only what is in this base's own space: another base may share the place.
///
/// # Errors
/// The place or the base cannot be read or written; what was removed stays removed.
pub fn run(app: &App) -> Result<usize, Failure> {
    let Some(shelf) = &app.attachments else { return Ok(0) };
    let caller = Caller::anyone();
    let space = app.read(&caller, space)?;
    let before = app.now() - OLD;
    let mut removed = shelf.remove_begun_before(&space, before)?;
    for some in shelf.keys_before(&space, before)?.chunks(SOME) {
        removed += sweep(app, shelf, some)?;
    }
    Ok(removed)
}

fn sweep(app: &App, shelf: &Shelf, keys: &[String]) -> Result<usize, Failure> {
    let known = app.read(&Caller::anyone(), |tx| Ok(store::attachment::known_keys(tx.conn, keys)?))?;
    let nobodys: Vec<_> = keys.iter().filter(|key| !known.contains(*key)).cloned().collect();
    let removed = nobodys.len();
    shelf.remove(nobodys)?;
    Ok(removed)
}
