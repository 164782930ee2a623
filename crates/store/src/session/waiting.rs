//! Sessions that wait for their declarer or for their lead formateur: counted by what their last day follows from, and read
//! a few at a time.

use super::{
    Row,
    list::{Condition, any_of},
};
use crate::{
    Connection, Result,
    schema::{session, session_formateur},
    stored::Stored,
};
use chrono::NaiveDate;
use diesel::{dsl::count_star, prelude::*};
use forprev_core::{
    id::{PersonId, SessionId},
    policy::session::SessionScope,
    session::State,
};

/// For whom sessions wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// For those who declare these, but for those that this person verified (S13).
    Declarer(SessionScope, Option<PersonId>),
    /// For this person, who leads them.
    Lead(PersonId),
}

/// So many sessions of one state that end on one day, and are erased from one day on.
#[derive(Clone, Debug, PartialEq, Queryable)]
pub struct Count {
    /// Their state.
    pub state: State,
    /// Their end, where it is set.
    pub ends_on: Option<NaiveDate>,
    /// S14: the first day on which nothing of them is served.
    pub erase_on: NaiveDate,
    /// How many.
    pub count: i64,
}

/// How many sessions wait, of these states.
///
/// # Errors
/// Those of the base.
pub fn counts(c: &mut Connection, whose: &Waiting, states: &[State], today: NaiveDate) -> Result<Vec<Count>> {
    let Some(theirs) = condition(c, whose)? else { return Ok(Vec::new()) };
    Ok(session::table
        .filter(session::erase_on.gt(today))
        .filter(session::state.eq_any(states.iter().copied().map(Stored)))
        .filter(theirs)
        .group_by((session::state, session::ends_on, session::erase_on))
        .select((session::state, session::ends_on, session::erase_on, count_star()))
        .load(c)?)
}

/// Some of those that [`counts`] counts: of this state, that end on one of these days ([`super::ends_sort`]) and are erased
/// from one of these on, by identifier, after this one.
///
/// # Errors
/// Those of the base.
pub fn of_days(
    c: &mut Connection,
    whose: &Waiting,
    state: State,
    (ends, erased): (&[NaiveDate], &[NaiveDate]),
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Row>> {
    let Some(theirs) = condition(c, whose)? else { return Ok(Vec::new()) };
    let mut those = session::table
        .filter(session::state.eq(Stored(state)))
        .filter(session::ends_sort.eq_any(ends))
        .filter(session::erase_on.eq_any(erased))
        .filter(theirs)
        .into_boxed();
    if let Some(after) = after {
        those = those.filter(session::id.gt(after));
    }
    Ok(those.order(session::id).limit(limit).load(c)?)
}

fn condition<'a>(c: &mut Connection, whose: &'a Waiting) -> Result<Option<Condition<'a>>> {
    Ok(match whose {
        Waiting::Lead(person) => {
            let led = session_formateur::table
                .filter(session_formateur::person_id.eq(Stored(*person)))
                .filter(session_formateur::lead)
                .select(session_formateur::session_id);
            // As a list, for the planner's sake: a few dozen, they are erased.
            let led: Vec<SessionId> = led.load(c)?;
            Some(Box::new(session::id.eq_any(led.into_iter().map(Stored))))
        }
        Waiting::Declarer(scope, _) if scope.is_empty() => None,
        Waiting::Declarer(scope, None) => Some(any_of(scope, &[])),
        Waiting::Declarer(scope, Some(verifier)) => {
            let others = session::verified_by
                .is_null()
                .or(session::verified_by.assume_not_null().ne(Stored(*verifier)))
                .or(session::state.ne(Stored(State::Verified)));
            Some(Box::new(any_of(scope, &[]).and(others)))
        }
    })
}
