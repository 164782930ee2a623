//! Recoveries as agents and as the person see them.

use super::super::record::helped_of;
use crate::{Failure, Tx, accounts, failure::refuse_if_any, notifications::cursor};
use forprev_core::{
    email::Email,
    id::PersonId,
    page::Page,
    policy::{
        help::{Helped, may_confirm, may_help},
        support::recoveries,
    },
    query::PageQuery,
    recovery::{Recovery, RecoveryState},
};
use forprev_store::{self as store, account_recovery::Row};
use std::collections::HashMap;

/// `GET /recoveries`: those of the people whom the caller helps, or reads of, the last first.
///
/// # Errors
/// As `may_ever`; `request.cursor`, and what the query's shape refuses.
pub fn list_recoveries(tx: &mut Tx<'_>, query: &PageQuery) -> Result<Page<Recovery>, Failure> {
    let scope = recoveries(tx.actor)?;
    refuse_if_any(query.check())?;
    let after = cursor(query.cursor.as_deref())?;
    let page = store::account_recovery::list(tx.conn, &scope, after.as_ref(), query.page_size())?;
    Ok(Page {
        items: all_told(tx, page.items)?,
        next_cursor: page.next.map(|cursor| cursor.to_text()),
        total: page.total,
    })
}

/// `GET /me/recoveries`: those of the signed-in person, the last first.
///
/// # Errors
/// The base fails.
pub fn list_my_recoveries(tx: &mut Tx<'_>) -> Result<Page<Recovery>, Failure> {
    let me = accounts::own(tx)?;
    let rows = store::account_recovery::of_person(tx.conn, me)?;
    let items = rows.iter().map(|row| own(tx, row)).collect::<Result<_, _>>()?;
    Ok(Page::whole(items))
}

fn common(row: &Row, person: &store::person::Row) -> Recovery {
    Recovery {
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
    }
}

/// A recovery as its owner sees it.
pub(crate) fn own(tx: &mut Tx<'_>, row: &Row) -> Result<Recovery, Failure> {
    Ok(common(row, &store::person::find(tx.conn, row.person_id)?))
}

/// A recovery as an agent sees it.
pub(super) fn told(tx: &mut Tx<'_>, row: Row) -> Result<Recovery, Failure> {
    all_told(tx, vec![row])?.pop().ok_or_else(|| Failure::from(store::Error::NotFound))
}

/// Recoveries as an agent sees them, in the same order: all who are named in them are read at once.
fn all_told(tx: &mut Tx<'_>, rows: Vec<Row>) -> Result<Vec<Recovery>, Failure> {
    let named = |row: &Row| [Some(row.person_id), Some(row.opened_by), row.confirmed_by];
    let mut ids: Vec<PersonId> = rows.iter().flat_map(named).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let people: HashMap<PersonId, store::person::Row> =
        store::person::find_all(tx.conn, &ids)?.into_iter().map(|person| (person.id, person)).collect();
    let whose: Vec<_> = rows.iter().filter_map(|row| people.get(&row.person_id)).collect();
    let about = helped_of(tx, &whose)?;
    let name = |id: PersonId| people.get(&id).map(|row| format!("{} {}", row.first_name, row.last_name));
    let told = rows.into_iter().filter_map(|row| {
        let about: &Helped = about.get(&row.person_id)?;
        let recovery = common(&row, people.get(&row.person_id)?);
        Some(Recovery {
            email: row.email.map(|email| email.as_str().to_owned()),
            reason: Some(row.reason),
            opened_by: name(row.opened_by),
            confirmed_by: row.confirmed_by.and_then(name),
            can_confirm: row.state == RecoveryState::Asked
                && tx.now < row.due_at.utc()
                && may_confirm(tx.actor, about, row.opened_by).is_ok(),
            can_cancel: recovery.can_cancel && may_help(tx.actor, about).is_ok(),
            ..recovery
        })
    });
    Ok(told.collect())
}
