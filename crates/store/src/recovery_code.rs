//! Recovery codes: what opens an account whose second factors are lost, each once.

use crate::{Connection, Instant, Result, schema::recovery_code, stored::Stored};
use diesel::prelude::*;
use forprev_core::id::PersonId;

/// A recovery code: the digest of it.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = recovery_code, treat_none_as_default_value = false)]
pub struct Row {
    /// Whose.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// Digest of the code: who reads the base cannot use it.
    pub digest: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
}

/// Puts these codes in the place of those that a person had.
///
/// # Errors
/// Those of the base.
pub fn replace(c: &mut Connection, person: PersonId, rows: Vec<Row>) -> Result<()> {
    forget(c, person)?;
    insert_rows!(c, recovery_code, 4, rows);
    Ok(())
}

/// How many a person has left.
///
/// # Errors
/// Those of the base.
pub fn left(c: &mut Connection, person: PersonId) -> Result<i64> {
    Ok(recovery_code::table
        .filter(recovery_code::person_id.eq(Stored(person)))
        .filter(recovery_code::used_at.is_null())
        .count()
        .get_result(c)?)
}

/// Uses a code. Whether it was one of this person's, and unused.
///
/// # Errors
/// Those of the base.
pub fn use_once(c: &mut Connection, person: PersonId, digest: &str, at: Instant) -> Result<bool> {
    let unused = recovery_code::table
        .filter(recovery_code::person_id.eq(Stored(person)))
        .filter(recovery_code::digest.eq(digest))
        .filter(recovery_code::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_code::used_at.eq(at)).execute(c)? == 1)
}

/// Erases all the codes of a person.
///
/// # Errors
/// Those of the base.
pub fn forget(c: &mut Connection, person: PersonId) -> Result<()> {
    diesel::delete(recovery_code::table.filter(recovery_code::person_id.eq(Stored(person)))).execute(c)?;
    Ok(())
}
