//! What is to be sent outside: nothing leaves in a transaction.

use crate::{
    Connection, Instant, Json, Result,
    schema::{mail, outbox},
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::{
    id::{OrganisationId, PersonId, SessionId},
    mail::MailState,
};

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
    /// When it became a part of a mail, or was found to be wanted by nobody.
    pub done_at: Option<Instant>,
    /// The mail that tells it.
    pub mail_id: Option<String>,
}

/// Writes something to be sent.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(outbox::table).values(row).execute(c)?;
    Ok(())
}

/// What is due, the longest due first.
///
/// # Errors
/// Those of the base.
pub fn due(c: &mut Connection, now: Instant, limit: i64) -> Result<Vec<Row>> {
    Ok(outbox::table
        .filter(outbox::done_at.is_null())
        .filter(outbox::due_at.le(now))
        .order((outbox::due_at, outbox::id))
        .limit(limit)
        .load(c)?)
}

/// Puts off what is not to be told yet.
///
/// # Errors
/// Those of the base.
pub fn put_off(c: &mut Connection, ids: &[String], until: Instant) -> Result<()> {
    let those = outbox::table.filter(outbox::id.eq_any(ids)).filter(outbox::done_at.is_null());
    diesel::update(those).set(outbox::due_at.eq(until)).execute(c)?;
    Ok(())
}

/// Makes these a part of a mail, or of none. How many were still to be told: of two servers at once, one has them.
///
/// # Errors
/// Those of the base.
pub fn done(c: &mut Connection, ids: &[String], mail: Option<&str>, at: Instant) -> Result<usize> {
    let those = outbox::table.filter(outbox::id.eq_any(ids)).filter(outbox::done_at.is_null());
    Ok(diesel::update(those).set((outbox::done_at.eq(at), outbox::mail_id.eq(mail))).execute(c)?)
}

/// What a mail tells, oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_mail(c: &mut Connection, mail: &str) -> Result<Vec<Row>> {
    Ok(outbox::table.filter(outbox::mail_id.eq(mail)).order(outbox::id).load(c)?)
}

/// All that waits to be told to a person, oldest first.
///
/// # Errors
/// Those of the base.
pub fn waiting_for(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(outbox::table
        .filter(outbox::person_id.eq(Stored(person)))
        .filter(outbox::done_at.is_null())
        .order(outbox::id)
        .load(c)?)
}

/// Erases what was done and written before an instant, and is of no mail that still waits.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    let waiting = mail::table.filter(mail::state.eq(Stored(MailState::Waiting))).select(mail::id.nullable());
    let of_waiting = outbox::mail_id.is_not_null().and(outbox::mail_id.eq_any(waiting));
    let old = outbox::table.filter(outbox::created_at.lt(before)).filter(outbox::done_at.is_not_null());
    Ok(diesel::delete(old.filter(diesel::dsl::not(of_waiting))).execute(c)?)
}

/// All that was or is to be sent to a person, oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(outbox::table.filter(outbox::person_id.eq(Stored(person))).order(outbox::id).load(c)?)
}
