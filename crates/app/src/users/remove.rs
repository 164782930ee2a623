//! A user leaves: their open sessions are handed to somebody who can go on with them.

use super::{other_gestionnaires, seen, take, take_user};
use crate::{Failure, Tx, audit, outbox, sessions::Expected};
use forprev_core::{
    id::{HabilitationId, OrganisationId, PersonId, SessionId, UserId},
    policy::user::{can_take_over, keeps_one},
    problem::{Code, Fault},
    user::{UserRole, UserState, in_words},
};
use forprev_store as store;
use serde_json::json;

/// `DELETE /organisations/{id}/users/{user_id}`: ends what the user is here. The sessions that they declared and that are
/// not certified go to `hand_over_to`; of a gestionnaire who leaves by themselves too.
///
/// # Errors
/// `not_found`, `gestionnaire.last` (U4), `version.stale`, `version.missing`; `hand_over.needed`, `hand_over.unable`,
/// `field.reference`.
pub fn remove_user(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: UserId,
    expected: impl Into<Expected>,
    hand_over_to: Option<UserId>,
) -> Result<(), Failure> {
    let organisation = take(tx, organisation)?;
    let (row, role) = take_user(tx, &organisation, id, expected)?;
    if seen::state_of(&row, tx.today) == UserState::Active {
        keeps_one(role, other_gestionnaires(tx, &row)?)?;
    }
    let person = row.person_id;
    let open = left_behind(tx, organisation.id, &row)?;
    let to = if open.is_empty() {
        None
    } else {
        Some(successor(tx, organisation.id, person, hand_over_to, &open)?)
    };
    if let Some(to) = to {
        let ids: Vec<SessionId> = open.iter().map(|(session, _)| *session).collect();
        store::session::hand_over(tx.conn, &ids, to, tx.now.into())?;
    }
    store::profile::save(tx.conn, store::profile::Row { ended_at: Some(tx.now.into()), ..row })?;
    let detail = json!({ "person": person, "handed_over": open.len(), "to": to });
    audit::record(tx, "remove_user", "user", &id.to_string(), Some(organisation.id), detail)?;
    let payload = json!({
        "organisation": organisation.raison_sociale,
        "what": in_words(role.profile(), None, None),
    });
    outbox::put(tx, outbox::Kind::UserRemoved, Some(person), None, Some(organisation.id), payload)
}

/// The open sessions of a person that nobody could go on with for them, once this profile has ended: whoever is still a
/// user in another role keeps those that this role reaches.
fn left_behind(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    leaving: &store::profile::Row,
) -> Result<Vec<(SessionId, HabilitationId)>, Failure> {
    let mut open = store::session::open_of(tx.conn, organisation, leaving.person_id, tx.today)?;
    let mut others = store::profile::of_organisation(tx.conn, organisation)?;
    others
        .retain(|one| one.person_id == leaving.person_id && one.id != leaving.id && one.is_active(tx.today));
    for other in others {
        let Some((role, attached)) = reach(tx, &other)? else { continue };
        open.retain(|(_, habilitation)| !can_take_over(role, &attached, std::iter::once(*habilitation)));
    }
    Ok(open)
}

/// What a user is, and what is attached to them.
fn reach(
    tx: &mut Tx<'_>,
    row: &store::profile::Row,
) -> Result<Option<(UserRole, Vec<HabilitationId>)>, Failure> {
    let Some(role) = UserRole::of_profile(row.kind) else { return Ok(None) };
    let attached = store::delegation::in_force(tx.conn, &[row.id.as_str()])?;
    Ok(Some((role, attached.into_iter().map(|(_, habilitation)| habilitation).collect())))
}

/// The person who takes the sessions over.
fn successor(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    leaving: PersonId,
    named: Option<UserId>,
    open: &[(SessionId, HabilitationId)],
) -> Result<PersonId, Failure> {
    let refuse = |code: Code| Fault::new(code).at("/hand_over_to").with("count", open.len());
    let named = named.ok_or_else(|| refuse(Code::HandOverNeeded))?;
    let row = match store::profile::find(tx.conn, &named.to_string()) {
        Err(store::Error::NotFound) => return Err(refuse(Code::BadReference).into()),
        other => other?,
    };
    if row.organisation_id != Some(organisation) {
        return Err(refuse(Code::BadReference).into());
    }
    let able = match reach(tx, &row)? {
        Some((role, attached)) => can_take_over(role, &attached, open.iter().map(|(_, id)| *id)),
        None => false,
    };
    if able && row.person_id != leaving && row.is_active(tx.today) {
        Ok(row.person_id)
    } else {
        Err(refuse(Code::HandOverUnable).into())
    }
}
