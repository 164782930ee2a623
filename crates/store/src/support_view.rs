//! N5: administrators who see the application as somebody else.

use crate::{Connection, Instant, Result, schema::support_view, stored::Stored};
use diesel::prelude::*;
use forprev_core::id::PersonId;

/// A view.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = support_view, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// Who sees.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub agent_id: PersonId,
    /// As whom.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// Why.
    pub reason: String,
    /// When it began.
    pub started_at: Instant,
    /// When it ends by itself.
    pub ends_at: Instant,
    /// When it was ended before.
    pub ended_at: Option<Instant>,
}

// A reason may name somebody.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("support_view::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Begins a view.
///
/// # Errors
/// [`crate::Error::InUse`] where the person does not exist.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(support_view::table).values(row).execute(c)?;
    Ok(())
}

/// As whom this agent sees by this view, while it lasts.
///
/// # Errors
/// Those of the base.
pub fn person(c: &mut Connection, id: &str, agent: PersonId, now: Instant) -> Result<Option<PersonId>> {
    Ok(support_view::table
        .find(id)
        .filter(support_view::agent_id.eq(Stored(agent)))
        .filter(support_view::ended_at.is_null())
        .filter(support_view::ends_at.gt(now))
        .select(support_view::person_id)
        .first(c)
        .optional()?)
}

/// Ends a view of this agent: as whom they saw. Nobody where it had ended.
///
/// # Errors
/// Those of the base.
pub fn end(c: &mut Connection, id: &str, agent: PersonId, now: Instant) -> Result<Option<PersonId>> {
    let row: Option<Row> = diesel::update(support_view::table)
        .filter(support_view::id.eq(id))
        .filter(support_view::agent_id.eq(Stored(agent)))
        .filter(support_view::ended_at.is_null())
        .filter(support_view::ends_at.gt(now))
        .set(support_view::ended_at.eq(now))
        .returning(support_view::all_columns)
        .get_result(c)
        .optional()?;
    Ok(row.map(|row| row.person_id))
}

/// Erases the views that began before `before`.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    Ok(diesel::delete(support_view::table.filter(support_view::started_at.lt(before))).execute(c)?)
}
