//! More users of the first organisation: a second gestionnaire, a suspended délégataire, somebody invited.

use super::{
    accounts::account,
    at, id,
    organisations::Habilitation,
    people::{number, person},
};
use crate::{
    Failure, Tx, accounts,
    invitations::{self, Invited},
};
use chrono::{Days, NaiveDate};
use forprev_core::{
    actor::Actor,
    id::{OrganisationId, PersonId},
    user::UserRole,
};
use forprev_store as store;

/// Writes them, after all else: what is drawn for them moves nothing.
pub(super) fn write(tx: &mut Tx<'_>, held: &[Habilitation], password: &str) -> Result<(), Failure> {
    let organisation = OrganisationId::new(id(1, 0));
    let sst = held.iter().find(|one| one.organisation == 0 && one.dispositif == "SST" && one.level == 1);
    let sst: Vec<_> = sst.map(|one| one.id).into_iter().collect();
    let born = NaiveDate::from_ymd_opt(1982, 9, 3).unwrap_or_default();
    for (place, role, last_name, first_name, local_part) in [
        (0, UserRole::Gestionnaire, "Riou", "Gwenaëlle", "seconde.gestionnaire"),
        (1, UserRole::Delegataire, "Pastor", "Émile", "ancien.delegataire"),
    ] {
        let who = PersonId::new(id(11, place));
        let email = format!("{local_part}@demo.example").parse().ok();
        person(tx, who, number(60 + place), last_name, first_name, born, email, Some(password))?;
        let profile = id(6, 80 + place).to_string();
        let suspended = role.has_habilitations().then(|| tx.now - Days::new(12));
        store::profile::insert(
            tx.conn,
            store::profile::Row {
                organisation_id: Some(organisation),
                suspended_at: suspended.map(Into::into),
                ..store::profile::Row::new(profile.clone(), who, role.profile(), tx.now.into())
            },
        )?;
        for habilitation_id in sst.iter().filter(|_| role.has_habilitations()) {
            let row = store::delegation::Row {
                id: id(10, 80 + place).to_string(),
                profile_id: profile.clone(),
                habilitation_id: *habilitation_id,
                created_at: tx.now.into(),
                removed_at: None,
            };
            store::delegation::insert(tx.conn, row)?;
        }
    }
    let Ok(email) = "invitee@demo.example".parse() else { return Ok(()) };
    let gestionnaire = store::person::find(tx.conn, account("gestionnaire"))?;
    let actor = Actor::Person(accounts::person(&gestionnaire, Vec::new(), false));
    let invited = Invited {
        organisation: Some(organisation),
        kind: UserRole::Delegataire.profile(),
        caisse: None,
        rank: None,
        last_name: "Okafor".to_owned(),
        first_name: "Nadia".to_owned(),
        birth_date: born,
        email,
        until_on: None,
    };
    at(tx, tx.now, &actor, |tx| invitations::write(tx, invited, &sst).map(|_| ()))
}
