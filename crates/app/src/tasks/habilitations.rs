//! What organisation files, requests, sittings, audits and visits ask of each side. Of an agent there are as many as their queue is
//! long: they are counted, and the queue is where they are done. Of an applicant they are counted by organisation.

use super::of_organisation;
use crate::{Failure, Tx};
use chrono::NaiveDate;
use forprev_core::{
    id::PersonId,
    organisation::file::FileState,
    policy::{
        Action,
        file::{self, FileScope},
        may_ever,
        request::{self, RequestScope},
        visit,
    },
    request::{State, sitting::SittingState},
    task::{Task, TaskKind},
};
use forprev_store::{self as store, organisation_file as files, request as requests};
use std::collections::BTreeSet;

pub(super) fn tasks(tx: &mut Tx<'_>) -> Result<Vec<Task>, Failure> {
    // A client writes no file and instructs none.
    let Some(me) = tx.actor.person_id() else { return Ok(Vec::new()) };
    let mut found = of_organisations(tx)?;
    found.extend(of_own_files(tx)?);
    found.extend(of_file_desk(tx, me)?);
    found.extend(of_request_desk(tx, me)?);
    found.extend(of_sittings(tx)?);
    found.extend(of_reports(tx, me)?);
    Ok(found)
}

fn several(kind: TaskKind, count: i64) -> Option<Task> {
    Task::of_several(kind, usize::try_from(count).unwrap_or_default())
}

/// One for all that is due on these days, the first first.
fn due(kind: TaskKind, days: &[NaiveDate]) -> Option<Task> {
    Task::of_several(kind, days.len()).map(|task| Task { due_on: days.first().copied(), ..task })
}

const OWN_FILES: [(TaskKind, FileState); 2] =
    [(TaskKind::CompleteFiles, FileState::Returned), (TaskKind::FinishFiles, FileState::Draft)];

/// What waits in each organisation that the caller manages.
fn of_organisations(tx: &mut Tx<'_>) -> Result<Vec<Task>, Failure> {
    let keeps = file::scope_of(tx.actor, Action::DraftOrganisationFile).organisations;
    let requests = request::scope_of(tx.actor, Action::DraftRequest).organisations;
    let answers = visit::scope_of(tx.actor, Action::AnswerVisits).these;
    let all: BTreeSet<_> = keeps.iter().chain(&requests).chain(&answers).copied().collect();
    let mut tasks = Vec::new();
    for id in all {
        let mut found = Vec::new();
        if keeps.contains(&id) {
            let scope = FileScope { organisations: vec![id], ..FileScope::default() };
            for (kind, state) in OWN_FILES {
                found.extend(several(kind, count_files(tx, &scope, files::Filter::default(), state)?));
            }
        }
        if requests.contains(&id) {
            let scope = RequestScope { organisations: vec![id], ..RequestScope::default() };
            let to_complete = [State::Incomplete, State::Returned];
            found.extend(several(TaskKind::CompleteRequests, count(tx, &scope, any(&to_complete))?));
            found.extend(several(TaskKind::FinishRequests, count(tx, &scope, any(&[State::Draft]))?));
        }
        if answers.contains(&id) {
            found.extend(due(TaskKind::AnswerVisits, &store::visit::to_answer(tx.conn, id)?));
        }
        tasks.extend(of_organisation(tx, id, found)?);
    }
    Ok(tasks)
}

/// The files that the caller wrote for organisations that are none yet.
fn of_own_files(tx: &mut Tx<'_>) -> Result<Vec<Task>, Failure> {
    let author = file::scope_of(tx.actor, Action::DraftOrganisationFile).author;
    let scope = FileScope { author, ..FileScope::default() };
    let mut found = Vec::new();
    for (kind, state) in OWN_FILES {
        let filter = files::Filter { of_none: true, ..files::Filter::default() };
        found.extend(several(kind, count_files(tx, &scope, filter, state)?));
    }
    Ok(found)
}

