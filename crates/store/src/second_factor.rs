//! Second factors of people (A12).

use crate::{Connection, Instant, Result, schema::second_factor, stored::Stored};
use diesel::prelude::*;
use forprev_core::{
    id::{PersonId, SecondFactorId},
    second_factor::FactorKind,
};

/// A second factor, as it is kept.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = second_factor, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    #[diesel(serialize_as = Stored<SecondFactorId>)]
    pub id: SecondFactorId,
    /// Whose.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// What it is.
    #[diesel(serialize_as = Stored<FactorKind>)]
    pub kind: FactorKind,
    /// What its owner calls it.
    pub name: String,
    /// The sealed secret of codes by time.
    pub secret: Option<String>,
    /// The last step of time whose code served.
    pub last_step: Option<i64>,
    /// The identifier of a passkey, base64url.
    pub credential_id: Option<String>,
    /// The passkey's public key and counter, as JSON.
    pub credential: Option<String>,
    /// When it was set up.
    pub created_at: Instant,
    /// When it last served.
    pub last_used_at: Option<Instant>,
}

// Keys and what people call their devices are for no log.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("second_factor::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Writes a new factor, unless its passkey is known already, whosever it is. Whether it was written.
///
/// # Errors
/// Those of the base.
pub fn insert_unless_known(c: &mut Connection, row: Row) -> Result<bool> {
    let written = each!(c, c => {
        diesel::insert_into(second_factor::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(written == 1)
}

/// The factors of a person, the oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(second_factor::table
        .filter(second_factor::person_id.eq(Stored(person)))
        .order(second_factor::id)
        .load(c)?)
}

/// The passkey of this identifier, where it is known.
///
/// # Errors
/// Those of the base.
pub fn by_credential_id(c: &mut Connection, credential_id: &str) -> Result<Option<Row>> {
    Ok(second_factor::table.filter(second_factor::credential_id.eq(credential_id)).first(c).optional()?)
}

/// Marks the code of a step of time as used. Whether it was the first, and none of a later step was used.
///
/// # Errors
/// Those of the base.
pub fn use_step(c: &mut Connection, id: SecondFactorId, step: i64, at: Instant) -> Result<bool> {
    let unused = second_factor::table
        .filter(second_factor::id.eq(Stored(id)))
        .filter(second_factor::last_step.is_null().or(second_factor::last_step.lt(step)));
    let set = (second_factor::last_step.eq(step), second_factor::last_used_at.eq(at));
    Ok(diesel::update(unused).set(set).execute(c)? == 1)
}

/// Records that a passkey served, with what it says of itself since. Whether it is still there.
///
/// # Errors
/// Those of the base.
pub fn used(c: &mut Connection, id: SecondFactorId, credential: &str, at: Instant) -> Result<bool> {
    let set = (second_factor::credential.eq(credential), second_factor::last_used_at.eq(at));
    Ok(diesel::update(second_factor::table.find(Stored(id))).set(set).execute(c)? == 1)
}

/// Removes one factor of a person. Whether it was there.
///
/// # Errors
/// Those of the base.
pub fn remove(c: &mut Connection, person: PersonId, id: SecondFactorId) -> Result<bool> {
    let row = second_factor::table.find(Stored(id)).filter(second_factor::person_id.eq(Stored(person)));
    Ok(diesel::delete(row).execute(c)? == 1)
}

/// Removes all the factors of a person. How many there were.
///
/// # Errors
/// Those of the base.
pub fn remove_all(c: &mut Connection, person: PersonId) -> Result<usize> {
    let all = second_factor::table.filter(second_factor::person_id.eq(Stored(person)));
    Ok(diesel::delete(all).execute(c)?)
}
