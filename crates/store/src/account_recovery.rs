//! A15: recoveries of access without the mailbox. Of a person one is open at most.

use crate::{
    Connection, Instant, Result,
    schema::account_recovery,
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::{email::Email, id::PersonId, recovery::RecoveryState};

/// A recovery.
#[derive(Clone, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = account_recovery, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier, a UUIDv7: the token that refuses it is derived from it.
    pub id: String,
    /// Whose account.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// Where it is.
    #[diesel(serialize_as = Stored<RecoveryState>)]
    pub state: RecoveryState,
    /// The new address, while it is open.
    #[diesel(serialize_as = Maybe<Email>)]
    pub email: Option<Email>,
    /// How the person showed who they are.
    pub reason: String,
    /// Whether their second factors are taken away.
    pub without_second_factors: bool,
    /// A digest of the token that refuses it.
    pub refusal_digest: String,
    /// Who opened it.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub opened_by: PersonId,
    /// When.
    pub opened_at: Instant,
    /// Who confirmed it.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub confirmed_by: Option<PersonId>,
    /// When.
    pub confirmed_at: Option<Instant>,
    /// When it expires, or is completed, by itself.
    pub due_at: Instant,
    /// When it ended.
    pub ended_at: Option<Instant>,
}

// A reason may name somebody, an address does.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("account_recovery::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Writes a recovery, whose person the transaction has touched.
///
/// # Errors
/// [`crate::Error::Unique`] `account_recovery_person_id_unique` where one is open.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(account_recovery::table).values(row).execute(c)?;
    Ok(())
}

/// The recovery of this identifier.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: &str) -> Result<Row> {
    Ok(account_recovery::table.find(id).first(c)?)
}

/// The recovery that a token of this digest refuses, where there is one.
///
/// # Errors
/// Those of the base.
pub fn by_digest(c: &mut Connection, digest: &str) -> Result<Option<Row>> {
    Ok(account_recovery::table.filter(account_recovery::refusal_digest.eq(digest)).first(c).optional()?)
}

/// The recoveries of a person, the last first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(account_recovery::table
        .filter(account_recovery::person_id.eq(Stored(person)))
        .order(account_recovery::id.desc())
        .load(c)?)
}

/// All recoveries that are remembered, the last first, `limit` at the most.
///
/// # Errors
/// Those of the base.
pub fn all(c: &mut Connection, limit: i64) -> Result<Vec<Row>> {
    Ok(account_recovery::table.order(account_recovery::id.desc()).limit(limit).load(c)?)
}

/// Those that wait for a second agent at this time, the first to expire first.
///
/// # Errors
/// Those of the base.
pub fn asked(c: &mut Connection, now: Instant) -> Result<Vec<Row>> {
    Ok(account_recovery::table
        .filter(account_recovery::ended_at.is_null())
        .filter(account_recovery::state.eq(Stored(RecoveryState::Asked)))
        .filter(account_recovery::due_at.gt(now))
        .order((account_recovery::due_at, account_recovery::id))
        .load(c)?)
}

/// The identifiers of the open ones whose delay is over.
///
/// # Errors
/// Those of the base.
pub fn due(c: &mut Connection, now: Instant) -> Result<Vec<String>> {
    Ok(account_recovery::table
        .filter(account_recovery::ended_at.is_null())
        .filter(account_recovery::due_at.le(now))
        .order((account_recovery::due_at, account_recovery::id))
        .select(account_recovery::id)
        .load(c)?)
}

/// Writes all of a recovery, where it is still in the state in which it was read. Whether it was: of two who change it
/// at once, one does.
///
/// # Errors
/// Those of the base.
pub fn save(c: &mut Connection, row: Row, was: RecoveryState) -> Result<bool> {
    let same = account_recovery::table
        .filter(account_recovery::id.eq(row.id.clone()))
        .filter(account_recovery::state.eq(Stored(was)));
    Ok(diesel::update(same).set(row).execute(c)? == 1)
}

/// Erases those that ended before `before`.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    Ok(diesel::delete(account_recovery::table.filter(account_recovery::ended_at.lt(before))).execute(c)?)
}
