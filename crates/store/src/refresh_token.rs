//! Refresh tokens. A family goes back to one sign-in.

use crate::{Connection, Instant, Result, schema::refresh_token, stored::Stored};
use diesel::prelude::*;
use forprev_core::id::PersonId;

/// A refresh token: the hash of it.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = refresh_token, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// The sign-in that it goes back to, a UUID.
    pub family_id: String,
    /// Whose.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// Hash of the token: who reads the base cannot use it.
    pub token_hash: String,
    /// When it was given.
    pub created_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
    /// When it was exchanged for its successor.
    pub used_at: Option<Instant>,
    /// When it was ended, with its family.
    pub ended_at: Option<Instant>,
}

/// Writes a new token.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(refresh_token::table).values(row).execute(c)?;
    Ok(())
}

/// The token of this hash, where there is one.
///
/// # Errors
/// Those of the base.
pub fn by_hash(c: &mut Connection, token_hash: &str) -> Result<Option<Row>> {
    Ok(refresh_token::table.filter(refresh_token::token_hash.eq(token_hash)).first(c).optional()?)
}

/// Marks a token as exchanged. Whether this call was the first to do so.
///
/// # Errors
/// Those of the base.
pub fn use_once(c: &mut Connection, id: &str, at: Instant) -> Result<bool> {
    let unused = refresh_token::table
        .filter(refresh_token::id.eq(id))
        .filter(refresh_token::used_at.is_null())
        .filter(refresh_token::ended_at.is_null());
    Ok(diesel::update(unused).set(refresh_token::used_at.eq(at)).execute(c)? == 1)
}

/// Whether a later token of the same family was exchanged already: then this one is no longer the immediate
/// predecessor of the present one.
///
/// # Errors
/// Those of the base.
pub fn used_since(c: &mut Connection, token: &Row) -> Result<bool> {
    let later = refresh_token::table
        .filter(refresh_token::family_id.eq(&token.family_id))
        .filter(refresh_token::id.gt(&token.id))
        .filter(refresh_token::used_at.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(later)).get_result(c)?)
}

/// Whether a sign-in still holds: one of its tokens has neither ended nor expired.
///
/// # Errors
/// Those of the base.
pub fn is_alive(c: &mut Connection, family: &str, now: Instant) -> Result<bool> {
    let holding = refresh_token::table
        .filter(refresh_token::family_id.eq(family))
        .filter(refresh_token::ended_at.is_null())
        .filter(refresh_token::expires_at.gt(now));
    Ok(diesel::select(diesel::dsl::exists(holding)).get_result(c)?)
}

/// Ends a whole family: a sign-out, or a token used again. Whose it was; nobody where it had ended before.
///
/// # Errors
/// Those of the base.
pub fn end_family(c: &mut Connection, family: &str, at: Instant) -> Result<Option<PersonId>> {
    let ended: Vec<Row> = diesel::update(refresh_token::table)
        .filter(refresh_token::family_id.eq(family))
        .filter(refresh_token::ended_at.is_null())
        .set(refresh_token::ended_at.eq(at))
        .returning(refresh_token::all_columns)
        .get_results(c)?;
    Ok(ended.first().map(|token| token.person_id))
}

/// Ends all sign-ins of a person but this one. How many tokens ended.
///
/// # Errors
/// Those of the base.
pub fn end_others(c: &mut Connection, person: PersonId, but: Option<&str>, at: Instant) -> Result<usize> {
    let others = refresh_token::table
        .filter(refresh_token::person_id.eq(Stored(person)))
        .filter(refresh_token::family_id.ne(but.unwrap_or_default()))
        .filter(refresh_token::ended_at.is_null());
    Ok(diesel::update(others).set(refresh_token::ended_at.eq(at)).execute(c)?)
}

/// The sign-ins of a person that still hold ([`is_alive`]).
///
/// # Errors
/// Those of the base.
pub fn families_alive(c: &mut Connection, person: PersonId, now: Instant) -> Result<Vec<String>> {
    Ok(refresh_token::table
        .filter(refresh_token::person_id.eq(Stored(person)))
        .filter(refresh_token::ended_at.is_null())
        .filter(refresh_token::expires_at.gt(now))
        .select(refresh_token::family_id)
        .distinct()
        .load(c)?)
}

/// Erases the tokens that expired before `before`.
///
/// # Errors
/// Those of the base.
pub fn erase_expired(c: &mut Connection, before: Instant) -> Result<usize> {
    Ok(diesel::delete(refresh_token::table.filter(refresh_token::expires_at.lt(before))).execute(c)?)
}
