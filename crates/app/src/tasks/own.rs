//! What a person's own account asks of them.

use crate::{Failure, Tx, accounts};
use forprev_core::{
    account::{link::LinkPurpose, onboarding::data_check_due},
    calendar::today_in_paris,
    task::{Task, TaskKind, asked_of_address},
};
use forprev_store as store;

pub(super) fn tasks(tx: &mut Tx<'_>) -> Result<Vec<Task>, Failure> {
    let Some(person) = tx.actor.person() else { return Ok(Vec::new()) };
    let mut tasks = Vec::new();
    if person.second_factor_missing {
        tasks.push(Task::of(TaskKind::SetUpSecondFactor));
    }
    let onboarded = person.onboarded;
    let row = store::person::find(tx.conn, person.id)?;
    let waiting =
        store::one_time_link::open_until(tx.conn, row.id, LinkPurpose::ConfirmEmail, tx.now.into())?;
    let returned = accounts::email_returned(tx, &row)?;
    tasks.extend(
        asked_of_address(returned, waiting.is_some())
            .map(|kind| Task { due_on: waiting.map(|until| today_in_paris(until.utc())), ..Task::of(kind) }),
    );
    // The first sign-in steps ask for it before.
    if onboarded && data_check_due(row.checked_on, tx.today) {
        tasks.push(Task::of(TaskKind::CheckData));
    }
    Ok(tasks)
}
