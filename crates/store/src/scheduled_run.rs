//! Works that run by themselves, once on however many servers.

use crate::{Connection, Instant, Result, schema::scheduled_run};
use diesel::prelude::*;

/// A work that runs by itself: its last run and its next.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = scheduled_run, treat_none_as_default_value = false)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// When it last began.
    pub last_started_at: Option<Instant>,
    /// When it last ended.
    pub last_finished_at: Option<Instant>,
    /// When it runs next.
    pub next_at: Instant,
    /// Why the last run failed, where it did.
    pub last_error: Option<String>,
}

/// Makes a work known, to run first at `first`; one that is known stays as it is.
///
/// # Errors
/// Those of the base.
pub fn register(c: &mut Connection, name: &str, first: Instant) -> Result<()> {
    let row = Row {
        name: name.to_owned(),
        last_started_at: None,
        last_finished_at: None,
        next_at: first,
        last_error: None,
    };
    each!(c, c => diesel::insert_into(scheduled_run::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Takes a work that is due, so that no other server runs it too: it is due again at `next`. Whether it was to be
/// had.
///
/// # Errors
/// Those of the base.
pub fn take(c: &mut Connection, name: &str, now: Instant, next: Instant) -> Result<bool> {
    let due =
        scheduled_run::table.filter(scheduled_run::name.eq(name)).filter(scheduled_run::next_at.le(now));
    let set = (scheduled_run::last_started_at.eq(now), scheduled_run::next_at.eq(next));
    Ok(diesel::update(due).set(set).execute(c)? == 1)
}

/// Records how a run ended.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn finish(c: &mut Connection, name: &str, at: Instant, error: Option<&str>) -> Result<()> {
    let row = scheduled_run::table.find(name);
    let set = (scheduled_run::last_finished_at.eq(at), scheduled_run::last_error.eq(error));
    crate::version::saved(diesel::update(row).set(set).execute(c)?)
}

/// All the works, by name.
///
/// # Errors
/// Those of the base.
pub fn all(c: &mut Connection) -> Result<Vec<Row>> {
    Ok(scheduled_run::table.order(scheduled_run::name).load(c)?)
}
