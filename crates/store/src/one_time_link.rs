//! One-time links that mails bring (A3).

use crate::{
    Connection, Instant, Result,
    schema::one_time_link,
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::{account::link::LinkPurpose, email::Email, id::PersonId};

/// A one-time link.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = one_time_link, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUID: the token is derived from it under the installation's secret.
    pub id: String,
    /// What it is for.
    #[diesel(serialize_as = Stored<LinkPurpose>)]
    pub purpose: LinkPurpose,
    /// For whom.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// The address that it confirms.
    #[diesel(serialize_as = Maybe<Email>)]
    pub email: Option<Email>,
    /// A digest of the token.
    pub token_digest: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
    /// When it was used, or replaced by another.
    pub used_at: Option<Instant>,
}

/// Writes a new link.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(one_time_link::table).values(row).execute(c)?;
    Ok(())
}

/// The link of this token's digest, where there is one.
///
/// # Errors
/// Those of the base.
pub fn by_digest(c: &mut Connection, token_digest: &str) -> Result<Option<Row>> {
    Ok(one_time_link::table.filter(one_time_link::token_digest.eq(token_digest)).first(c).optional()?)
}

/// Marks a link as used. Whether this call was the first to do so, and in time.
///
/// # Errors
/// Those of the base.
pub fn use_once(c: &mut Connection, id: &str, now: Instant) -> Result<bool> {
    let open = one_time_link::table
        .filter(one_time_link::id.eq(id))
        .filter(one_time_link::used_at.is_null())
        .filter(one_time_link::expires_at.gt(now));
    Ok(diesel::update(open).set(one_time_link::used_at.eq(now)).execute(c)? == 1)
}

/// Until when a link of this person for this can be used, where one can.
///
/// # Errors
/// Those of the base.
pub fn open_until(
    c: &mut Connection,
    person: PersonId,
    purpose: LinkPurpose,
    now: Instant,
) -> Result<Option<Instant>> {
    Ok(one_time_link::table
        .filter(one_time_link::person_id.eq(Stored(person)))
        .filter(one_time_link::purpose.eq(Stored(purpose)))
        .filter(one_time_link::used_at.is_null())
        .filter(one_time_link::expires_at.gt(now))
        .order(one_time_link::expires_at.desc())
        .select(one_time_link::expires_at)
        .first(c)
        .optional()?)
}

/// Ends the links of a person that are for one of these.
///
/// # Errors
/// Those of the base.
pub fn end(c: &mut Connection, person: PersonId, purposes: &[LinkPurpose], at: Instant) -> Result<()> {
    let open = one_time_link::table
        .filter(one_time_link::person_id.eq(Stored(person)))
        .filter(one_time_link::purpose.eq_any(purposes.iter().copied().map(Stored)))
        .filter(one_time_link::used_at.is_null());
    diesel::update(open).set(one_time_link::used_at.eq(at)).execute(c)?;
    Ok(())
}

/// Erases the links that ended before `before`.
///
/// # Errors
/// Those of the base.
pub fn erase_expired(c: &mut Connection, before: Instant) -> Result<usize> {
    Ok(diesel::delete(one_time_link::table.filter(one_time_link::expires_at.lt(before))).execute(c)?)
}
