//! A gestionnaire declares a user: an invitation leaves, which can be sent again or cancelled.

use super::{seen, take};
use crate::{
    Failure, Tx, audit,
    failure::refuse_if_any,
    invitations::{self, Invited},
};
use forprev_core::{
    id::{HabilitationId, OrganisationId, UserId},
    problem::{Code, Fault},
    user::{DeclaredUser, NewUser, User, UserContent},
};
use forprev_store as store;
use serde_json::json;

/// `POST /organisations/{id}/users`: invites somebody to become a user (U2). Tried (`?dry_run=true`), it is the first of
/// two steps: everything is checked, and nothing leaves.
///
/// # Errors
/// What is wrong in shape; `not_found`; `user.exists`, `invitation.exists`; `delegation.missing`, H1 and H11 for a
/// habilitation that is not valid today, `field.reference` for one that is not the organisation's,
/// `person.birth_date`, `field.past`.
pub fn declare_user(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    input: &NewUser,
) -> Result<DeclaredUser, Failure> {
    let content = input.read()?;
    let organisation = take(tx, organisation)?;
    refuse_double(tx, &organisation, &content)?;
    let mut faults = content.violations(tx.today);
    faults.extend(unattachable(tx, organisation.id, &content.habilitations, &input.habilitation_ids)?);
    refuse_if_any(faults)?;
    let invited = Invited {
        organisation: Some(organisation.id),
        kind: content.role.profile(),
        caisse: None,
        rank: None,
        last_name: content.last_name,
        first_name: content.first_name,
        birth_date: content.birth_date,
        email: content.email,
        until_on: content.until_on,
    };
    let id = invitations::write(tx, invited, &content.habilitations)?;
    let detail = json!({ "role": content.role, "habilitations": content.habilitations });
    audit::record(tx, "declare_user", "invitation", &id, Some(organisation.id), detail)?;
    Ok(DeclaredUser { user: seen::one(tx, organisation.id, &id)? })
}

/// U2: whoever has this role here already, or is invited to it, is not declared again.
fn refuse_double(
    tx: &mut Tx<'_>,
    organisation: &store::organisation::Row,
    content: &UserContent,
) -> Result<(), Failure> {
    refuse_user(tx, organisation.id, content)?;
    let kind = content.role.profile();
    let waiting = store::invitation::waiting_of(tx.conn, Some(organisation.id))?;
    if waiting.iter().any(|row| row.kind == kind && row.email == content.email) {
        return Err(Fault::new(Code::InvitationExists).at("/email").into());
    }
    Ok(())
}

/// U2: whoever has this role here already is not declared again, whatever address of theirs was typed.
pub(super) fn refuse_user(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    content: &UserContent,
) -> Result<(), Failure> {
    let kind = content.role.profile();
    let users = store::profile::of_organisation(tx.conn, organisation)?;
    let ids: Vec<_> = users.iter().filter(|row| row.kind == kind).map(|row| row.person_id).collect();
    let of_address = store::person::by_email(tx.conn, &content.email)?.map(|person| person.id);
    let same = |person: &store::person::Row| {
        Some(person.id) == of_address
            || invitations::same_identity(person, &content.last_name, &content.first_name, content.birth_date)
    };
    if store::person::find_all(tx.conn, &ids)?.iter().any(same) {
        return Err(Fault::new(Code::UserExists).at("/email").into());
    }
    Ok(())
}

/// U3: of these habilitations those that cannot be attached today, each where it was sent.
pub(super) fn unattachable(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    wanted: &[HabilitationId],
    sent: &[String],
) -> Result<Vec<Fault>, Failure> {
    let found = if wanted.is_empty() { Vec::new() } else { store::habilitation::find_all(tx.conn, wanted)? };
    let mut faults = Vec::new();
    for id in wanted {
        let place = sent.iter().position(|text| text.trim().parse() == Ok(*id)).unwrap_or_default();
        let pointer = format!("/habilitation_ids/{place}");
        match found.iter().find(|one| one.row.id == *id && one.row.organisation_id == organisation) {
            None => faults.push(Fault::new(Code::BadReference).at(pointer)),
            Some(one) => faults.extend(one.validity().on(tx.today).err().map(|fault| fault.at(pointer))),
        }
    }
    Ok(faults)
}

/// `POST /organisations/{id}/invitations/{id}/send-again`: with another token and five more days. The one before is
/// worth nothing any more.
///
/// # Errors
/// `not_found` where no such invitation waits.
pub fn send_invitation_again(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: UserId,
) -> Result<User, Failure> {
    let organisation = take(tx, organisation)?;
    let row = waiting(tx, organisation.id, id)?;
    invitations::send_again(tx, row)?;
    audit::record(
        tx,
        "send_invitation_again",
        "invitation",
        &id.to_string(),
        Some(organisation.id),
        json!({}),
    )?;
    seen::one(tx, organisation.id, &id.to_string())
}

/// `DELETE /organisations/{id}/invitations/{id}`: it can no longer be accepted.
///
/// # Errors
/// `not_found` where no such invitation waits.
pub fn cancel_invitation(tx: &mut Tx<'_>, organisation: OrganisationId, id: UserId) -> Result<(), Failure> {
    let organisation = take(tx, organisation)?;
    waiting(tx, organisation.id, id)?;
    if !store::invitation::cancel(tx.conn, &id.to_string(), tx.now.into())? {
        return Err(Failure::of(Code::NotFound));
    }
    audit::record(tx, "cancel_invitation", "invitation", &id.to_string(), Some(organisation.id), json!({}))
}

fn waiting(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    id: UserId,
) -> Result<store::invitation::Row, Failure> {
    let row = store::invitation::find_waiting(tx.conn, &id.to_string())?;
    if row.organisation_id == Some(organisation) { Ok(row) } else { Err(Failure::of(Code::NotFound)) }
}
