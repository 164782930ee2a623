//! What was asked for without signing in: an account (A2), or a new password.

use crate::{Connection, Instant, Result, schema::account_request};
use chrono::Duration;
use diesel::prelude::*;

/// A request that waits to be answered.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = account_request, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// `account`, `password` or `guessed`.
    pub kind: String,
    /// Last name, for an account.
    pub last_name: Option<String>,
    /// First name, for an account.
    pub first_name: Option<String>,
    /// Phone number, for an account.
    pub phone: Option<String>,
    /// The address, or what was typed as identifier.
    pub identifier: String,
    /// When it was made.
    pub created_at: Instant,
    /// How often it could not be answered.
    pub attempts: i32,
    /// When it is answered, or tried again.
    pub due_at: Instant,
}

// Names and addresses must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("account_request::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Writes a new request.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(account_request::table).values(row).execute(c)?;
    Ok(())
}

/// The identifiers of those that are due, the longest first.
///
/// # Errors
/// Those of the base.
pub fn waiting(c: &mut Connection, now: Instant, limit: i64) -> Result<Vec<String>> {
    Ok(account_request::table
        .filter(account_request::due_at.le(now))
        .select(account_request::id)
        .order((account_request::due_at, account_request::id))
        .limit(limit)
        .load(c)?)
}

/// Puts a request off that could not be answered, unless it was answered since: by `first`, and twice as long each time,
/// up to `longest`.
///
/// # Errors
/// Those of the base.
pub fn put_off(c: &mut Connection, id: &str, now: Instant, first: Duration, longest: Duration) -> Result<()> {
    let row = account_request::table.find(id);
    let Some(attempts) = row.select(account_request::attempts).first::<i32>(c).optional()? else {
        return Ok(());
    };
    let doubled = u32::try_from(attempts).unwrap_or_default().min(16);
    let due_at: Instant = (now.utc() + (first * 2_i32.pow(doubled)).min(longest)).into();
    let set = (account_request::attempts.eq(attempts.saturating_add(1)), account_request::due_at.eq(due_at));
    diesel::update(row).set(set).execute(c)?;
    Ok(())
}

/// Erases what was asked for before `before` and could never be answered.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    Ok(diesel::delete(account_request::table.filter(account_request::created_at.lt(before))).execute(c)?)
}

/// Takes a request out, to be answered in the same transaction: of several servers one gets it.
///
/// # Errors
/// Those of the base.
pub fn take(c: &mut Connection, id: &str) -> Result<Option<Row>> {
    let row = account_request::table.find(id);
    Ok(diesel::delete(row).returning(account_request::all_columns).get_result(c).optional()?)
}
