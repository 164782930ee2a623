//! What the system asks of those who look after it, and invitations of agents of those who manage agents.

use super::users::of_invitations;
use crate::{Failure, Tx, jobs};
use forprev_core::{
    id::PersonId,
    mail::MailState,
    policy::{Action, may_ever},
    task::{Task, TaskKind},
};
use forprev_store as store;
use std::collections::{BTreeSet, HashMap};

pub(super) fn tasks(tx: &mut Tx<'_>) -> Result<Vec<Task>, Failure> {
    let mut tasks = Vec::new();
    if may_ever(tx.actor, Action::KeepSystem).is_ok() {
        let rows = store::scheduled_run::all(tx.conn)?;
        // One that a newer or older server ran is no work of this one.
        let failed = |row: &&store::scheduled_run::Row| {
            row.failures > 0 && jobs::ALL.iter().any(|job| job.name == row.name)
        };
        tasks.extend(Task::of_several(TaskKind::LookIntoJobs, rows.iter().filter(failed).count()));
        tasks.extend(Task::of_several(TaskKind::LookIntoMails, not_reached(tx)?));
    }
    if may_ever(tx.actor, Action::ManageAgents).is_ok() {
        tasks.extend(of_invitations(tx, None)?);
    }
    Ok(tasks)
}

/// How many people the last mail to their address did not reach. Whoever has another address since, or got a later mail,
/// is reached; invitations are told to those who sent them.
fn not_reached(tx: &mut Tx<'_>) -> Result<usize, Failure> {
    let found = store::mail::undelivered(tx.conn)?;
    let people: BTreeSet<PersonId> = found.into_iter().collect();
    let people: Vec<_> = people.into_iter().collect();
    if people.is_empty() {
        return Ok(0);
    }
    let mut last: HashMap<(PersonId, String), MailState> = HashMap::new();
    // The latest comes last.
    for (person, to, state) in store::mail::outcomes(tx.conn, &people)? {
        last.insert((person, to), state);
    }
    let people = store::person::find_all(tx.conn, &people)?;
    let failed = people.into_iter().filter(|row| {
        let to = row.email.as_ref().map(|email| email.as_str().to_owned());
        to.and_then(|to| last.get(&(row.id, to))).is_some_and(|state| MailState::UNDELIVERED.contains(state))
    });
    Ok(failed.count())
}
