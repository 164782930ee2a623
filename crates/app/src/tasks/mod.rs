//! "À traiter": what the signed-in person has to do, computed from the state of things whenever it is asked. Each file
//! looks at one source; who has which tasks follows from what they may do. Of all sources but sessions a person has a handful.

mod habilitations;
mod help;
mod own;
mod sessions;
mod system;
mod users;

use crate::{Failure, Tx, failure::refuse_if_any};
use forprev_core::{
    id::OrganisationId,
    page::Page,
    query::PageQuery,
    task::{Task, TaskOrganisation},
};
use forprev_store as store;

/// `GET /tasks`: what waits for the caller, the most urgent first; what has no last day stands at the end.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_tasks(tx: &mut Tx<'_>, query: &PageQuery) -> Result<Page<Task>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let mut tasks = own::tasks(tx)?;
    tasks.extend(system::tasks(tx)?);
    tasks.extend(help::tasks(tx)?);
    tasks.extend(habilitations::tasks(tx)?);
    tasks.extend(users::tasks(tx)?);
    let sessions = sessions::count(tx)?;
    let total = sessions.total + tasks.len() as u64;
    tasks.extend(sessions.of_page(tx, &wanted)?);
    Ok(Page { total, ..wanted.cut(tasks, Task::urgency) })
}

/// These tasks, each for this organisation: its name is read only where there is a task.
fn of_organisation(tx: &mut Tx<'_>, id: OrganisationId, tasks: Vec<Task>) -> Result<Vec<Task>, Failure> {
    if tasks.is_empty() {
        return Ok(tasks);
    }
    let name = store::organisation::find(tx.conn, id)?.raison_sociale;
    let organisation = Some(TaskOrganisation { id, name });
    Ok(tasks.into_iter().map(|task| Task { organisation: organisation.clone(), ..task }).collect())
}
