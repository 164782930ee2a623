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
    /// Until when a server has it, where one runs it.
    pub lease_until: Option<Instant>,
    /// How many runs have failed since the last that went well.
    pub failures: i32,
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
        lease_until: None,
        failures: 0,
    };
    each!(c, c => diesel::insert_into(scheduled_run::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Takes a work that is due, until `lease_until` at the most, so that no other server runs it too. Whether it was to be
/// had: not while another server has it, unless that one has died.
///
/// # Errors
/// Those of the base.
pub fn take(c: &mut Connection, name: &str, now: Instant, lease_until: Instant) -> Result<bool> {
    let due = scheduled_run::table
        .filter(scheduled_run::name.eq(name))
        .filter(scheduled_run::next_at.le(now))
        .filter(scheduled_run::lease_until.is_null().or(scheduled_run::lease_until.le(now)));
    let set = (scheduled_run::last_started_at.eq(now), scheduled_run::lease_until.eq(lease_until));
    Ok(diesel::update(due).set(set).execute(c)? == 1)
}

/// Records how a run ended, and when the next is due. Nothing where its lease has passed to another server.
///
/// # Errors
/// Those of the base.
pub fn finish(
    c: &mut Connection,
    name: &str,
    lease_until: Instant,
    at: Instant,
    next: Instant,
    error: Option<&str>,
) -> Result<()> {
    let ours = scheduled_run::table
        .filter(scheduled_run::name.eq(name))
        .filter(scheduled_run::lease_until.eq(lease_until));
    let common = (
        scheduled_run::last_finished_at.eq(at),
        scheduled_run::next_at.eq(next),
        scheduled_run::last_error.eq(error),
        scheduled_run::lease_until.eq(None::<Instant>),
    );
    match error {
        None => diesel::update(ours).set((common, scheduled_run::failures.eq(0))).execute(c)?,
        Some(_) => diesel::update(ours)
            .set((common, scheduled_run::failures.eq(scheduled_run::failures + 1)))
            .execute(c)?,
    };
    Ok(())
}

/// All the works, by name.
///
/// # Errors
/// Those of the base.
pub fn all(c: &mut Connection) -> Result<Vec<Row>> {
    Ok(scheduled_run::table.order(scheduled_run::name).load(c)?)
}
