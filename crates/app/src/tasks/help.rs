//! What recoveries of access ask of agents: each waits for a second one (A15).

use crate::{Failure, Tx};
use forprev_core::{
    calendar::today_in_paris,
    policy::help::to_confirm,
    task::{Task, TaskKind},
};
use forprev_store as store;

pub(super) fn tasks(tx: &mut Tx<'_>) -> Result<Option<Task>, Failure> {
    let Some(whose) = to_confirm(tx.actor) else { return Ok(None) };
    let (count, first) = store::account_recovery::to_confirm(tx.conn, &whose, tx.now.into())?;
    let task = Task::of_several(TaskKind::ConfirmRecoveries, usize::try_from(count).unwrap_or_default());
    Ok(task.map(|task| Task { due_on: first.map(|at| today_in_paris(at.utc())), ..task }))
}
