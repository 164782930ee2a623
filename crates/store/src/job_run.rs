//! Runs of scheduled work that did something or failed.

use crate::{Connection, Instant, Result, schema::job_run};
use diesel::prelude::*;

/// One run.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = job_run, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// Of which work.
    pub name: String,
    /// When it began.
    pub started_at: Instant,
    /// When it ended.
    pub finished_at: Instant,
    /// How many things it did.
    pub done: i64,
    /// Why it failed, where it did.
    pub error: Option<String>,
}

/// Writes a run.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(job_run::table).values(row).execute(c)?;
    Ok(())
}

/// The last runs of a work, the latest first.
///
/// # Errors
/// Those of the base.
pub fn last(c: &mut Connection, name: &str, limit: i64) -> Result<Vec<Row>> {
    Ok(job_run::table.filter(job_run::name.eq(name)).order(job_run::id.desc()).limit(limit).load(c)?)
}

/// Erases the runs that ended before an instant.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    Ok(diesel::delete(job_run::table.filter(job_run::finished_at.lt(before))).execute(c)?)
}
