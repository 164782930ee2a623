//! Forty formateurs, some of whose qualifications have ended or end soon.

use super::id;
use crate::{Failure, Tx};
use chrono::{Days, NaiveDate};
use forprev_core::{
    actor::ProfileKind,
    calendar::{months_before, period_end},
    forprev_number::ForprevNumber,
    id::PersonId,
};
use forprev_store as store;

/// How many formateurs there are, beside two accounts and the eight whom a session of the demonstration certifies.
const COUNT: usize = 30;

const LAST: [&str; 19] = [
    "Œuvrard",
    "Bałut",
    "D’Hondt",
    "Șerban",
    "Le Bihan",
    "Garnier",
    "Yıldız",
    "Fernandes",
    "Castaing",
    "Mbaye",
    "Roux",
    "Da Costa",
    "Guéguen",
    "Petit-Jean",
    "Weiß",
    "Lefèvre",
    "Trần",
    "Santini",
    "Aït Ali",
];
const FIRST: [&str; 8] = ["Anaïs", "Bruno", "Zoé", "Karim", "Hélène", "Łukasz", "Inès", "Théo"];

/// Which certificates the formateurs hold, in turn.
const CERTIFICATES: [&str; 10] = [
    "FORM_SST",
    "FORM_SST",
    "FORM_PRAPIBC",
    "FF_SST",
    "FORM_PRAP2S",
    "FORM_CATEC",
    "FORM_APSASD",
    "FORM_SS4",
    "FORM_TRANSMAT",
    "FORM_RPS",
];

/// The caisse that the formateur of this place chose.
pub(super) fn caisse_of(index: usize) -> &'static str {
    const CAISSES: [&str; 4] = ["RENNES", "NANTES", "PARIS", "LYON"];
    CAISSES.get(index % CAISSES.len()).copied().unwrap_or("RENNES")
}

/// The formateur of this place.
pub(super) fn formateur(index: usize) -> PersonId {
    PersonId::new(id(5, index))
}

/// The number of a person of the demonstration: accounts first.
pub(super) fn number(place: usize) -> ForprevNumber {
    // Spread over the alphabet, so that numbers look as they do in life.
    ForprevNumber::from_sequence(70_411_357 * (place as u64 + 1))
}

/// Writes the formateurs with what they hold.
pub(super) fn write(tx: &mut Tx<'_>) -> Result<(), Failure> {
    for index in 0..COUNT {
        let (Some(last), Some(first)) = (LAST.get(index % LAST.len()), FIRST.get(index % FIRST.len())) else {
            continue;
        };
        let email = format!("formateur{}@demo.example", index + 1).parse().ok();
        let born = NaiveDate::from_ymd_opt(1965, 3, 1).unwrap_or_default() + Days::new(index as u64 * 277);
        person(tx, formateur(index), number(20 + index), last, first, born, email, None)?;
        choose(tx, formateur(index), caisse_of(index))?;
        profile(tx, formateur(index), 100 + index, ProfileKind::Formateur)?;
        let certificate = CERTIFICATES.get(index % CERTIFICATES.len()).copied().unwrap_or("FORM_SST");
        let obtained = obtained_on(tx.today, index);
        qualify(tx, index, formateur(index), certificate, obtained)?;
    }
    Ok(())
}

/// Most hold theirs for a while yet; every seventh's has ended, every fifth's ends within six months.
fn obtained_on(today: NaiveDate, index: usize) -> NaiveDate {
    if index % 7 == 6 {
        months_before(today, 37)
    } else if index % 5 == 4 {
        months_before(today, 32)
    } else {
        months_before(today, u32::try_from(index % 18).unwrap_or_default() + 1)
    }
}

/// Writes a person who can or cannot sign in.
#[expect(clippy::too_many_arguments, reason = "a row of a table of people, written out")]
pub(super) fn person(
    tx: &mut Tx<'_>,
    id: PersonId,
    forprev_number: ForprevNumber,
    last_name: &str,
    first_name: &str,
    birth_date: NaiveDate,
    email: Option<forprev_core::email::Email>,
    password_hash: Option<&str>,
) -> Result<(), Failure> {
    store::person::insert(
        tx.conn,
        store::person::Row {
            id,
            forprev_number,
            last_name: last_name.to_owned(),
            first_name: first_name.to_owned(),
            birth_date: Some(birth_date),
            identity_key: store::person::identity_key(last_name, first_name),
            search_key: store::person::search_key(last_name, first_name),
            email_key: email.as_ref().map(forprev_core::email::Email::key),
            email,
            password_hash: password_hash.map(str::to_owned),
            caisse_code: None,
            onboarded_at: Some(tx.now.into()),
            version: 1,
            created_at: tx.now.into(),
            phone: None,
            checked_on: Some(tx.today),
            closed_at: None,
        },
    )?;
    Ok(())
}

/// Has a person choose a caisse (H1).
pub(super) fn choose(tx: &mut Tx<'_>, who: PersonId, caisse: &str) -> Result<(), Failure> {
    let row = store::person::find(tx.conn, who)?;
    store::caisse_choice::put(tx.conn, who, caisse, tx.today)?;
    store::person::save(tx.conn, store::person::Row { caisse_code: Some(caisse.to_owned()), ..row })?;
    Ok(())
}

/// Gives a person a profile that belongs to no organisation.
pub(super) fn profile(
    tx: &mut Tx<'_>,
    person_id: PersonId,
    place: usize,
    kind: ProfileKind,
) -> Result<(), Failure> {
    let row = store::profile::Row::new(id(6, place).to_string(), person_id, kind, tx.now.into());
    store::profile::insert(tx.conn, row)?;
    Ok(())
}

/// Gives a person a qualification of 36 months.
pub(super) fn qualify(
    tx: &mut Tx<'_>,
    place: usize,
    person_id: PersonId,
    certificate: &str,
    obtained_on: NaiveDate,
) -> Result<(), Failure> {
    store::qualification::insert(
        tx.conn,
        store::qualification::Row {
            id: id(7, place).to_string(),
            person_id,
            certificate_code: certificate.to_owned(),
            obtained_on,
            valid_until: Some(period_end(obtained_on, 36)),
            certificate_number: None,
            reference: None,
            created_at: tx.now.into(),
        },
    )?;
    Ok(())
}
