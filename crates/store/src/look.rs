//! Who looked at whose data: one row a reader, person, day and way of looking.

use crate::{
    Connection, Instant, Result,
    schema::look,
    stored::{Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::id::{OrganisationId, PersonId};

/// That somebody looked at somebody's data.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = look, treat_none_as_default_value = false)]
pub struct Row {
    /// Who looked: a person, or a system.
    pub reader_id: String,
    /// At whose data.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// The day, in Paris.
    pub day: NaiveDate,
    /// How: `formateur`, `search`, `record`, `session`, `candidate` or `support`.
    pub what: String,
    /// For which organisation.
    #[diesel(serialize_as = Maybe<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// For which caisse.
    pub caisse_code: Option<String>,
    /// When it was first, that day.
    pub first_at: Instant,
}

/// Notes looks; those that were noted that day already stay as they are.
///
/// # Errors
/// Those of the base.
pub fn note(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    // In one order, so that two who note the same do not wait for each other.
    let mut rows = rows;
    rows.sort_by(|a, b| (&a.reader_id, a.person_id).cmp(&(&b.reader_id, b.person_id)));
    for row in rows {
        each!(&mut *c, c => diesel::insert_into(look::table).values(row).on_conflict_do_nothing().execute(c))?;
    }
    Ok(())
}

/// All looks at the data of these accounts of one person newest first, `limit` at the most.
///
/// # Errors
/// Those of the base.
pub fn of_accounts(c: &mut Connection, accounts: &[PersonId], limit: i64) -> Result<Vec<Row>> {
    Ok(look::table
        .filter(look::person_id.eq_any(accounts.iter().copied().map(Stored)))
        .order((look::first_at.desc(), look::reader_id, look::what))
        .limit(limit)
        .load(c)?)
}

/// Erases the looks of before a day.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: NaiveDate) -> Result<usize> {
    Ok(diesel::delete(look::table.filter(look::day.lt(before))).execute(c)?)
}
