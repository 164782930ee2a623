//! Failed sign-ins, by account and by address.

use crate::{Connection, Instant, Result, schema::sign_in_attempt};
use diesel::prelude::*;

/// Failed sign-ins of one account or from one address.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = sign_in_attempt, treat_none_as_default_value = false)]
pub struct Row {
    /// A hash of the account or of the address.
    pub key: String,
    /// How many in a row.
    pub failures: i32,
    /// When the last one was.
    pub last_at: Instant,
    /// Until when further ones are refused unread.
    pub blocked_until: Option<Instant>,
}

/// The failures under these keys.
///
/// # Errors
/// Those of the base.
pub fn find_all(c: &mut Connection, keys: &[String]) -> Result<Vec<Row>> {
    Ok(sign_in_attempt::table.filter(sign_in_attempt::key.eq_any(keys)).load(c)?)
}

/// Counts one more failure under a key, and answers how many there are. Failures whose last one was before `since`
/// are forgotten.
///
/// # Errors
/// Those of the base.
pub fn fail(c: &mut Connection, key: &str, at: Instant, since: Instant) -> Result<i32> {
    diesel::delete(sign_in_attempt::table)
        .filter(sign_in_attempt::key.eq(key))
        .filter(sign_in_attempt::last_at.lt(since))
        .execute(c)?;
    let first = Row { key: key.to_owned(), failures: 1, last_at: at, blocked_until: None };
    each!(&mut *c, c => {
        diesel::insert_into(sign_in_attempt::table)
            .values(first)
            .on_conflict(sign_in_attempt::key)
            .do_update()
            .set((
                sign_in_attempt::failures.eq(sign_in_attempt::failures + 1),
                sign_in_attempt::last_at.eq(at),
            ))
            .execute(c)
    })?;
    Ok(sign_in_attempt::table.find(key).select(sign_in_attempt::failures).first(c)?)
}

/// Forgets half of the failures under a key for each `half_life` since the last one.
///
/// # Errors
/// Those of the base.
pub fn fade(c: &mut Connection, key: &str, at: Instant, half_life: chrono::Duration) -> Result<()> {
    let found: Option<Row> = sign_in_attempt::table.find(key).first(c).optional()?;
    let Some(row) = found else { return Ok(()) };
    let passed = (at.utc() - row.last_at.utc()).num_seconds() / half_life.num_seconds().max(1);
    let left =
        u32::try_from(passed).ok().and_then(|halves| row.failures.checked_shr(halves)).unwrap_or_default();
    if left != row.failures {
        diesel::update(sign_in_attempt::table.find(key))
            .set(sign_in_attempt::failures.eq(left))
            .execute(c)?;
    }
    Ok(())
}

/// Refuses what comes under a key until an instant.
///
/// # Errors
/// [`crate::Error::NotFound`] where nothing failed under it.
pub fn block(c: &mut Connection, key: &str, until: Instant) -> Result<()> {
    let row = sign_in_attempt::table.find(key);
    crate::version::saved(diesel::update(row).set(sign_in_attempt::blocked_until.eq(until)).execute(c)?)
}

/// Forgets the failures under a key, after a sign-in that went well.
///
/// # Errors
/// Those of the base.
pub fn forget(c: &mut Connection, key: &str) -> Result<()> {
    diesel::delete(sign_in_attempt::table.find(key)).execute(c)?;
    Ok(())
}

/// Erases what last failed before `before`.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    Ok(diesel::delete(sign_in_attempt::table.filter(sign_in_attempt::last_at.lt(before))).execute(c)?)
}
