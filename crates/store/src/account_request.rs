//! What was asked for without signing in: an account (A2), or a new password.

use crate::{Connection, Instant, Result, schema::account_request};
use diesel::prelude::*;

/// A request that waits to be answered.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = account_request, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// `account` or `password`.
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

/// The identifiers of those that wait the longest.
///
/// # Errors
/// Those of the base.
pub fn waiting(c: &mut Connection, limit: i64) -> Result<Vec<String>> {
    Ok(account_request::table.select(account_request::id).order(account_request::id).limit(limit).load(c)?)
}

/// Takes a request out, to be answered in the same transaction: of several servers one gets it.
///
/// # Errors
/// Those of the base.
pub fn take(c: &mut Connection, id: &str) -> Result<Option<Row>> {
    let row = account_request::table.find(id);
    Ok(diesel::delete(row).returning(account_request::all_columns).get_result(c).optional()?)
}
