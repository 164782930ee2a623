//! A person opened by an agent who helps them, and their identity corrected (A9).

use crate::{
    Answer, Failure, Tx, accounts::confirmed_unless_trial, audit, failure::refuse_if_any, outbox,
    sessions::Expected,
};
use forprev_core::{
    calendar::parse_day,
    email::Email,
    id::{OrganisationId, PersonId},
    policy::{
        help::{Helped, may_help},
        user::is_post,
    },
    recovery::{IdentityPatch, PersonRecord},
    text::clean,
    user::birth_date,
};
use forprev_store as store;
use serde_json::json;
use std::collections::{HashMap, HashSet};

/// What the policy needs to know of a person who is helped.
pub(crate) fn helped(tx: &mut Tx<'_>, person: &store::person::Row) -> Result<Helped, Failure> {
    let found = helped_of(tx, &[person])?.remove(&person.id);
    found.ok_or_else(|| Failure::from(store::Error::NotFound))
}

/// The same of several people, read at once.
pub(crate) fn helped_of(
    tx: &mut Tx<'_>,
    people: &[&store::person::Row],
) -> Result<HashMap<PersonId, Helped>, Failure> {
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let profiles = store::profile::of_people(tx.conn, &ids)?;
    let mut organisations: Vec<OrganisationId> =
        profiles.iter().filter_map(|profile| profile.organisation_id).collect();
    organisations.sort_unstable();
    organisations.dedup();
    let caisses: HashMap<OrganisationId, Option<String>> =
        store::organisation::find_all(tx.conn, &organisations)?
            .into_iter()
            .map(|row| (row.id, row.caisse_code))
            .collect();
    // As people are searched: whoever holds or held a qualification has a caisse of their own.
    let holders: HashSet<PersonId> = store::qualification::of_people(tx.conn, &ids)?
        .into_iter()
        .map(|qualification| qualification.person_id)
        .collect();
    let helped = |person: &&store::person::Row| {
        let theirs = || profiles.iter().filter(|profile| profile.person_id == person.id);
        let of_organisations =
            theirs().filter_map(|profile| caisses.get(&profile.organisation_id?).cloned().flatten());
        let own = person.caisse_code.clone().filter(|_| holders.contains(&person.id));
        let helped = Helped {
            id: person.id,
            is_agent: theirs().any(|profile| is_post(profile.kind)),
            caisses: of_organisations.chain(own).collect(),
        };
        (person.id, helped)
    };
    Ok(people.iter().map(helped).collect())
}

/// The person of this identifier, where the transaction's actor helps them.
///
/// # Errors
/// `not_found` where there is none, or where they are not theirs; `forbidden`.
pub(super) fn found(tx: &mut Tx<'_>, id: PersonId) -> Result<store::person::Row, Failure> {
    let row = store::person::find(tx.conn, id)?;
    may_help(tx.actor, &helped(tx, &row)?)?;
    Ok(row)
}

fn told(row: store::person::Row) -> PersonRecord {
    PersonRecord {
        id: row.id,
        forprev_number: row.forprev_number,
        last_name: row.last_name,
        first_name: row.first_name,
        birth_date: row.birth_date,
        email: row.email.as_ref().map(Email::masked),
        version: row.version,
    }
}

/// `GET /people/{id}`: what identifies a person. That it was opened is noted ([`crate::looks`]).
///
/// # Errors
/// As `may_help`.
pub fn get_person(tx: &mut Tx<'_>, id: PersonId) -> Result<PersonRecord, Failure> {
    found(tx, id).map(told)
}

/// `PATCH /people/{id}/identity`: corrects names and birth date, and tells the person. What stands on certificates stays.
///
/// # Errors
/// As `may_help`; what is wrong in shape, `step_up.required`, `version.*`, `person.birth_date`.
pub fn correct_identity(
    tx: &mut Tx<'_>,
    id: PersonId,
    expected: Expected,
    patch: &IdentityPatch,
) -> Result<Answer<PersonRecord>, Failure> {
    found(tx, id)?;
    refuse_if_any(patch.check())?;
    confirmed_unless_trial(tx)?;
    let mut row = store::person::touch(tx.conn, id, None)?;
    expected.check(row.version - 1)?;
    let born = patch.birth_date.as_deref().and_then(|text| parse_day(text.trim()));
    refuse_if_any(born.and_then(|born| birth_date(born, tx.today)).into_iter().collect())?;
    let mut changed = Vec::new();
    let mut set = |name: &'static str, to: &mut String, from: Option<&String>| {
        if let Some(text) = from.map(|text| clean(text)).filter(|text| text != to) {
            *to = text;
            changed.push(name);
        }
    };
    set("last_name", &mut row.last_name, patch.last_name.as_ref());
    set("first_name", &mut row.first_name, patch.first_name.as_ref());
    if born.is_some() && born != row.birth_date {
        row.birth_date = born;
        changed.push("birth_date");
    }
    row.identity_key = store::person::identity_key(&row.last_name, &row.first_name);
    row.search_key = store::person::search_key(&row.last_name, &row.first_name);
    store::person::save(tx.conn, row.clone())?;
    if !changed.is_empty() {
        // Which fields, never what they hold.
        audit::record(tx, "correct_identity", "person", &id.to_string(), None, json!({ "fields": changed }))?;
        let facts = json!({ "what": changed.join(","), "reason": clean(&patch.reason), "at": tx.now });
        outbox::put(tx, outbox::Kind::IdentityCorrected, Some(id), None, None, facts)?;
    }
    Ok(Answer { version: Some(row.version), ..Answer::ok(told(row)) })
}
