//! `GET /people`: INRS finds everybody; an agent of a caisse its formateurs and the users of its organisations.

use crate::{Failure, Tx, failure::refuse_if_any};
use forprev_core::{
    actor::Profile,
    audit::PeopleQuery,
    email::Email,
    forprev_number::ForprevNumber,
    id::{OrganisationId, PersonId},
    page::Page,
    policy::support::{PeopleScope, people},
    support::PersonFound,
};
use forprev_store as store;
use std::collections::HashMap;

/// How many are found at the most: who has so many to choose from has to say more.
const FOUND_MAX: i64 = 500;

/// A page of people, and who is on it: that they were shown is noted ([`crate::looks`]).
pub type Found = (Page<PersonFound>, Vec<PersonId>);

/// The people of a number, of an address, or whose names hold these words, as far as the caller may find them.
///
/// # Errors
/// As `may_ever`; what is wrong in shape; `request.cursor`.
pub fn list_people(tx: &mut Tx<'_>, query: &PeopleQuery) -> Result<Found, Failure> {
    let scope = people(tx.actor)?;
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let found = find(tx, &scope, query.q.trim())?;
    let by_name = |person: &store::person::Row| format!("{} {}", person.search_key, person.id);
    let Page { items, next_cursor, total } = wanted.cut(found, by_name);
    let ids: Vec<PersonId> = items.iter().map(|person| person.id).collect();
    let merges: HashMap<PersonId, store::person_merge::Row> =
        store::person_merge::of_all(tx.conn, &ids)?.into_iter().map(|row| (row.merged_id, row)).collect();
    let mut told = Vec::with_capacity(items.len());
    for person in items {
        let held = store::profile::held_by(tx.conn, person.id)?;
        let profiles = shown(tx, &scope, held)?;
        let merge = merges.get(&person.id);
        told.push(PersonFound {
            id: person.id,
            forprev_number: person.forprev_number,
            last_name: person.last_name,
            first_name: person.first_name,
            email: person.email.as_ref().map(Email::masked),
            profiles,
            merged_into: merge.map(|merge| merge.kept_id),
            undo_until: merge.map(|merge| super::merge::undo_until(merge.created_at.utc())),
        });
    }
    Ok((Page { items: told, next_cursor, total }, ids))
}

fn find(tx: &mut Tx<'_>, scope: &PeopleScope, typed: &str) -> Result<Vec<store::person::Row>, Failure> {
    let exact = if let Ok(email) = typed.parse::<Email>() {
        Some(store::person::by_email(tx.conn, &email)?)
    } else if let Ok(number) = typed.parse::<ForprevNumber>() {
        Some(store::person::by_forprev_number(tx.conn, &number)?)
    } else {
        None
    };
    if scope.all {
        return Ok(match exact {
            Some(found) => found.into_iter().collect(),
            None => store::person::everybody_named(tx.conn, typed, FOUND_MAX)?,
        });
    }
    // By number or address too, only those whom the agent would find by name.
    let words = match &exact {
        None => typed.to_owned(),
        Some(None) => return Ok(Vec::new()),
        Some(Some(person)) => format!("{} {}", person.last_name, person.first_name),
    };
    let mut found = store::person::formateurs_named(tx.conn, Some(&scope.caisses), &words, FOUND_MAX)?;
    found.extend(store::person::users_named(tx.conn, &scope.caisses, &words, FOUND_MAX)?);
    if let Some(Some(person)) = exact {
        found.retain(|one| one.id == person.id);
    }
    found.sort_by(|a, b| (&a.search_key, a.id).cmp(&(&b.search_key, b.id)));
    found.dedup_by_key(|person| person.id);
    found.truncate(usize::try_from(FOUND_MAX).unwrap_or_default());
    Ok(found)
}

/// The profiles that the reader sees: an agent of a caisse not those in organisations of others.
fn shown(tx: &mut Tx<'_>, scope: &PeopleScope, profiles: Vec<Profile>) -> Result<Vec<Profile>, Failure> {
    if scope.all {
        return Ok(profiles);
    }
    let ids: Vec<OrganisationId> = profiles.iter().filter_map(|profile| profile.organisation_id).collect();
    let ours: Vec<OrganisationId> = store::organisation::find_all(tx.conn, &ids)?
        .into_iter()
        .filter(|row| row.caisse_code.as_ref().is_some_and(|caisse| scope.caisses.contains(caisse)))
        .map(|row| row.id)
        .collect();
    let seen = |profile: &Profile| profile.organisation_id.is_none_or(|id| ours.contains(&id));
    Ok(profiles.into_iter().filter(seen).collect())
}
