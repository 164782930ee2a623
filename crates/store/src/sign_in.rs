//! Sign-ins, as their owner sees them (A14). Whether one still holds, its refresh tokens say.

use crate::{Connection, Instant, Result, schema::sign_in, stored::Stored};
use diesel::prelude::*;
use forprev_core::id::PersonId;

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = sign_in, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier: the family of its refresh tokens, a UUIDv7.
    pub id: String,
    /// Whose.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// Browser and system in words.
    pub device: String,
    /// Digest of the cookie by which this browser is known again to this person.
    pub device_digest: String,
    /// The network that it came from, where it is known.
    pub network: Option<String>,
    /// When it began.
    pub created_at: Instant,
    /// When it was last renewed.
    pub last_seen_at: Instant,
}

/// Writes a new sign-in.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(sign_in::table).values(row).execute(c)?;
    Ok(())
}

/// All of a person's that are remembered, newest first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(sign_in::table.filter(sign_in::person_id.eq(Stored(person))).order(sign_in::id.desc()).load(c)?)
}

/// Notes that one was renewed. One from before this was kept is not there.
///
/// # Errors
/// Those of the base.
pub fn seen(c: &mut Connection, id: &str, at: Instant) -> Result<()> {
    diesel::update(sign_in::table.find(id)).set(sign_in::last_seen_at.eq(at)).execute(c)?;
    Ok(())
}

/// Erases those that were last seen before `before`.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    Ok(diesel::delete(sign_in::table.filter(sign_in::last_seen_at.lt(before))).execute(c)?)
}

/// Erases all of a person's, when they close their account.
///
/// # Errors
/// Those of the base.
pub fn erase_of(c: &mut Connection, person: PersonId) -> Result<usize> {
    Ok(diesel::delete(sign_in::table.filter(sign_in::person_id.eq(Stored(person)))).execute(c)?)
}
