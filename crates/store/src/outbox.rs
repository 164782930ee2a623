//! What is to be sent outside: nothing leaves in a transaction.

use crate::{
    Connection, Instant, Json, Result,
    schema::outbox,
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::id::{OrganisationId, PersonId, SessionId};

/// Something to be sent outside, written in the transaction that gave rise to it.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = outbox, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// What it is.
    pub kind: String,
    /// To whom, where it is for a person.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
    /// About which session: with that one it is erased.
    #[diesel(serialize_as = Maybe<SessionId>)]
    pub session_id: Option<SessionId>,
    /// About which organisation.
    #[diesel(serialize_as = Maybe<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// What it is made of. Never a trainee's name.
    pub payload: Json<serde_json::Value>,
    /// When it was written.
    pub created_at: Instant,
    /// When it is to be sent, or tried again.
    pub due_at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last try failed.
    pub last_error: Option<String>,
}

/// Writes something to be sent.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(outbox::table).values(row).execute(c)?;
    Ok(())
}

/// What is due and was not sent, the longest due first.
///
/// # Errors
/// Those of the base.
pub fn due(c: &mut Connection, now: Instant, limit: i64) -> Result<Vec<Row>> {
    Ok(outbox::table
        .filter(outbox::sent_at.is_null())
        .filter(outbox::due_at.le(now))
        .order((outbox::due_at, outbox::id))
        .limit(limit)
        .load(c)?)
}

/// Takes something that is due until `until`, so that no other server sends it too. Whether it was still to be had.
///
/// # Errors
/// Those of the base.
pub fn take(c: &mut Connection, id: &str, now: Instant, until: Instant) -> Result<bool> {
    let free = outbox::table
        .filter(outbox::id.eq(id))
        .filter(outbox::sent_at.is_null())
        .filter(outbox::due_at.le(now));
    let taken = diesel::update(free)
        .set((outbox::due_at.eq(until), outbox::attempts.eq(outbox::attempts + 1)))
        .execute(c)?;
    Ok(taken == 1)
}

/// Records that something was sent.
///
/// # Errors
/// [`crate::Error::NotFound`] where it was erased meanwhile.
pub fn sent(c: &mut Connection, id: &str, at: Instant) -> Result<()> {
    let row = outbox::table.find(id);
    let set = (outbox::sent_at.eq(at), outbox::last_error.eq(None::<String>));
    crate::version::saved(diesel::update(row).set(set).execute(c)?)
}

/// Records that it could not be sent, and when it is tried again.
///
/// # Errors
/// [`crate::Error::NotFound`] where it was erased meanwhile.
pub fn failed(c: &mut Connection, id: &str, error: &str, due_at: Instant) -> Result<()> {
    let row = outbox::table.find(id);
    let set = (outbox::last_error.eq(error), outbox::due_at.eq(due_at));
    crate::version::saved(diesel::update(row).set(set).execute(c)?)
}

/// All that waits to be sent to a person, oldest first.
///
/// # Errors
/// Those of the base.
pub fn waiting_for(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(outbox::table
        .filter(outbox::person_id.eq(Stored(person)))
        .filter(outbox::sent_at.is_null())
        .order(outbox::id)
        .load(c)?)
}

/// All that was or is to be sent to a person, oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(outbox::table.filter(outbox::person_id.eq(Stored(person))).order(outbox::id).load(c)?)
}
