//! Recoveries as agents and as the person see them.

use super::super::record::helped;
use crate::{Failure, Tx, accounts, failure::refuse_if_any};
use forprev_core::{
    email::Email,
    id::PersonId,
    page::Page,
    policy::{
        Action,
        help::{may_confirm, may_help, sees},
        may_ever,
    },
    query::PageQuery,
    recovery::{Recovery, RecoveryState},
};
use forprev_store::{self as store, account_recovery::Row};
use std::collections::{HashMap, hash_map::Entry};

/// How many are told at the most.
const TOLD_MAX: i64 = 2_000;

/// `GET /recoveries`: those of the people whom the caller helps, the last first.
///
/// # Errors
/// As `may_ever`; `request.cursor`, and what the query's shape refuses.
pub fn list_recoveries(tx: &mut Tx<'_>, query: &PageQuery) -> Result<Page<Recovery>, Failure> {
    may_ever(tx.actor, Action::HelpPeople)?;
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let rows = store::account_recovery::all(tx.conn, TOLD_MAX)?;
    let mut theirs = HashMap::new();
    for row in &rows {
        if let Entry::Vacant(unknown) = theirs.entry(row.person_id) {
            let person = store::person::find(tx.conn, row.person_id)?;
            unknown.insert(sees(tx.actor, &helped(tx, &person)?));
        }
    }
    let rows = rows.into_iter().filter(|row| theirs.get(&row.person_id) == Some(&true)).collect();
    // Identifiers rise with time: the last first is the greatest first.
    let Page { items, next_cursor, total } = wanted.cut(rows, |row: &Row| falling(&row.id));
    let items = items.into_iter().map(|row| told(tx, row)).collect::<Result<_, _>>()?;
    Ok(Page { items, next_cursor, total })
}

/// A text that sorts the other way round than this one of hexadecimal digits and hyphens.
fn falling(id: &str) -> String {
    let turned = |letter: char| match letter.to_digit(16) {
        Some(digit) => char::from_digit(15 - digit, 16).unwrap_or(letter),
        None => letter,
    };
    id.chars().map(turned).collect()
}

/// `GET /me/recoveries`: those of the signed-in person, the last first.
///
/// # Errors
/// The base fails.
pub fn list_my_recoveries(tx: &mut Tx<'_>) -> Result<Page<Recovery>, Failure> {
    let me = accounts::own(tx)?;
    let rows = store::account_recovery::of_person(tx.conn, me)?;
    let items = rows.into_iter().map(|row| own(tx, row)).collect::<Result<_, _>>()?;
    Ok(Page::whole(items))
}

fn common(tx: &mut Tx<'_>, row: &Row) -> Result<(Recovery, store::person::Row), Failure> {
    let person = store::person::find(tx.conn, row.person_id)?;
    let recovery = Recovery {
        id: row.id.clone(),
        state: row.state,
        person_id: person.id,
        forprev_number: person.forprev_number.clone(),
        last_name: person.last_name.clone(),
        first_name: person.first_name.clone(),
        email: row.email.as_ref().map(Email::masked),
        reason: None,
        without_second_factors: row.without_second_factors,
        opened_by: None,
        opened_at: row.opened_at.utc(),
        confirmed_by: None,
        confirmed_at: row.confirmed_at.map(store::Instant::utc),
        due_at: row.due_at.utc(),
        ended_at: row.ended_at.map(store::Instant::utc),
        can_confirm: false,
        can_cancel: row.state.is_open(),
    };
    Ok((recovery, person))
}

/// A recovery as its owner sees it.
pub(crate) fn own(tx: &mut Tx<'_>, row: Row) -> Result<Recovery, Failure> {
    common(tx, &row).map(|(recovery, _)| recovery)
}

/// A recovery as an agent sees it.
pub(super) fn told(tx: &mut Tx<'_>, row: Row) -> Result<Recovery, Failure> {
    let (recovery, person) = common(tx, &row)?;
    let about = helped(tx, &person)?;
    let opened_by = Some(name(tx, row.opened_by)?);
    let confirmed_by = row.confirmed_by.map(|one| name(tx, one)).transpose()?;
    Ok(Recovery {
        email: row.email.map(|email| email.as_str().to_owned()),
        reason: Some(row.reason),
        opened_by,
        confirmed_by,
        can_confirm: row.state == RecoveryState::Asked
            && tx.now < row.due_at.utc()
            && may_confirm(tx.actor, &about, row.opened_by).is_ok(),
        can_cancel: recovery.can_cancel && may_help(tx.actor, &about).is_ok(),
        ..recovery
    })
}

fn name(tx: &mut Tx<'_>, person: PersonId) -> Result<String, Failure> {
    let row = store::person::find(tx.conn, person)?;
    Ok(format!("{} {}", row.first_name, row.last_name))
}

#[cfg(test)]
mod tests {
    use super::falling;

    #[test]
    fn the_last_comes_first() {
        let ids = [
            "0198c0de-0000-7000-8000-0000000000ff",
            "0198c0de-0001-7000-8000-000000000000",
            "0198c0df-0000-7000",
        ];
        assert!(ids.windows(2).all(|two| falling(two[0]) > falling(two[1])));
    }
}
