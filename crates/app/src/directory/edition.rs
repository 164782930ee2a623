//! Whether an answer of the directory that was kept still holds, without asking the base at each request.

use crate::{App, Failure, Tx};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use forprev_core::calendar::today_in_paris;
use forprev_store as store;
use std::sync::{Mutex, PoisonError};

/// How long a write of another server may go unseen. One of this server's own is seen at once.
pub const SEEN_WITHIN: TimeDelta = TimeDelta::seconds(1);

/// What an answer depends on beside its question: the data, and the day, by which habilitations begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    version: i64,
    day: NaiveDate,
}

/// The version that the base was last seen at.
#[derive(Debug, Default)]
pub struct LastSeen(Mutex<Option<Seen>>);

#[derive(Clone, Copy, Debug)]
struct Seen {
    version: i64,
    /// The writes of this process until then: any further one may have changed it.
    writes: u64,
    at: DateTime<Utc>,
}

/// The edition of today, where the base need not be asked: it was, less than [`SEEN_WITHIN`] ago, and this process
/// has written nothing since.
#[must_use]
pub fn known_edition(app: &App) -> Option<Edition> {
    let seen = (*app.directory.0.lock().unwrap_or_else(PoisonError::into_inner))?;
    let now = app.now();
    let recent = seen.at <= now && now - seen.at < SEEN_WITHIN;
    (recent && seen.writes == app.pool.writes())
        .then(|| Edition { version: seen.version, day: today_in_paris(now) })
}

/// The edition that this transaction reads. To be asked first of all: the snapshot of a transaction begins with its
/// first statement, and the writes of this process are counted before it.
///
/// # Errors
/// The base cannot be read.
pub fn edition(tx: &mut Tx<'_>) -> Result<Edition, Failure> {
    let writes = tx.app.pool.writes();
    let version = store::directory::version(tx.conn)?;
    let seen = Seen { version, writes, at: tx.now };
    *tx.app.directory.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
    Ok(Edition { version, day: tx.today })
}
