//! What the users of an organisation ask of those who manage them.

use super::of_organisation;
use crate::{Failure, Tx, invitations, parameters, users};
use forprev_core::{
    id::OrganisationId,
    policy::{Action, account::MANAGES, may_ever, through},
    task::{Task, TaskKind, review_due_on},
    user::{UserRole, UserState},
};
use forprev_store as store;

pub(super) fn tasks(tx: &mut Tx<'_>) -> Result<Vec<Task>, Failure> {
    if may_ever(tx.actor, Action::ManageUsers).is_err() {
        return Ok(Vec::new());
    }
    let managed: Vec<OrganisationId> =
        through(tx.actor, Action::ManageUsers).filter_map(|(profile, _)| profile.organisation_id).collect();
    let alone = match tx.actor.person_id() {
        Some(person) => users::only_gestionnaire_of(tx, person)?,
        None => Vec::new(),
    };
    let mut tasks = Vec::new();
    for id in managed {
        let mut found = of_invitations(tx, Some(id))?;
        found.extend(of_accesses(tx, id)?);
        if alone.contains(&id) && !has_named(tx, id)? {
            found.push(Task::of(TaskKind::NameSecondGestionnaire));
        }
        tasks.extend(of_organisation(tx, id, found)?);
    }
    Ok(tasks)
}

/// Whether somebody was invited as a gestionnaire, and can still accept: it is theirs to answer.
fn has_named(tx: &mut Tx<'_>, organisation: OrganisationId) -> Result<bool, Failure> {
    let waiting = store::invitation::waiting_of(tx.conn, Some(organisation))?;
    Ok(waiting.iter().any(|row| row.kind == MANAGES && tx.now < row.expires_at.utc()))
}

/// The invitations of an organisation, or of agents, that nobody answered in time or that did not arrive.
pub(super) fn of_invitations(
    tx: &mut Tx<'_>,
    organisation: Option<OrganisationId>,
) -> Result<Vec<Task>, Failure> {
    let waiting = store::invitation::waiting_of(tx.conn, organisation)?;
    let undelivered = invitations::undelivered(tx, &waiting)?;
    let states: Vec<UserState> = waiting
        .iter()
        .map(|row| users::state_of_invitation(row, tx.now, undelivered.contains(&row.id)))
        .collect();
    let several = |kind, of| Task::of_several(kind, states.iter().filter(|state| **state == of).count());
    let tasks = [
        several(TaskKind::MendInvitations, UserState::Undelivered),
        several(TaskKind::RenewInvitations, UserState::Expired),
    ];
    Ok(tasks.into_iter().flatten().collect())
}

/// E11: the accesses that were asked about and that nobody confirmed since.
fn of_accesses(tx: &mut Tx<'_>, organisation: OrganisationId) -> Result<Option<Task>, Failure> {
    let mut profiles = store::profile::of_organisation(tx.conn, organisation)?;
    profiles.retain(|row| row.is_active(tx.today));
    let ids: Vec<_> = profiles.iter().map(|row| row.id.clone()).collect();
    let asked = store::access_review::of_profiles(tx.conn, &ids)?;
    let waiting: Vec<_> = profiles
        .iter()
        .filter_map(|row| {
            let told = asked.iter().filter(|one| one.profile_id == row.id).map(|one| one.told_on).max()?;
            let open = row.reviewed_on.is_none_or(|day| day < told);
            Some((UserRole::of_profile(row.kind)?, told)).filter(|_| open)
        })
        .collect();
    let parameters = parameters::on(tx, tx.today)?;
    let task = Task::of_several(TaskKind::ReviewAccesses, waiting.len());
    Ok(task.map(|task| Task { due_on: review_due_on(&waiting, &parameters), ..task }))
}
