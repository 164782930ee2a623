//! E10: an organisation that nobody manages any more. Its caisse, or INRS, invites a gestionnaire on proof.

use super::declare::refuse_user;
use crate::{
    Failure, Tx, audit,
    failure::refuse_if_any,
    invitations::{self, Invited, known},
    outbox,
};
use chrono::Duration;
use forprev_core::{
    notification::Facts,
    policy::{
        Action, may_ever, organisation::OrganisationStanding, support::on_behalf, user::name_successor_of,
    },
    user::{
        INVITATION_DAYS, NamedSuccessor, NewSuccessor, SuccessorContent, UserContent, unknown_organisation,
    },
};
use forprev_store as store;
use serde_json::json;

/// `POST /successors`: invites somebody to manage an organisation, and tells those who do. Tried (`?dry_run=true`), it is
/// the first of two steps. An invitation of the same person that waits is replaced: nobody may be there to send it again.
///
/// # Errors
/// As `may_ever`; what is wrong in shape; `organisation.unknown` where the organisation is not theirs to see;
/// `user.exists`, `person.birth_date`.
pub fn name_successor(tx: &mut Tx<'_>, input: &NewSuccessor) -> Result<NamedSuccessor, Failure> {
    may_ever(tx.actor, Action::NameSuccessor)?;
    let SuccessorContent { siret, user, reason } = input.read()?;
    let found = store::organisation::by_siret(tx.conn, &siret)?.ok_or_else(unknown_organisation)?;
    let standing = OrganisationStanding { id: found.id, caisse: found.caisse_code };
    name_successor_of(tx.actor, &standing).map_err(|_| unknown_organisation())?;
    // Of two who name one at once, the second sees what the first wrote.
    let organisation = store::organisation::touch(tx.conn, standing.id, None)?;
    refuse_user(tx, organisation.id, &user)?;
    refuse_if_any(user.violations(tx.today))?;
    replace_waiting(tx, &organisation, &user)?;
    let known = known(tx, &user.email, user.birth_date)?;
    let kind = user.role.profile();
    let gestionnaires = store::profile::people_of(tx.conn, organisation.id, kind, tx.today)?.len();
    let invited = Invited {
        organisation: Some(organisation.id),
        kind,
        caisse: None,
        rank: None,
        last_name: user.last_name,
        first_name: user.first_name,
        birth_date: user.birth_date,
        email: user.email,
        until_on: None,
    };
    let id = invitations::write(tx, invited, &[])?;
    let detail = json!({ "reason": reason, "gestionnaires": gestionnaires });
    audit::record(tx, "name_successor", "invitation", &id, Some(organisation.id), detail)?;
    let facts = Facts {
        organisation: Some(organisation.raison_sociale.clone()),
        by: Some(by(tx)?),
        ..Facts::default()
    };
    let told = serde_json::to_value(facts)?;
    outbox::put_to_gestionnaires(tx, outbox::Kind::SuccessorNamed, organisation.id, told)?;
    Ok(NamedSuccessor {
        organisation_id: organisation.id,
        organisation_name: organisation.raison_sociale,
        city: organisation.city,
        gestionnaires: u32::try_from(gestionnaires).unwrap_or(u32::MAX),
        known,
        expires_at: tx.now + Duration::days(INVITATION_DAYS),
    })
}

/// Cancels an invitation to the same address for the same role.
fn replace_waiting(
    tx: &mut Tx<'_>,
    organisation: &store::organisation::Row,
    user: &UserContent,
) -> Result<(), Failure> {
    for row in store::invitation::waiting_of(tx.conn, Some(organisation.id))? {
        if row.kind == user.role.profile() && row.email_key == user.email.key() {
            store::invitation::cancel(tx.conn, &row.id, tx.now.into())?;
        }
    }
    Ok(())
}

/// On whose behalf the agent acts, in words.
fn by(tx: &mut Tx<'_>) -> Result<String, Failure> {
    let code = on_behalf(tx.actor, Action::NameSuccessor).and_then(|profile| profile.caisse.clone());
    let Some(code) = code else { return Ok("l’INRS".to_owned()) };
    let caisse = store::place::caisses(tx.conn)?.into_iter().find(|one| one.code == code);
    Ok(caisse.map_or(code, |one| one.name))
}
