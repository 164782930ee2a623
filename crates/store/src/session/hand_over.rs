//! Open sessions of somebody who leaves, handed to somebody else.

use crate::{Connection, Instant, Result, dialect::VARIABLES_MAX, schema::session, stored::Stored};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    id::{HabilitationId, OrganisationId, PersonId, SessionId},
    session::State,
};

/// The sessions that a person declared for an organisation and that are not certified, with their habilitations.
///
/// # Errors
/// Those of the base.
pub fn open_of(
    c: &mut Connection,
    organisation: OrganisationId,
    person: PersonId,
    today: NaiveDate,
) -> Result<Vec<(SessionId, HabilitationId)>> {
    Ok(session::table
        .filter(session::organisation_id.eq(Stored(organisation)))
        .filter(session::declared_by.eq(Stored(person)))
        .filter(session::state.ne(State::Certified.as_str()))
        .filter(session::erase_on.gt(today))
        .order(session::id)
        .select((session::id, session::habilitation_id))
        .load(c)?)
}

/// How many sessions each person declared for an organisation that are not certified; who has none is left out.
///
/// # Errors
/// Those of the base.
pub fn open_counts(
    c: &mut Connection,
    organisation: OrganisationId,
    today: NaiveDate,
) -> Result<Vec<(PersonId, i64)>> {
    let found: Vec<(Option<PersonId>, i64)> = session::table
        .filter(session::organisation_id.eq(Stored(organisation)))
        .filter(session::state.ne(State::Certified.as_str()))
        .filter(session::erase_on.gt(today))
        .filter(session::declared_by.is_not_null())
        .group_by(session::declared_by)
        .select((session::declared_by, diesel::dsl::count_star()))
        .load(c)?;
    Ok(found.into_iter().filter_map(|(person, count)| Some((person?, count))).collect())
}

/// How many sessions of a habilitation that are not certified end on each day; those without an end are left out.
///
/// # Errors
/// Those of the base.
pub fn open_ends(
    c: &mut Connection,
    habilitation: HabilitationId,
    today: NaiveDate,
) -> Result<Vec<(NaiveDate, i64)>> {
    let found: Vec<(Option<NaiveDate>, i64)> = session::table
        .filter(session::habilitation_id.eq(Stored(habilitation)))
        .filter(session::state.ne(State::Certified.as_str()))
        .filter(session::erase_on.gt(today))
        .group_by(session::ends_on)
        .select((session::ends_on, diesel::dsl::count_star()))
        .load(c)?;
    Ok(found.into_iter().filter_map(|(day, count)| Some((day?, count))).collect())
}

/// Makes a person the declarer of these sessions: each in its next version.
///
/// # Errors
/// Those of the base.
pub fn hand_over(c: &mut Connection, sessions: &[SessionId], to: PersonId, at: Instant) -> Result<()> {
    for some in sessions.chunks(VARIABLES_MAX) {
        diesel::update(session::table.filter(session::id.eq_any(some.iter().copied().map(Stored))))
            .set((
                session::declared_by.eq(Stored(to)),
                session::version.eq(session::version + 1),
                session::updated_at.eq(at),
            ))
            .execute(c)?;
    }
    Ok(())
}
