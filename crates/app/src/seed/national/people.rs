//! Formateurs, gestionnaires and délégataires, and the agents of the caisses. None of them can sign in: they have no password.

use super::{Size, draw, name, organisations::organisation};
use crate::{
    Failure, Tx,
    seed::{id, people::caisse_of},
};
use chrono::{Days, NaiveDate};
use forprev_core::{
    actor::ProfileKind,
    calendar::{months_before, period_end},
    forprev_number::ForprevNumber,
    id::PersonId,
};
use forprev_store as store;

const CERTIFICATES: [&str; 8] = [
    "FORM_SST",
    "FORM_PRAPIBC",
    "FORM_PRAP2S",
    "FORM_APSASD",
    "FORM_RPS",
    "FORM_TRANSMAT",
    "FORM_TRANSVOY",
    "FORM_EVRP",
];

/// The formateur of this place; those of the same remainder by 8 hold the same certificate.
pub(super) fn formateur(index: usize) -> PersonId {
    PersonId::new(id(103, index))
}

/// Their number.
pub(super) fn number(index: usize) -> ForprevNumber {
    // Odd, and so prime to the count of numbers but for 5 and 13: no two places share one.
    ForprevNumber::from_sequence(9_000_001 + index as u64 * 9_973)
}

/// Writes them.
pub(super) fn write(tx: &mut Tx<'_>, size: Size) -> Result<(), Failure> {
    let people = (0..size.formateurs + size.users).map(|index| person(tx, index, size)).collect();
    store::person::insert_all(tx.conn, people)?;
    let profiles = (0..size.formateurs + size.users).map(|index| profile(tx, index, size)).collect();
    store::profile::insert_all(tx.conn, profiles)?;
    let qualifications = (0..size.formateurs)
        .map(|index| {
            let obtained_on =
                months_before(tx.today, u32::try_from(draw(index as u64) % 40).unwrap_or_default());
            store::qualification::Row {
                id: id(105, index).to_string(),
                person_id: formateur(index),
                certificate_code: CERTIFICATES.get(index % 8).copied().unwrap_or("FORM_SST").to_owned(),
                obtained_on,
                valid_until: Some(period_end(obtained_on, 36)),
                certificate_number: None,
                reference: None,
                created_at: tx.now.into(),
            }
        })
        .collect();
    store::qualification::insert_all(tx.conn, qualifications)?;
    Ok(())
}

fn person(tx: &Tx<'_>, index: usize, size: Size) -> store::person::Row {
    let (last_name, first_name) = name(0x7000_0000 + index as u64);
    let email: Option<forprev_core::email::Email> = format!("personne{index}@demo.example").parse().ok();
    store::person::Row {
        id: formateur(index),
        forprev_number: number(index),
        birth_date: NaiveDate::from_ymd_opt(1960, 1, 1)
            .map(|day| day + Days::new(draw(index as u64) % 14_000)),
        identity_key: store::person::identity_key(&last_name, first_name),
        search_key: store::person::search_key(&last_name, first_name),
        last_name,
        first_name: first_name.to_owned(),
        email_key: email.as_ref().map(forprev_core::email::Email::key),
        email,
        password_hash: None,
        caisse_code: (index < size.formateurs).then(|| caisse_of(index).to_owned()),
        onboarded_at: (index < size.formateurs).then(|| tx.now.into()),
        version: 1,
        created_at: tx.now.into(),
        phone: None,
        checked_on: (index < size.formateurs).then_some(tx.today),
        closed_at: None,
    }
}

fn profile(tx: &Tx<'_>, index: usize, size: Size) -> store::profile::Row {
    let formateur_only = index < size.formateurs;
    let kind = match index % 3 {
        _ if formateur_only => ProfileKind::Formateur,
        0 => ProfileKind::Gestionnaire,
        _ => ProfileKind::Delegataire,
    };
    store::profile::Row {
        organisation_id: (!formateur_only).then(|| organisation(index % size.organisations)),
        ..store::profile::Row::new(id(104, index).to_string(), formateur(index), kind, tx.now.into())
    }
}

/// Writes the agents of the caisses, as many in each.
pub(super) fn write_agents(tx: &mut Tx<'_>, size: Size) -> Result<(), Failure> {
    let caisses = store::place::caisses(tx.conn)?;
    let (mut people, mut profiles) = (Vec::new(), Vec::new());
    for (index, caisse) in caisses.iter().cycle().take(size.agents).enumerate() {
        // Numbers go on after those of all others.
        let place = size.formateurs + size.users + index;
        let mut row = person(tx, place, size);
        row.id = PersonId::new(id(110, index));
        profiles.push(store::profile::Row {
            caisse_code: Some(caisse.code.clone()),
            ..store::profile::Row::new(
                id(111, index).to_string(),
                row.id,
                ProfileKind::Instructeur,
                tx.now.into(),
            )
        });
        people.push(row);
    }
    store::person::insert_all(tx.conn, people)?;
    store::profile::insert_all(tx.conn, profiles)?;
    Ok(())
}
