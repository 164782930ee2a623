//! What the system asks of those who look after it, and invitations of agents of those who manage agents.

use super::users::of_invitations;
use crate::{Failure, Tx, jobs};
use forprev_core::{
    policy::{Action, may_ever},
    task::{Task, TaskKind},
};
use forprev_store as store;

pub(super) fn tasks(tx: &mut Tx<'_>) -> Result<Vec<Task>, Failure> {
    let mut tasks = Vec::new();
    if may_ever(tx.actor, Action::KeepSystem).is_ok() {
        let rows = store::scheduled_run::all(tx.conn)?;
        // One that a newer or older server ran is no work of this one.
        let failed = |row: &&store::scheduled_run::Row| {
            row.failures > 0 && jobs::ALL.iter().any(|job| job.name == row.name)
        };
        tasks.extend(Task::of_several(TaskKind::LookIntoJobs, rows.iter().filter(failed).count()));
        let not_reached = usize::try_from(store::mail::not_reached(tx.conn)?).unwrap_or_default();
        tasks.extend(Task::of_several(TaskKind::LookIntoMails, not_reached));
    }
    if may_ever(tx.actor, Action::ManageAgents).is_ok() {
        tasks.extend(of_invitations(tx, None)?);
    }
    Ok(tasks)
}
