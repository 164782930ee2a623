//! What recoveries of access ask of agents: each waits for a second one (A15).

use crate::{Failure, Tx, people};
use forprev_core::{
    calendar::today_in_paris,
    policy::{Action, help::may_confirm, may_ever},
    task::{Task, TaskKind},
};
use forprev_store as store;

pub(super) fn tasks(tx: &mut Tx<'_>) -> Result<Option<Task>, Failure> {
    if may_ever(tx.actor, Action::HelpPeople).is_err() {
        return Ok(None);
    }
    let mut last_days = Vec::new();
    for row in store::account_recovery::asked(tx.conn, tx.now.into())? {
        let person = store::person::find(tx.conn, row.person_id)?;
        let about = people::helped(tx, &person)?;
        if may_confirm(tx.actor, &about, row.opened_by).is_ok() {
            last_days.push(today_in_paris(row.due_at.utc()));
        }
    }
    let task = Task::of_several(TaskKind::ConfirmRecoveries, last_days.len());
    Ok(task.map(|task| Task { due_on: last_days.into_iter().min(), ..task }))
}
