//! Who did what. The table only grows: the base refuses to change or erase a line. Its lines are sealed afterwards
//! ([`chain`]), and read a page at a time ([`list`]).

pub mod chain;
mod list;

pub use list::{Filter, list};

use crate::{
    Connection, Instant, Json, Result,
    dialect::in_parts,
    schema::audit,
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::id::{ClientId, OrganisationId, PersonId};

/// Who did what: an act that was kept, written in the transaction of the act. Never a trainee's name.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = audit, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// When.
    pub at: Instant,
    /// Who did it, where a person did.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
    /// The system that did it, where one did.
    #[diesel(serialize_as = Maybe<ClientId>)]
    pub client_id: Option<ClientId>,
    /// What was done, `session.submit` for example.
    pub action: String,
    /// To what kind of thing.
    pub resource_kind: String,
    /// To which one.
    pub resource_id: Option<String>,
    /// Of which organisation.
    #[diesel(serialize_as = Maybe<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// On the territory of which caisse.
    pub caisse_code: Option<String>,
    /// The address it came from.
    pub address: Option<String>,
    /// What else there is to tell.
    pub detail: Option<Json<serde_json::Value>>,
}

/// Writes a line.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(audit::table).values(row).execute(c)?;
    Ok(())
}

/// Writes many.
///
/// # Errors
/// Those of the base.
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, audit, 11, rows);
    Ok(())
}

/// All that was done to one thing, oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_resource(c: &mut Connection, kind: &str, id: &str) -> Result<Vec<Row>> {
    Ok(audit::table
        .filter(audit::resource_kind.eq(kind))
        .filter(audit::resource_id.eq(id))
        .order(audit::id)
        .load(c)?)
}

/// All that a person did, oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(audit::table.filter(audit::person_id.eq(Stored(person))).order(audit::id).load(c)?)
}

/// When each of these people last signed in; who never did is left out.
///
/// # Errors
/// Those of the base.
pub fn last_logins(c: &mut Connection, people: &[PersonId]) -> Result<Vec<(PersonId, Instant)>> {
    let found: Vec<(Option<PersonId>, Option<Instant>)> = in_parts(people, |some| {
        audit::table
            // Not by the index of acts, of which sign-ins are the most: see `filtered` of the list.
            .filter(audit::action.concat("").eq("login"))
            .filter(audit::person_id.eq_any(some.iter().map(|id| Some(Stored(*id)))))
            .group_by(audit::person_id)
            .select((audit::person_id, diesel::dsl::max(audit::at)))
            .load(c)
    })?;
    Ok(found.into_iter().filter_map(|(person, at)| Some((person?, at?))).collect())
}
