//! People found by name: by how words of it begin. An index has the words of all names (`person_word`), so that a search
//! among everybody costs no more than what it finds.

use super::Row;
use crate::{
    Connection, Result,
    conn::MultiBackend,
    schema::{formateur_known, organisation, person, person_word, profile, qualification},
    stored::Stored,
};
use diesel::{dsl::exists, prelude::*};
use forprev_core::{
    id::{OrganisationId, PersonId},
    text,
};
use std::cmp::Reverse;

/// After each word that begins as another does.
const AFTER: char = char::MAX;

type Query<'a> = person_word::BoxedQuery<'a, MultiBackend>;

/// The people who led a session of these organisations that was submitted at least ([`super::leads_for`]), in whose names
/// words begin with each of `words`: `limit` at the most, by name.
///
/// # Errors
/// Those of the base.
pub fn who_led_here(
    c: &mut Connection,
    organisations: &[OrganisationId],
    words: &str,
    limit: i64,
) -> Result<Vec<Row>> {
    let Some(named) = named(words) else { return Ok(Vec::new()) };
    let known = formateur_known::table
        .filter(formateur_known::organisation_id.eq_any(organisations.iter().copied().map(Stored)))
        .select(formateur_known::person_id);
    found(c, named.filter(person_word::person_id.eq_any(known)), limit)
}

/// The same of the people who hold or held a formateur certificate, of these caisses or of all.
///
/// # Errors
/// Those of the base.
pub fn formateurs_named(
    c: &mut Connection,
    caisses: Option<&[String]>,
    words: &str,
    limit: i64,
) -> Result<Vec<Row>> {
    let Some(mut among) = named(words) else { return Ok(Vec::new()) };
    if let Some(caisses) = caisses {
        let theirs = person::table
            .filter(person::id.eq(person_word::person_id))
            .filter(person::caisse_code.eq_any(caisses.iter().map(Some)));
        among = among.filter(exists(theirs));
    }
    let held = qualification::table.filter(qualification::person_id.eq(person_word::person_id));
    found(c, among.filter(exists(held)), limit)
}

/// The same of all people; the first ones by name where there are no words.
///
/// # Errors
/// Those of the base.
pub fn everybody_named(c: &mut Connection, words: &str, limit: i64) -> Result<Vec<Row>> {
    match named(words) {
        Some(named) => found(c, named, limit),
        None => Ok(person::table.order((person::search_key, person::id)).limit(limit).load(c)?),
    }
}

/// The same of the people who have a profile in an organisation of these caisses.
///
/// # Errors
/// Those of the base.
pub fn users_named(c: &mut Connection, caisses: &[String], words: &str, limit: i64) -> Result<Vec<Row>> {
    let Some(named) = named(words) else { return Ok(Vec::new()) };
    let used = profile::table
        .inner_join(organisation::table.on(profile::organisation_id.eq(organisation::id.nullable())))
        .filter(profile::person_id.eq(person_word::person_id))
        .filter(profile::ended_at.is_null())
        .filter(organisation::caisse_code.eq_any(caisses.iter().map(Some)));
    found(c, named.filter(exists(used)), limit)
}

/// The words of names that begin as the longest of these does, which says most, of people in whose names others begin as
/// the rest do. Nothing where there are no words.
fn named<'a>(words: &str) -> Option<Query<'a>> {
    let key = text::search_key(words);
    let mut words: Vec<&str> = key.split_whitespace().collect();
    words.sort_by_key(|word| Reverse(word.len()));
    let (longest, others) = words.split_first()?;
    let mut found = person_word::table
        .filter(person_word::word.ge((*longest).to_owned()))
        .filter(person_word::word.lt(format!("{longest}{AFTER}")))
        .into_boxed();
    for word in others {
        let other = diesel::alias!(person_word as other);
        let theirs = other
            .filter(other.field(person_word::person_id).eq(person_word::person_id))
            .filter(other.field(person_word::word).ge((*word).to_owned()))
            .filter(other.field(person_word::word).lt(format!("{word}{AFTER}")));
        found = found.filter(exists(theirs));
    }
    Some(found)
}

/// Of these the first ones, word by word, put in the order of their whole names.
fn found(c: &mut Connection, named: Query<'_>, limit: i64) -> Result<Vec<Row>> {
    let mut ids: Vec<PersonId> = named
        .order((person_word::word, person_word::person_id))
        .limit(limit)
        .select(person_word::person_id)
        .load(c)?;
    ids.sort_unstable();
    ids.dedup();
    let mut people = super::find_all(c, &ids)?;
    people.sort_by(|a, b| (&a.search_key, a.id).cmp(&(&b.search_key, b.id)));
    Ok(people)
}
