//! Lists of requests: always of what the caller may see.

use super::{loaded::standing, wire};
use crate::{Failure, Tx, failure::refuse_if_any};
use forprev_core::{
    page::Page,
    policy::request::{View, scope, view},
    problem::Code,
    request::{RequestKind, RequestRow, SittingRef, clock::age, query::RequestQuery},
    text::clean,
};
use forprev_store::{
    self as store,
    cursor::{Cursor, Paged},
    request::{Assigned, Filter, Row, Sort},
};
use std::collections::HashMap;

/// `GET /requests`: a page of the requests that the caller sees, the longest submitted first unless asked otherwise.
///
/// # Errors
/// What is wrong in shape; `request.cursor` for a cursor that is not of this list.
pub fn list_requests(tx: &mut Tx<'_>, query: &RequestQuery) -> Result<Page<RequestRow>, Failure> {
    refuse_if_any(query.check())?;
    let unreadable = || Failure::of(Code::BadCursor);
    let after =
        query.cursor.as_deref().map(|text| Cursor::of_text(text).ok_or_else(unreadable)).transpose()?;
    let (scope, filter, sort) = (scope(tx.actor), filter_of(tx, query), sort_of(query.sort.as_deref()));
    let page = store::request::list(tx.conn, &scope, &filter, sort, after.as_ref(), query.page_size());
    let Paged { items, next, total } = page.map_err(|error| match error {
        store::Error::NotFound => unreadable(),
        other => other.into(),
    })?;
    Ok(Page { items: told(tx, items)?, next_cursor: next.map(|one| one.to_text()), total })
}

fn sort_of(name: Option<&str>) -> Sort {
    match name {
        Some("-submitted_at") => Sort::Newest,
        Some("-updated_at") => Sort::LastChanged,
        Some("updated_at") => Sort::FirstChanged,
        _ => Sort::Longest,
    }
}

fn filter_of(tx: &Tx<'_>, query: &RequestQuery) -> Filter {
    let parsed = |text: &Option<String>| text.as_deref().map(|text| text.trim().to_owned());
    Filter {
        states: query.states(),
        kind: query.kind.as_deref().and_then(RequestKind::of),
        dispositif: query.dispositif.as_deref().map(clean),
        level: query.level,
        organisation: parsed(&query.organisation_id).and_then(|text| text.parse().ok()),
        desk: query.caisse.as_deref().map(crate::files::desk),
        assigned: match (query.assigned_to.as_deref(), tx.actor.person_id()) {
            (Some("me"), Some(me)) => Some(Assigned::To(me)),
            (Some("nobody"), _) => Some(Assigned::ToNobody),
            _ => None,
        },
        on_no_agenda: false,
        sitting: parsed(&query.sitting_id).and_then(|text| text.parse().ok()),
    }
}

/// Requests as lists tell them, in a handful of queries however many they are.
pub(super) fn told(tx: &mut Tx<'_>, rows: Vec<Row>) -> Result<Vec<RequestRow>, Failure> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut events: HashMap<_, Vec<_>> = HashMap::new();
    for event in store::request::events_of(tx.conn, &ids)? {
        events.entry(event.request_id).or_default().push(event);
    }
    let mut wanted: Vec<_> = rows.iter().map(|row| row.organisation_id).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let organisations: HashMap<_, _> = store::organisation::find_all(tx.conn, &wanted)?
        .into_iter()
        .map(|row| (row.id, row.raison_sociale))
        .collect();
    let renewed: Vec<_> = rows.iter().filter_map(|row| row.renews_id).collect();
    let renewed: HashMap<_, _> = store::habilitation::find_all(tx.conn, &renewed)?
        .into_iter()
        .map(|one| (one.row.id, one.row.valid_until))
        .collect();
    let sittings: Vec<_> = rows.iter().filter_map(|row| row.sitting_id).collect();
    let sittings: HashMap<_, _> =
        store::sitting::find_all(tx.conn, &sittings)?.into_iter().map(|row| (row.id, row.held_on)).collect();
    let agents: Vec<_> = rows.iter().filter_map(|row| row.assigned_to).collect();
    let names = wire::names(tx, agents)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        // Lists are scoped before, and this is what it is checked against.
        let Some(seen) = view(tx.actor, &standing(&row)) else { continue };
        let history = events.remove(&row.id).unwrap_or_default();
        let agent = row.assigned_to.filter(|_| seen == View::Agent);
        let sitting = row
            .sitting_id
            .and_then(|id| sittings.get(&id).map(|held_on| SittingRef { id, held_on: *held_on }));
        found.push(RequestRow {
            id: row.id,
            version: row.version,
            state: row.state,
            held_by: row.state.held_by(),
            kind: row.kind,
            organisation_id: row.organisation_id,
            organisation_name: organisations.get(&row.organisation_id).cloned().unwrap_or_default(),
            caisse: row.caisse_code,
            dispositif: row.dispositif,
            level: row.level,
            submitted_on: row.submitted_on,
            age: age(&wire::life(&history), tx.today),
            renewed_until: row.renews_id.and_then(|id| renewed.get(&id).copied()),
            sitting,
            assigned_to: agent.and_then(|agent| names.get(&agent).cloned()),
            updated_at: row.updated_at.utc(),
        });
    }
    Ok(found)
}
