//! How sure a sign-in is of who signed in, and since when (A12, A14).

use crate::{
    Connection, Instant, Result,
    schema::{refresh_token, sign_in_proof},
    stored::Stored,
};
use diesel::prelude::*;
use forprev_core::id::PersonId;

/// What a sign-in showed.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = sign_in_proof, treat_none_as_default_value = false)]
pub struct Row {
    /// The sign-in: its family of refresh tokens.
    pub family_id: String,
    /// Whose.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// Whether it showed a second factor.
    pub second_factor: bool,
    /// When the person last showed who they are.
    pub confirmed_at: Instant,
}

/// Writes what a new sign-in showed.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(sign_in_proof::table).values(row).execute(c)?;
    Ok(())
}

/// What a sign-in showed; nothing where it began before this was kept.
///
/// # Errors
/// Those of the base.
pub fn find(c: &mut Connection, family: &str) -> Result<Option<Row>> {
    Ok(sign_in_proof::table.find(family).first(c).optional()?)
}

/// Records that the person of a sign-in showed who they are again; with a second factor, that too.
///
/// # Errors
/// Those of the base.
pub fn confirm(
    c: &mut Connection,
    family: &str,
    person: PersonId,
    second_factor: bool,
    at: Instant,
) -> Result<()> {
    let row = Row { family_id: family.to_owned(), person_id: person, second_factor, confirmed_at: at };
    each!(&mut *c, c => {
        diesel::insert_into(sign_in_proof::table)
            .values(row)
            .on_conflict(sign_in_proof::family_id)
            .do_update()
            .set(sign_in_proof::confirmed_at.eq(at))
            .execute(c)
    })?;
    if second_factor {
        diesel::update(sign_in_proof::table.find(family))
            .set(sign_in_proof::second_factor.eq(true))
            .execute(c)?;
    }
    Ok(())
}

/// Erases what is kept of sign-ins that have no token any more.
///
/// # Errors
/// Those of the base.
pub fn forget_old(c: &mut Connection) -> Result<usize> {
    let known = refresh_token::table.select(refresh_token::family_id);
    Ok(diesel::delete(sign_in_proof::table).filter(sign_in_proof::family_id.ne_all(known)).execute(c)?)
}
