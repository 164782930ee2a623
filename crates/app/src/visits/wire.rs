//! Audits and visits as their readers are told them.

use super::standing;
use crate::{Failure, Tx, failure::refuse_if_any, files};
use forprev_core::{
    id::{PersonId, VisitId},
    page::Page,
    policy::visit::{actions, reads_as_agent, scope, sees},
    problem::Code,
    text::clean,
    visit::{ActionOutcome, Visit, VisitAction, VisitQuery, VisitRow, VisitState, is_late, may_close},
};
use forprev_store::{
    self as store,
    cursor::{Cursor, Paged},
    visit::Filter,
};
use std::collections::HashMap;
use store::visit::{ActionRow, Row};

/// `GET /visits`: those that the caller sees, the latest day first.
///
/// # Errors
/// What is wrong in shape; `request.cursor` for a cursor that is not of this list.
pub fn list_visits(tx: &mut Tx<'_>, query: &VisitQuery) -> Result<Page<VisitRow>, Failure> {
    refuse_if_any(query.check())?;
    let unreadable = || Failure::of(Code::BadCursor);
    let after =
        query.cursor.as_deref().map(|text| Cursor::of_text(text).ok_or_else(unreadable)).transpose()?;
    let filter = Filter {
        organisation: query.organisation_id.as_deref().and_then(|text| text.trim().parse().ok()),
        state: query.state.as_deref().and_then(VisitState::of),
        caisse: query.caisse.as_deref().map(clean),
    };
    let scope = scope(tx.actor);
    let page = store::visit::list(tx.conn, &scope, &filter, after.as_ref(), query.page_size());
    let Paged { items, next, total } = page.map_err(|error| match error {
        store::Error::NotFound => unreadable(),
        other => other.into(),
    })?;
    let ids: Vec<_> = items.iter().map(|(row, _)| row.id).collect();
    let actions = store::visit::actions_of(tx.conn, &ids)?;
    let agents: Vec<_> = items.iter().map(|(row, _)| row.agent_id).collect();
    let names = names_of(tx, &agents)?;
    let mut told = Vec::with_capacity(items.len());
    for (row, organisation) in items {
        let to_agent = reads_as_agent(tx.actor, &standing(tx, &row)?);
        let open =
            || actions.iter().filter(|one| one.visit_id == row.id && one.outcome == ActionOutcome::Open);
        told.push(VisitRow {
            id: row.id,
            kind: row.kind,
            state: row.state,
            organisation_id: row.organisation_id,
            organisation,
            held_on: row.held_on,
            agent: names.get(&row.agent_id).filter(|_| to_agent).cloned(),
            actions_open: u32::try_from(open().count()).unwrap_or(u32::MAX),
            next_due_on: open().map(|one| one.due_on).min(),
            subject: row.subject,
            updated_at: row.updated_at.into(),
        });
    }
    Ok(Page { items: told, next_cursor: next.map(|one| one.to_text()), total })
}

fn names_of(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, Failure> {
    let people = store::person::find_all(tx.conn, ids)?;
    Ok(people.into_iter().map(|one| (one.id, format!("{} {}", one.first_name, one.last_name))).collect())
}

/// `GET /visits/{id}`.
///
/// # Errors
/// `not_found`.
pub fn get_visit(tx: &mut Tx<'_>, id: VisitId) -> Result<Visit, Failure> {
    let row = store::visit::find(tx.conn, id)?;
    to_wire(tx, row)
}

/// The audit or visit, to the transaction's actor.
pub(super) fn to_wire(tx: &mut Tx<'_>, row: Row) -> Result<Visit, Failure> {
    let standing = standing(tx, &row)?;
    if !sees(tx.actor, &standing) {
        return Err(Failure::of(Code::NotFound));
    }
    let to_agent = reads_as_agent(tx.actor, &standing);
    let organisation = store::organisation::find(tx.conn, row.organisation_id)?;
    let caisse_name = files::caisse_in_words(tx, organisation.caisse_code.as_deref())?;
    let corrective = store::visit::actions_of(tx.conn, &[row.id])?;
    let close = may_close(corrective.iter().map(|one| one.outcome));
    let agent = names_of(tx, &[row.agent_id])?.remove(&row.agent_id);
    Ok(Visit {
        id: row.id,
        version: row.version,
        kind: row.kind,
        state: row.state,
        organisation_id: row.organisation_id,
        organisation: organisation.raison_sociale,
        caisse_name,
        held_on: row.held_on,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        subject: row.subject,
        place: row.place,
        agent: agent.filter(|_| to_agent),
        mine: tx.actor.person_id() == Some(row.agent_id),
        notified_at: row.notified_at.map(Into::into),
        summary: row.summary,
        findings: row.findings,
        reason: row.reason,
        corrective_actions: corrective.into_iter().map(|one| told(tx, one)).collect(),
        actions: actions(tx.actor, &standing, close),
        updated_at: row.updated_at.into(),
    })
}

fn told(tx: &Tx<'_>, row: ActionRow) -> VisitAction {
    VisitAction {
        id: row.id,
        late: is_late(row.outcome, row.due_on, tx.today),
        what: row.what,
        due_on: row.due_on,
        answer: row.answer,
        answered_at: row.answered_at.map(Into::into),
        outcome: row.outcome,
        followed_on: row.followed_on,
        comment: row.comment,
    }
}
