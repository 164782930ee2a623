//! Changes to a user: what is attached to a délégataire, rights suspended and given back.

use super::{declare::unattachable, other_gestionnaires, seen, take, take_user};
use crate::{Failure, Tx, audit, failure::refuse_if_any, outbox, sessions::Expected};
use forprev_core::{
    id::{HabilitationId, OrganisationId, UserId},
    policy::user::keeps_one,
    user::{User, UserPatch, UserRole, UserState, in_words},
};
use forprev_store as store;
use serde_json::json;

/// `PATCH /organisations/{id}/users/{user_id}`: what is attached to a délégataire, and until when. What was attached may
/// stay, whatever it is today; what is added is valid today (U3).
///
/// # Errors
/// What is wrong in shape, `not_found`, `version.stale`, `version.missing`; then as `declare_user`.
pub fn update_user(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: UserId,
    expected: impl Into<Expected>,
    patch: &UserPatch,
) -> Result<User, Failure> {
    refuse_if_any(patch.check())?;
    let organisation = take(tx, organisation)?;
    let (mut row, role) = take_user(tx, &organisation, id, expected)?;
    let before = store::delegation::of_profiles(tx.conn, &[row.id.as_str()])?;
    let in_force = store::delegation::in_force(tx.conn, &[row.id.as_str()])?;
    let attached: Vec<HabilitationId> = in_force.into_iter().map(|(_, habilitation)| habilitation).collect();
    let (wanted, until_on) = patch.applied(role, &attached, row.until_on, tx.today)?;
    let added: Vec<_> = wanted.iter().filter(|id| !attached.contains(id)).copied().collect();
    let sent = patch.habilitation_ids.as_deref().unwrap_or_default();
    refuse_if_any(unattachable(tx, organisation.id, &added, sent)?)?;
    let removed: Vec<_> = before.iter().filter(|one| !wanted.contains(&one.habilitation_id)).collect();
    for one in &removed {
        store::delegation::remove(tx.conn, &one.id, tx.now.into())?;
    }
    for habilitation in &added {
        attach(tx, &row.id, *habilitation)?;
    }
    if patch.habilitation_ids.is_some() {
        settle_renewals(tx, &row.id, &before, &attached, &wanted)?;
    }
    row.until_on = until_on;
    let detail = json!({
        "attached": added,
        "removed": removed.iter().map(|one| one.habilitation_id).collect::<Vec<_>>(),
        "until_on": until_on,
    });
    store::profile::save(tx.conn, row)?;
    audit::record(tx, "update_user", "user", &id.to_string(), Some(organisation.id), detail)?;
    seen::one(tx, organisation.id, &id.to_string())
}

/// U3: what counts as a renewal alone is written down where the whole list is told: attached where it stays, whatever
/// becomes of what it renews; removed where it does not.
fn settle_renewals(
    tx: &mut Tx<'_>,
    profile: &str,
    before: &[store::delegation::Row],
    counted: &[HabilitationId],
    wanted: &[HabilitationId],
) -> Result<(), Failure> {
    for habilitation in counted {
        if before.iter().any(|one| one.habilitation_id == *habilitation) {
            continue;
        }
        let id = attach(tx, profile, *habilitation)?;
        if !wanted.contains(habilitation) {
            store::delegation::remove(tx.conn, &id, tx.now.into())?;
        }
    }
    Ok(())
}

/// Attaches a habilitation to a délégataire. The delegation's identifier.
pub(crate) fn attach(
    tx: &mut Tx<'_>,
    profile: &str,
    habilitation_id: HabilitationId,
) -> Result<String, Failure> {
    let id = tx.new_id().to_string();
    let row = store::delegation::Row {
        id: id.clone(),
        profile_id: profile.to_owned(),
        habilitation_id,
        created_at: tx.now.into(),
        removed_at: None,
    };
    store::delegation::insert(tx.conn, row)?;
    Ok(id)
}

/// `POST …/suspend`: from the next request on, the user has no right here. Who is suspended already stays so.
///
/// # Errors
/// `not_found`, `gestionnaire.last` (U4), `version.stale`.
pub fn suspend_user(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: UserId,
    expected: impl Into<Expected>,
) -> Result<User, Failure> {
    let organisation = take(tx, organisation)?;
    let (row, role) = take_user(tx, &organisation, id, expected)?;
    let state = seen::state_of(&row, tx.today);
    if state == UserState::Active {
        keeps_one(role, other_gestionnaires(tx, &row)?)?;
    }
    if state != UserState::Suspended {
        suspend(tx, row, role, &organisation, "gestionnaire")?;
        audit::record(tx, "suspend_user", "user", &id.to_string(), Some(organisation.id), json!({}))?;
    }
    seen::one(tx, organisation.id, &id.to_string())
}

/// Suspends the rights of a user who was taken, and tells them; `reason` says who or what did.
pub(crate) fn suspend(
    tx: &mut Tx<'_>,
    row: store::profile::Row,
    role: UserRole,
    organisation: &store::organisation::Row,
    reason: &str,
) -> Result<(), Failure> {
    let person = row.person_id;
    store::profile::save(tx.conn, store::profile::Row { suspended_at: Some(tx.now.into()), ..row })?;
    let payload = json!({
        "organisation": organisation.raison_sociale,
        "what": in_words(role.profile(), None, None),
        "reason": reason,
    });
    outbox::put(tx, outbox::Kind::UserSuspended, Some(person), None, Some(organisation.id), payload)
}

/// `POST …/resume`: gives the rights back, which confirms the access for a year.
///
/// # Errors
/// `not_found`, `version.stale`.
pub fn resume_user(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: UserId,
    expected: impl Into<Expected>,
) -> Result<User, Failure> {
    let organisation = take(tx, organisation)?;
    let (mut row, _) = take_user(tx, &organisation, id, expected)?;
    if row.suspended_at.is_some() {
        row.suspended_at = None;
        row.reviewed_on = Some(tx.today);
        store::profile::save(tx.conn, row)?;
        audit::record(tx, "resume_user", "user", &id.to_string(), Some(organisation.id), json!({}))?;
    }
    seen::one(tx, organisation.id, &id.to_string())
}
