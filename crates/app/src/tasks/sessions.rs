//! What the sessions that a person sees ask of them.

use crate::{
    Failure, Tx,
    sessions::{Seen, readable_until, seen},
};
use forprev_core::{
    policy::session::{is_declarer, is_lead, scope, step},
    session::state::Step,
    task::{Task, TaskKind, TaskOrganisation, TaskSession, asked_of_declarer, asked_of_lead, due_on},
};
use forprev_store::{
    self as store,
    cursor::Paged,
    session::{Filter, Sort},
};

/// How many sessions are looked through at the most, the first to end first. Whoever has more open at once has enough
/// to do with these.
const SESSIONS_MAX: usize = 1_000;
/// How many are read at once.
const AT_ONCE: u32 = 200;

pub(super) fn tasks(tx: &mut Tx<'_>) -> Result<Vec<Task>, Failure> {
    let found = sessions(tx)?;
    Ok(found.iter().filter_map(|session| asked(tx, session)).collect())
}

fn sessions(tx: &mut Tx<'_>) -> Result<Vec<Seen>, Failure> {
    let mut scope = scope(tx.actor);
    // Of what a caisse sees, nothing waits for its people.
    scope.caisses.clear();
    let (filter, mut after, mut found) = (Filter::default(), None, Vec::new());
    loop {
        let Paged { items, next, .. } = store::session::list(
            tx.conn,
            &scope,
            tx.today,
            &filter,
            Sort::FirstToEnd,
            after.as_ref(),
            AT_ONCE,
        )?;
        found.extend(seen(tx, items)?);
        after = next;
        if after.is_none() || found.len() >= SESSIONS_MAX {
            return Ok(found);
        }
    }
}

/// What this session asks of the caller: of a person who is both its declarer and its lead, one thing at a time.
fn asked(tx: &Tx<'_>, session: &Seen) -> Option<Task> {
    let (row, standing, parameters) = (&session.row, &session.standing, &session.parameters);
    let of_lead = || asked_of_lead(row.state).filter(|_| is_lead(tx.actor, standing));
    let of_declarer = || asked_of_declarer(row.state).filter(|_| is_declarer(tx.actor, standing));
    let kind = of_lead().or_else(of_declarer)?;
    let last = readable_until(row);
    let later = row.ends_on.filter(|end| tx.today < *end);
    let possible_from = match kind {
        TaskKind::VerifySession | TaskKind::GenerateCertificates => later,
        _ => None,
    };
    // What another person has to do (S13) is no task of this one.
    let refused = step(tx.actor, standing, Step::Generate, tx.today, parameters).err();
    if kind == TaskKind::GenerateCertificates && refused.is_some_and(|denied| denied.code.status() == 403) {
        return None;
    }
    let due_on = due_on(row.state, row.ends_on, last, parameters);
    if kind.ends_with_its_day() && due_on.is_some_and(|day| day < tx.today) {
        return None;
    }
    Some(Task {
        organisation: Some(TaskOrganisation {
            id: row.organisation_id,
            name: session.organisation_name.clone(),
        }),
        session: Some(TaskSession {
            id: row.id,
            dispositif: row.dispositif.clone(),
            level: row.level,
            ends_on: row.ends_on,
            city: row.place_city.clone(),
        }),
        possible_from,
        due_on,
        ..Task::of(kind)
    })
}
