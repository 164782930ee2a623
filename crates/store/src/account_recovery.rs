//! A15: recoveries of access without the mailbox. Of a person one is open at most.

use crate::{
    Connection, Instant, Result,
    conn::MultiBackend,
    cursor::{Cursor, Paged},
    schema::{account_recovery, organisation, person, profile, qualification},
    stored::{Maybe, Stored},
};
use diesel::{
    dsl::{count_star, exists, min, not},
    prelude::*,
};
use forprev_core::{
    email::Email,
    id::PersonId,
    policy::{help::ToConfirm, support::PeopleScope},
    recovery::RecoveryState,
};

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

/// The recoveries of the people whom a scope reaches.
fn reached(scope: &PeopleScope) -> account_recovery::BoxedQuery<'_, MultiBackend> {
    let all = account_recovery::table.into_boxed();
    if scope.all {
        return all;
    }
    let caisses = || scope.caisses.iter().map(Some);
    let uses = profile::table
        .inner_join(organisation::table.on(profile::organisation_id.eq(organisation::id.nullable())))
        .filter(profile::person_id.eq(account_recovery::person_id))
        .filter(profile::ended_at.is_null())
        .filter(organisation::caisse_code.eq_any(caisses()));
    let holds = qualification::table
        .inner_join(person::table)
        .filter(qualification::person_id.eq(account_recovery::person_id))
        .filter(person::caisse_code.eq_any(caisses()));
    all.filter(exists(uses).or(exists(holds)))
}

/// A page of the recoveries of the people whom a scope reaches, the last first: of caisses, formateurs who chose one of
/// them and users of their organisations.
///
/// # Errors
/// Those of the base.
pub fn list(
    c: &mut Connection,
    scope: &PeopleScope,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<Row>> {
    let total = reached(scope).count().get_result(c)?;
    let mut page = reached(scope);
    if let Some(after) = after {
        page = page.filter(account_recovery::id.lt(after.id().to_owned()));
    }
    let items: Vec<Row> = page.order(account_recovery::id.desc()).limit(i64::from(limit) + 1).load(c)?;
    Ok(Paged::cut(items, limit, total, |row| Cursor::new("", &row.id)))
}

/// How many wait at this time for this second agent, and when the first of them expires.
///
/// # Errors
/// Those of the base.
pub fn to_confirm(c: &mut Connection, whose: &ToConfirm, now: Instant) -> Result<(i64, Option<Instant>)> {
    let posts = profile::table
        .filter(profile::person_id.eq(account_recovery::person_id))
        .filter(profile::ended_at.is_null())
        .filter(profile::kind.eq_any(whose.not.iter().copied().map(Stored)));
    Ok(reached(&whose.of)
        .filter(account_recovery::ended_at.is_null())
        .filter(account_recovery::state.eq(Stored(RecoveryState::Asked)))
        .filter(account_recovery::due_at.gt(now))
        .filter(account_recovery::opened_by.ne(Stored(whose.agent)))
        .filter(account_recovery::person_id.ne(Stored(whose.agent)))
        .filter(not(exists(posts)))
        .select((count_star(), min(account_recovery::due_at)))
        .first(c)?)
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
