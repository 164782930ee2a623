//! Trainees of sessions.

use crate::{
    Connection, Result,
    dialect::in_parts,
    schema::trainee,
    stored::{Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    email::Email,
    forprev_number::ForprevNumber,
    id::{PersonId, SessionId, TraineeId},
    session::Outcome,
};

/// A trainee of a session. Of an acteur, nothing but names, birth date and result (S15).
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = trainee, treat_none_as_default_value = false)]
pub struct Row {
    /// Their identifier in the session.
    #[diesel(serialize_as = Stored<TraineeId>)]
    pub id: TraineeId,
    /// Of which session.
    #[diesel(serialize_as = Stored<SessionId>)]
    pub session_id: SessionId,
    /// Their place in the session, from 0.
    pub position: i32,
    /// Last name, cleaned.
    pub last_name: String,
    /// First name, cleaned.
    pub first_name: String,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// What they got, once the results are entered.
    #[diesel(serialize_as = Maybe<Outcome>)]
    pub outcome: Option<Outcome>,
    /// Of a formateur trainee: e-mail address.
    #[diesel(serialize_as = Maybe<Email>)]
    pub email: Option<Email>,
    /// Of a formateur trainee: Forprev number.
    #[diesel(serialize_as = Maybe<ForprevNumber>)]
    pub forprev_number: Option<ForprevNumber>,
    /// Of a formateur trainee: the person chosen among the candidates (C4).
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
}

// A trainee's identity must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("trainee::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The trainees of a session, in its order.
///
/// # Errors
/// Those of the base.
pub fn of_session(c: &mut Connection, session: SessionId) -> Result<Vec<Row>> {
    Ok(trainee::table.filter(trainee::session_id.eq(Stored(session))).order(trainee::position).load(c)?)
}

/// How many trainees these sessions have; one without any is left out.
///
/// # Errors
/// Those of the base.
pub fn count_by_session(c: &mut Connection, sessions: &[SessionId]) -> Result<Vec<(SessionId, i64)>> {
    in_parts(sessions, |some| {
        trainee::table
            .filter(trainee::session_id.eq_any(some.iter().copied().map(Stored)))
            .group_by(trainee::session_id)
            .select((trainee::session_id, diesel::dsl::count_star()))
            .load(c)
    })
}

/// Replaces all the trainees of a session, which was touched before.
///
/// # Errors
/// Those of the base.
pub fn replace(c: &mut Connection, session: SessionId, rows: Vec<Row>) -> Result<()> {
    diesel::delete(trainee::table.filter(trainee::session_id.eq(Stored(session)))).execute(c)?;
    insert_all(c, rows)
}

/// Writes many new trainees.
///
/// # Errors
/// Those of the base.
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, trainee, 10, rows);
    Ok(())
}

/// S11: writes the results of a session, which was touched before. A trainee who is not named keeps what they had.
///
/// # Errors
/// Those of the base.
pub fn set_outcomes(c: &mut Connection, session: SessionId, outcomes: &[(TraineeId, Outcome)]) -> Result<()> {
    for outcome in [Outcome::Passed, Outcome::Failed] {
        let ids = outcomes.iter().filter(|(_, one)| *one == outcome).map(|(id, _)| Stored(*id));
        diesel::update(trainee::table)
            .filter(trainee::session_id.eq(Stored(session)))
            .filter(trainee::id.eq_any(ids))
            .set(trainee::outcome.eq(outcome.as_str()))
            .execute(c)?;
    }
    Ok(())
}

/// S10: clears the results of a session, which was touched before.
///
/// # Errors
/// Those of the base.
pub fn clear_outcomes(c: &mut Connection, session: SessionId) -> Result<()> {
    diesel::update(trainee::table)
        .filter(trainee::session_id.eq(Stored(session)))
        .set(trainee::outcome.eq(None::<String>))
        .execute(c)?;
    Ok(())
}

/// C4: tells which person a formateur trainee is.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn set_person(c: &mut Connection, id: TraineeId, person: PersonId) -> Result<()> {
    let row = trainee::table.find(Stored(id));
    crate::version::saved(diesel::update(row).set(trainee::person_id.eq(Stored(person))).execute(c)?)
}
