//! What organisation files, requests, sittings, audits and visits ask of each side. Of an agent there are as many as their queue is
//! long: they are counted, and the queue is where they are done.

use crate::{Failure, Tx};
use forprev_core::{
    id::PersonId,
    organisation::file::FileState,
    policy::{
        Action,
        file::{self, FileScope},
        may_ever,
        request::{self, RequestScope},
        through,
    },
    request::{State, sitting::SittingState},
    task::{Task, TaskKind},
};
use forprev_store::{self as store, organisation_file as files, request as requests};

pub(super) fn tasks(tx: &mut Tx<'_>) -> Result<Vec<Task>, Failure> {
    // A client writes no file and instructs none.
    let Some(me) = tx.actor.person_id() else { return Ok(Vec::new()) };
    let mut found = of_files(tx, me)?;
    found.extend(of_requests(tx, me)?);
    found.extend(of_sittings(tx)?);
    found.extend(of_visits(tx, me)?);
    Ok(found)
}

fn several(kind: TaskKind, count: i64) -> Option<Task> {
    Task::of_several(kind, usize::try_from(count).unwrap_or_default())
}

fn of_files(tx: &mut Tx<'_>, me: PersonId) -> Result<Vec<Task>, Failure> {
    let mut found = Vec::new();
    let own = file::scope_of(tx.actor, Action::DraftOrganisationFile);
    for (kind, state) in
        [(TaskKind::CompleteFiles, FileState::Returned), (TaskKind::FinishFiles, FileState::Draft)]
    {
        found.extend(several(kind, count_files(tx, &own, files::Filter::default(), state)?));
    }
    let instructs = file::scope_of(tx.actor, Action::InstructOrganisationFile);
    let mine = files::Filter { assigned: Some(files::Assigned::To(me)), ..files::Filter::default() };
    found.extend(several(TaskKind::InstructFiles, count_files(tx, &instructs, mine, FileState::Submitted)?));
    // INRS takes those that no caisse has; those of a caisse are for its own agents to take.
    let desk = instructs.all.then_some(files::Desk::Inrs);
    let free = files::Filter { assigned: Some(files::Assigned::ToNobody), desk, ..files::Filter::default() };
    found.extend(several(TaskKind::TakeFiles, count_files(tx, &instructs, free, FileState::Submitted)?));
    Ok(found)
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

fn of_requests(tx: &mut Tx<'_>, me: PersonId) -> Result<Vec<Task>, Failure> {
    let mut found = Vec::new();
    let own = request::scope_of(tx.actor, Action::DraftRequest);
    let to_complete = [State::Incomplete, State::Returned];
    found.extend(several(TaskKind::CompleteRequests, count(tx, &own, None, None, &to_complete)?));
    found.extend(several(TaskKind::FinishRequests, count(tx, &own, None, None, &[State::Draft])?));

    let instructs = request::scope_of(tx.actor, Action::InstructRequest);
    let at_desk = [State::Submitted, State::Instruction];
    let mine = Some(requests::Assigned::To(me));
    found.extend(several(TaskKind::InstructRequests, count(tx, &instructs, mine, None, &at_desk)?));
    let desk = instructs.submitted.then_some(files::Desk::Inrs);
    let free = Some(requests::Assigned::ToNobody);
    found.extend(several(TaskKind::TakeRequests, count(tx, &instructs, free, desk, &at_desk)?));

    for (kind, action, state) in [
        (TaskKind::GiveOpinions, Action::GiveInrsOpinion, State::Opinion),
        (TaskKind::DecideRequests, Action::DecideRequest, State::Decision),
    ] {
        let scope = request::scope_of(tx.actor, action);
        found.extend(several(kind, count(tx, &scope, None, None, &[state])?));
    }
    Ok(found)
}

fn count(
    tx: &mut Tx<'_>,
    scope: &RequestScope,
    assigned: Option<requests::Assigned>,
    desk: Option<files::Desk>,
    states: &[State],
) -> Result<i64, Failure> {
    let filter = requests::Filter { states: states.to_vec(), assigned, desk, ..requests::Filter::default() };
    Ok(requests::count(tx.conn, scope, &filter)?)
}

/// C21: a sitting whose day has come is decided, moved or cancelled.
fn of_sittings(tx: &mut Tx<'_>) -> Result<Option<Task>, Failure> {
    if may_ever(tx.actor, Action::ManageSittings).is_err() {
        return Ok(None);
    }
    let planned = store::sitting::all(tx.conn, Some(SittingState::Planned))?;
    let come: Vec<_> = planned.into_iter().map(|row| row.held_on).filter(|day| *day <= tx.today).collect();
    let task = Task::of_several(TaskKind::HoldSittings, come.len());
    Ok(task.map(|task| Task { due_on: come.first().copied(), ..task }))
}

fn of_visits(tx: &mut Tx<'_>, me: PersonId) -> Result<Vec<Task>, Failure> {
    let mut found = Vec::new();
    if may_ever(tx.actor, Action::ManageVisits).is_ok() {
        let days = store::visit::to_report(tx.conn, me, tx.today)?;
        let task = Task::of_several(TaskKind::ReportVisits, days.len());
        found.extend(task.map(|task| Task { due_on: days.first().copied(), ..task }));
    }
    if may_ever(tx.actor, Action::AnswerVisits).is_ok() {
        let theirs: Vec<_> = through(tx.actor, Action::AnswerVisits)
            .filter_map(|(profile, _)| profile.organisation_id)
            .collect();
        let days = store::visit::to_answer(tx.conn, &theirs)?;
        let task = Task::of_several(TaskKind::AnswerVisits, days.len());
        found.extend(task.map(|task| Task { due_on: days.first().copied(), ..task }));
    }
    Ok(found)
}
