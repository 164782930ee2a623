//! The accounts that can sign in, past their first sign-in, and the agents of two more caisses.

use super::{
    cast::{ROLES, Role},
    id,
    organisations::Habilitation,
    people::{caisse_of, choose, number, person, profile, qualify},
};
use crate::{Failure, Tx};
use chrono::NaiveDate;
use forprev_core::{
    actor::{InrsRank, ProfileKind},
    calendar::months_before,
    id::{OrganisationId, PersonId},
};
use forprev_store as store;

/// The caisses with agents; the first one's agent can sign in.
const CAISSES: [&str; 3] = ["RENNES", "LYON", "PARIS"];

/// The account of this name.
pub(super) fn account(local_part: &str) -> PersonId {
    let place = ROLES.iter().position(|role| role.local_part == local_part).unwrap_or_default();
    PersonId::new(id(8, place))
}

/// Writes the accounts.
pub(super) fn write(tx: &mut Tx<'_>, held: &[Habilitation], password: &str) -> Result<(), Failure> {
    for (place, role) in ROLES.iter().enumerate() {
        let born = NaiveDate::from_ymd_opt(1975 + i32::try_from(place).unwrap_or_default(), 5, 12)
            .unwrap_or_default();
        let (who, email) = (account(role.local_part), role.email().parse().ok());
        person(tx, who, number(place), role.last_name, role.first_name, born, email, Some(password))?;
        for (at, kind) in role.profiles.iter().enumerate() {
            give(tx, who, place * 2 + at, role, *kind, held)?;
        }
    }
    for (place, caisse) in CAISSES.iter().enumerate().skip(1) {
        let who = PersonId::new(id(9, place));
        let born = NaiveDate::from_ymd_opt(1980, 1, 15).unwrap_or_default();
        let email = format!("instructeur.{}@demo.example", caisse.to_lowercase()).parse().ok();
        person(tx, who, number(10 + place), "Agent", caisse_name(caisse), born, email, Some(password))?;
        agent(tx, who, 60 + place, caisse)?;
    }
    Ok(())
}

const fn caisse_name(code: &str) -> &'static str {
    match code.as_bytes() {
        b"LYON" => "Rhône-Alpes",
        b"PARIS" => "Île-de-France",
        _ => "Bretagne",
    }
}

fn give(
    tx: &mut Tx<'_>,
    who: PersonId,
    place: usize,
    role: &Role,
    kind: ProfileKind,
    held: &[Habilitation],
) -> Result<(), Failure> {
    match kind {
        ProfileKind::Formateur => {
            profile(tx, who, place, kind)?;
            choose(tx, who, caisse_of(0))?;
            for (at, certificate) in role.qualified.iter().enumerate() {
                qualify(tx, 200 + place * 10 + at, who, certificate, months_before(tx.today, 8))?;
            }
            Ok(())
        }
        ProfileKind::Instructeur => agent(tx, who, place, CAISSES.first().copied().unwrap_or("RENNES")),
        ProfileKind::Gestionnaire | ProfileKind::Delegataire => {
            let organisation = OrganisationId::new(id(1, role.organisation));
            let profile_id = row(tx, who, place, kind, Some(organisation), None, None)?;
            if kind == ProfileKind::Delegataire {
                delegate(tx, &profile_id, role.organisation, held)?;
            }
            Ok(())
        }
        ProfileKind::Inrs => row(tx, who, place, kind, None, None, Some(InrsRank::Administrator)).map(|_| ()),
        _ => profile(tx, who, place, kind),
    }
}

fn agent(tx: &mut Tx<'_>, who: PersonId, place: usize, caisse: &str) -> Result<(), Failure> {
    row(tx, who, place, ProfileKind::Instructeur, None, Some(caisse), None).map(|_| ())
}

fn row(
    tx: &mut Tx<'_>,
    person_id: PersonId,
    place: usize,
    kind: ProfileKind,
    organisation_id: Option<OrganisationId>,
    caisse: Option<&str>,
    rank: Option<InrsRank>,
) -> Result<String, Failure> {
    let profile_id = id(6, place).to_string();
    store::profile::insert(
        tx.conn,
        store::profile::Row {
            organisation_id,
            caisse_code: caisse.map(str::to_owned),
            rank,
            ..store::profile::Row::new(profile_id.clone(), person_id, kind, tx.now.into())
        },
    )?;
    Ok(profile_id)
}

/// The délégataire declares for the organisation's SST at level 1.
fn delegate(
    tx: &mut Tx<'_>,
    profile_id: &str,
    organisation: usize,
    held: &[Habilitation],
) -> Result<(), Failure> {
    let sst =
        held.iter().find(|one| one.organisation == organisation && one.dispositif == "SST" && one.level == 1);
    let Some(sst) = sst else { return Ok(()) };
    store::delegation::insert(
        tx.conn,
        store::delegation::Row {
            id: id(10, organisation).to_string(),
            profile_id: profile_id.to_owned(),
            habilitation_id: sst.id,
            created_at: tx.now.into(),
            removed_at: None,
        },
    )?;
    Ok(())
}
