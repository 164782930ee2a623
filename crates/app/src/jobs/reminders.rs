//! Reminders of what has waited for somebody for a week, once each.

use super::{BATCH, in_batches};
use crate::{App, Failure, Tx, outbox, sessions};
use chrono::{Duration, NaiveDate};
use forprev_core::{
    calendar::{days_after, today_in_paris},
    id::{PersonId, SessionId},
    notification::Kind,
    session::State,
};
use forprev_store as store;

/// After how many days of waiting one is reminded.
const DAYS: u32 = 7;

type After = (store::Instant, SessionId);

/// Reminds the lead formateur of a session to verify, and the declarer of one to correct or to certify, 7 days after it
/// could be done. How many are reminded.
///
/// # Errors
/// The base cannot be written; what was told stays told.
pub fn run(app: &App) -> Result<usize, Failure> {
    in_batches(app, sessions_after)
}

fn sessions_after(tx: &mut Tx<'_>, after: Option<After>) -> Result<(Option<After>, usize), Failure> {
    let since = tx.now - Duration::days(DAYS.into());
    let found = store::session::unchanged_since(tx.conn, since.into(), tx.today, after, BATCH)?;
    let end = found.last().map(|row| (row.updated_at, row.id));
    let ids: Vec<_> = found.iter().map(|row| row.id).collect();
    let formateurs = store::session::formateurs_of(tx.conn, &ids)?;
    let mut told = 0;
    for row in &found {
        let lead = formateurs.iter().find(|one| one.session_id == row.id && one.lead);
        let whom = match row.state {
            State::Submitted => lead.and_then(|one| one.person_id).into_iter().collect(),
            _ => sessions::declarers(tx, row)?,
        };
        if !whom.is_empty() {
            told += usize::from(remind(tx, row, &whom)?);
        }
    }
    let full = i64::try_from(found.len()).is_ok_and(|len| len == BATCH);
    Ok((end.filter(|_| full), told))
}

fn remind(tx: &mut Tx<'_>, row: &store::session::Row, whom: &[PersonId]) -> Result<bool, Failure> {
    let due_on = days_after(possible_from(row), DAYS);
    if due_on > tx.today {
        return Ok(false);
    }
    // Of each state once: sent back and submitted again, it waits anew.
    let (kind, subject) = (Kind::SessionReminder, row.id.to_string());
    if !store::alert::raise(tx.conn, kind.as_str(), &subject, due_on, tx.now.into())? {
        return Ok(false);
    }
    for person in whom {
        let told = sessions::told(row);
        outbox::put(tx, kind, Some(*person), Some(row.id), Some(row.organisation_id), told)?;
    }
    Ok(true)
}

/// The first day on which it could be done: results and certificates not before the end (S2).
fn possible_from(row: &store::session::Row) -> NaiveDate {
    let since = today_in_paris(row.updated_at.utc());
    match row.state {
        State::Returned => since,
        _ => row.ends_on.map_or(since, |end| end.max(since)),
    }
}
