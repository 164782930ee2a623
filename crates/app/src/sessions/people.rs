//! The people of a session who have an account: its formateurs (S4), and who its formateur trainees may be (C4).

use crate::{Failure, Tx};
use chrono::NaiveDate;
use forprev_core::{
    id::PersonId,
    problem::{Code, Fault},
    session::{
        PersonName, SessionContent,
        content::TraineeContent,
        eligibility::{FormateurFacts, Qualification},
        trainee::{IdentityKey, key},
    },
};
use forprev_store as store;
use std::collections::HashMap;

/// The formateurs whom this content names. A number of somebody who holds and held no formateur certificate is
/// nobody's here: a name is not told by way of a number.
pub(super) fn formateurs(
    tx: &mut Tx<'_>,
    content: &SessionContent,
) -> Result<(Vec<store::person::Row>, Vec<FormateurFacts>), Failure> {
    let numbers: Vec<_> =
        content.formateurs.iter().filter_map(|formateur| formateur.forprev_number.clone()).collect();
    if numbers.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let people = store::person::by_forprev_numbers(tx.conn, &numbers)?;
    let mut held = qualifications(tx, &people)?;
    let people: Vec<_> = people.into_iter().filter(|person| held.contains_key(&person.id)).collect();
    let facts = people
        .iter()
        .map(|person| FormateurFacts {
            forprev_number: person.forprev_number.clone(),
            identity: identity(person),
            qualifications: held.remove(&person.id).unwrap_or_default(),
        })
        .collect();
    Ok((people, facts))
}

/// What these people hold, or held; one who never held anything is left out.
pub(crate) fn qualifications(
    tx: &mut Tx<'_>,
    people: &[store::person::Row],
) -> Result<HashMap<PersonId, Vec<Qualification>>, Failure> {
    let ids: Vec<_> = people.iter().map(|person| person.id).collect();
    let mut held: HashMap<PersonId, Vec<Qualification>> = HashMap::new();
    for row in store::qualification::of_people(tx.conn, &ids)? {
        held.entry(row.person_id).or_default().push(Qualification {
            certificate_code: row.certificate_code,
            obtained_on: row.obtained_on,
            valid_until: row.valid_until,
        });
    }
    Ok(held)
}

/// S7's key of a person whose birth date is known.
pub(super) fn identity(person: &store::person::Row) -> Option<IdentityKey> {
    person.birth_date.map(|born| key(&person.last_name, &person.first_name, born))
}

/// A person by name, as the API tells it.
pub(super) fn name(person: &store::person::Row) -> PersonName {
    PersonName {
        forprev_number: person.forprev_number.clone(),
        last_name: person.last_name.clone(),
        first_name: person.first_name.clone(),
    }
}

/// C4: whether an account is of somebody of these names, born on this day; of an account that was opened without a birth
/// date, of these names. Another's must not be handed a certificate with these names on it.
pub(crate) fn is_same(
    person: &store::person::Row,
    last_name: &str,
    first_name: &str,
    birth_date: Option<NaiveDate>,
) -> bool {
    person.identity_key == store::person::identity_key(last_name, first_name)
        && person.birth_date.is_none_or(|born| Some(born) == birth_date)
}

/// C4: of formateur trainees, the addresses and numbers that belong to somebody of another identity, and the numbers
/// that nobody has.
pub(super) fn belong_to_others(tx: &mut Tx<'_>, trainees: &[TraineeContent]) -> Result<Vec<Fault>, Failure> {
    let mut found = Vec::new();
    let numbers: Vec<_> = trainees.iter().filter_map(|one| one.forprev_number.clone()).collect();
    let holders =
        if numbers.is_empty() { Vec::new() } else { store::person::by_forprev_numbers(tx.conn, &numbers)? };
    for (index, trainee) in trainees.iter().enumerate() {
        let other = |person: &store::person::Row| {
            !is_same(person, &trainee.last_name, &trainee.first_name, trainee.birth_date)
        };
        if let Some(number) = &trainee.forprev_number {
            let pointer = format!("/trainees/{index}/forprev_number");
            match holders.iter().find(|person| person.forprev_number == *number) {
                None => found.push(Fault::new(Code::BadReference).at(pointer)),
                Some(person) if other(person) => {
                    found.push(Fault::new(Code::TraineeUnknownPerson).at(pointer));
                }
                Some(_) => {}
            }
        }
        if let Some(email) = &trainee.email
            && store::person::by_email(tx.conn, email)?.as_ref().is_some_and(other)
        {
            found.push(Fault::new(Code::TraineeUnknownPerson).at(format!("/trainees/{index}/email")));
        }
    }
    Ok(found)
}

/// C4: the existing people who may be this trainee, by number.
pub(super) fn candidates(
    tx: &mut Tx<'_>,
    trainee: &TraineeContent,
) -> Result<Vec<store::person::Row>, Failure> {
    let Some(born) = trainee.birth_date else { return Ok(Vec::new()) };
    Ok(store::person::by_identity(tx.conn, &trainee.last_name, &trainee.first_name, born)?)
}
