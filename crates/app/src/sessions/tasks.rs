//! "À traiter": what the signed-in person has to do, computed from the sessions they see.

use super::list::{Seen, seen};
use crate::{Failure, Tx, failure::refuse_if_any};
use forprev_core::{
    page::Page,
    policy::session::{is_declarer, is_lead, scope, step},
    query::PageQuery,
    session::{State, state::Step},
    task::{Task, TaskKind, asked_of_declarer, asked_of_lead, due_on},
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

/// `GET /tasks`: what waits for the caller, the most urgent first; what has no last day stands at the end.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_tasks(tx: &mut Tx<'_>, query: &PageQuery) -> Result<Page<Task>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let found = sessions(tx)?;
    let tasks = found.iter().filter_map(|session| asked(tx, session)).collect();
    let urgent_first = |task: &Task| {
        let due_on = task.due_on.map_or_else(|| "later".to_owned(), |day| day.to_string());
        format!("{due_on} {}", task.session_id)
    };
    Ok(wanted.cut(tasks, urgent_first))
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
    let readable_until = super::wire::readable_until(row);
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
    if row.state == State::Certified && readable_until < tx.today {
        return None;
    }
    Some(Task {
        kind,
        session_id: row.id,
        organisation_id: row.organisation_id,
        organisation_name: session.organisation_name.clone(),
        dispositif: row.dispositif.clone(),
        level: row.level,
        ends_on: row.ends_on,
        city: row.place_city.clone(),
        possible_from,
        due_on: due_on(row.state, row.ends_on, readable_until, parameters),
    })
}
