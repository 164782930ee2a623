//! Versions: how a change finds out that another came first.

use crate::{Error, Result};

/// Whether the version that was just taken follows the one that the caller knew.
pub(crate) fn taken(now: i64, expected: Option<i64>) -> Result<()> {
    // The caller's error ends the transaction, and with it the version that was taken.
    if expected.is_none_or(|version| version + 1 == now) { Ok(()) } else { Err(Error::Stale) }
}

/// Whether an update found its row.
pub(crate) fn saved(rows: usize) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::NotFound) }
}
