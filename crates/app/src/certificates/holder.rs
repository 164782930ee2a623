//! C4: a successful formateur trainee gets, or keeps, an account, a Forprev number and a qualification.

use crate::{
    Failure, Tx,
    accounts::{free_number, link},
    outbox,
    sessions::is_same,
};
use chrono::NaiveDate;
use forprev_core::{
    account::link::LinkPurpose,
    actor::ProfileKind,
    catalogue::CertificateType,
    certificate::number::CertificateNumber,
    id::PersonId,
    problem::{Code, Fault},
};
use forprev_store as store;

/// The person that a formateur trainee is: the one chosen, the one of the number, the one of the address, or a new
/// one, whose mail with a first password waits in the outbox.
///
/// # Errors
/// `trainee.unknown_person` where the account has become somebody else's since the session was submitted; the trainee
/// has neither, which a submission refuses (S15); or the base cannot be written.
pub(super) fn resolve(tx: &mut Tx<'_>, trainee: &store::trainee::Row) -> Result<PersonId, Failure> {
    if let Some(person) = trainee.person_id {
        // With their lock: their account may be merging into another's.
        store::person::touch(tx.conn, person, None)?;
        let now = store::person_merge::kept(tx.conn, &[person])?;
        return Ok(now.get(&person).copied().unwrap_or(person));
    }
    if trainee.forprev_number.is_none() && trainee.email.is_none() {
        return Err(Failure::internal("a formateur trainee without address or number was verified"));
    }
    let person = match known(tx, trainee)? {
        Some(person) => person,
        None => match open_account(tx, trainee)? {
            Some(person) => person,
            // Another session opened an account of this address a moment ago.
            None => known(tx, trainee)?.ok_or_else(|| Failure::internal("no account could be opened"))?,
        },
    };
    store::trainee::set_person(tx.conn, trainee.id, person)?;
    Ok(person)
}

/// The account that the trainee has already.
fn known(tx: &mut Tx<'_>, trainee: &store::trainee::Row) -> Result<Option<PersonId>, Failure> {
    let found = match (&trainee.forprev_number, &trainee.email) {
        (Some(number), _) => store::person::by_forprev_number(tx.conn, number)?,
        (None, Some(email)) => store::person::by_email(tx.conn, email)?,
        (None, None) => None,
    };
    let same = |person: &store::person::Row| {
        is_same(person, &trainee.last_name, &trainee.first_name, Some(trainee.birth_date))
    };
    match found {
        Some(person) if !same(&person) => Err(Fault::new(Code::TraineeUnknownPerson).into()),
        found => Ok(found.map(|person| person.id)),
    }
}

/// Records what the person now holds, and makes them a formateur where they are none.
///
/// # Errors
/// The base cannot be written.
pub(super) fn qualify(
    tx: &mut Tx<'_>,
    person: PersonId,
    certificate: &CertificateType,
    number: &CertificateNumber,
    obtained_on: NaiveDate,
    valid_until: Option<NaiveDate>,
) -> Result<(), Failure> {
    // Of two sessions that certify one person at once, the second sees what the first wrote.
    store::person::touch(tx.conn, person, None)?;
    let id = tx.new_id();
    store::qualification::insert(
        tx.conn,
        store::qualification::Row {
            id: id.to_string(),
            person_id: person,
            certificate_code: certificate.code.clone(),
            obtained_on,
            valid_until,
            certificate_number: Some(number.clone()),
            reference: None,
            created_at: tx.now.into(),
        },
    )?;
    let profiles = store::profile::of_person(tx.conn, person)?;
    if !profiles.iter().any(|profile| profile.kind == ProfileKind::Formateur && profile.ended_at.is_none()) {
        let id = tx.new_id();
        let row = store::profile::Row::new(id.to_string(), person, ProfileKind::Formateur, tx.now.into());
        store::profile::insert(tx.conn, row)?;
    }
    Ok(())
}

/// Opens an account, unless its address was taken meanwhile.
fn open_account(tx: &mut Tx<'_>, trainee: &store::trainee::Row) -> Result<Option<PersonId>, Failure> {
    let id = PersonId::new(tx.new_id());
    let forprev_number = free_number(tx)?;
    let opened = store::person::insert_unless_taken(
        tx.conn,
        store::person::Row {
            id,
            forprev_number,
            last_name: trainee.last_name.clone(),
            first_name: trainee.first_name.clone(),
            birth_date: Some(trainee.birth_date),
            identity_key: store::person::identity_key(&trainee.last_name, &trainee.first_name),
            search_key: store::person::search_key(&trainee.last_name, &trainee.first_name),
            email: trainee.email.clone(),
            email_key: trainee.email.as_ref().map(forprev_core::email::Email::key),
            password_hash: None,
            caisse_code: None,
            onboarded_at: None,
            version: 1,
            created_at: tx.now.into(),
            phone: None,
            checked_on: None,
            closed_at: None,
        },
    )?;
    if !opened {
        return Ok(None);
    }
    // Not tied to the session: the mail outlives its erasure.
    let link = link::issue(tx, id, LinkPurpose::OpenAccount, None)?;
    outbox::put(tx, outbox::Kind::AccountOpened, Some(id), None, None, link::payload(&link))?;
    Ok(Some(id))
}