fn of_file_desk(tx: &mut Tx<'_>, me: PersonId) -> Result<Vec<Task>, Failure> {
    let scope = file::scope_of(tx.actor, Action::InstructOrganisationFile);
    let mine = files::Filter { assigned: Some(files::Assigned::To(me)), ..files::Filter::default() };
    let mine = count_files(tx, &scope, mine, FileState::Submitted)?;
    let free = files::Filter { assigned: Some(files::Assigned::ToNobody), ..files::Filter::default() };
    let caisses = FileScope { caisses: scope.caisses.clone(), ..FileScope::default() };
    let mut to_take = count_files(tx, &caisses, free.clone(), FileState::Submitted)?;
    if scope.all {
        // INRS takes those that no caisse has; those of a caisse are for its own agents to take.
        let free = files::Filter { desk: Some(files::Desk::Inrs), ..free };
        to_take += count_files(tx, &scope, free, FileState::Submitted)?;
    }
    let tasks = [several(TaskKind::InstructFiles, mine), several(TaskKind::TakeFiles, to_take)];
    Ok(tasks.into_iter().flatten().collect())
}

fn count_files(
    tx: &mut Tx<'_>,
    scope: &FileScope,
    filter: files::Filter,
    state: FileState,
) -> Result<i64, Failure> {
    if scope.is_empty() {
        return Ok(0);
    }
    Ok(files::count(tx.conn, scope, &files::Filter { state: Some(state), ..filter })?)
}

fn of_request_desk(tx: &mut Tx<'_>, me: PersonId) -> Result<Vec<Task>, Failure> {
    let scope = request::scope_of(tx.actor, Action::InstructRequest);
    let at_desk = any(&[State::Submitted, State::Instruction]);
    let mine = requests::Filter { assigned: Some(requests::Assigned::To(me)), ..at_desk.clone() };
    let mine = count(tx, &scope, mine)?;
    let free = requests::Filter { assigned: Some(requests::Assigned::ToNobody), ..at_desk };
    let caisses = RequestScope { caisses: scope.caisses.clone(), ..RequestScope::default() };
    let mut to_take = count(tx, &caisses, free.clone())?;
    if scope.submitted {
        to_take += count(tx, &scope, requests::Filter { desk: Some(files::Desk::Inrs), ..free })?;
    }
    let opinion = request::scope_of(tx.actor, Action::GiveInrsOpinion);
    let opinion = count(tx, &opinion, any(&[State::Opinion]))?;
    // What is on an agenda waits for its sitting.
    let decision = request::scope_of(tx.actor, Action::DecideRequest);
    let unscheduled = requests::Filter { on_no_agenda: true, ..any(&[State::Decision]) };
    let decision = count(tx, &decision, unscheduled)?;
    let tasks = [
        several(TaskKind::InstructRequests, mine),
        several(TaskKind::TakeRequests, to_take),
        several(TaskKind::GiveOpinions, opinion),
        several(TaskKind::DecideRequests, decision),
    ];
    Ok(tasks.into_iter().flatten().collect())
}

fn any(states: &[State]) -> requests::Filter {
    requests::Filter { states: states.to_vec(), ..requests::Filter::default() }
}

fn count(tx: &mut Tx<'_>, scope: &RequestScope, filter: requests::Filter) -> Result<i64, Failure> {
    Ok(requests::count(tx.conn, scope, &filter)?)
}

/// C21: a sitting whose day has come is decided, moved or cancelled.
fn of_sittings(tx: &mut Tx<'_>) -> Result<Option<Task>, Failure> {
    if may_ever(tx.actor, Action::ManageSittings).is_err() {
        return Ok(None);
    }
    let planned = store::sitting::all(tx.conn, Some(SittingState::Planned))?;
    let come: Vec<_> = planned.into_iter().map(|row| row.held_on).filter(|day| *day <= tx.today).collect();
    Ok(due(TaskKind::HoldSittings, &come))
}

/// C17: an audit or a visit that was announced is reported on from its day on.
fn of_reports(tx: &mut Tx<'_>, me: PersonId) -> Result<Option<Task>, Failure> {
    let scope = visit::scope_of(tx.actor, Action::ManageVisits);
    if !scope.all && scope.caisses.is_empty() {
        return Ok(None);
    }
    let mut days = store::visit::to_report(tx.conn, me, tx.today)?;
    days.retain(|(_, caisse)| scope.all || caisse.as_ref().is_some_and(|one| scope.caisses.contains(one)));
    let days: Vec<_> = days.into_iter().map(|(day, _)| day).collect();
    Ok(due(TaskKind::ReportVisits, &days))
}
