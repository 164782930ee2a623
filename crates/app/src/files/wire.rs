//! A file as its readers are told it.

use super::loaded::{caisse_in_words, standing};
use crate::{Failure, Tx};
use chrono::{DateTime, Utc};
use forprev_core::{
    id::PersonId,
    organisation::file::{
        Difference, FileEvent, FileKind, FileState, OrganisationFile, Side, days_at_caisse, differences,
    },
    policy::file::{actions, reads_notes, sees, side},
    problem::Code,
};
use forprev_store as store;
use std::collections::HashMap;
use store::organisation_file::{EventRow, Row};

/// The file, to the transaction's actor.
pub(super) fn to_wire(tx: &mut Tx<'_>, row: Row) -> Result<OrganisationFile, Failure> {
    if !sees(tx.actor, &standing(&row)) {
        return Err(Failure::of(Code::NotFound));
    }
    to_wire_after(tx, row)
}

/// The same, to who has just given it out of hand.
pub(super) fn to_wire_after(tx: &mut Tx<'_>, row: Row) -> Result<OrganisationFile, Failure> {
    let standing = standing(&row);
    let to_agent = reads_notes(tx.actor, &standing);
    let events = store::organisation_file::events_of(tx.conn, &[row.id])?;
    let days = days_at_caisse(&life_of(events.iter()), tx.now);
    let people: Vec<_> = events
        .iter()
        .filter_map(|event| event.person_id)
        .chain(row.assigned_to)
        .chain([row.author_id])
        .collect();
    let names = names_of(tx, &people)?;
    let violations = if matches!(row.state, FileState::Draft | FileState::Returned)
        && side(tx.actor, &standing) == Some(Side::Applicant)
    {
        let facts = super::facts(tx, &row)?;
        row.content.0.violations(&facts, tx.today)
    } else {
        Vec::new()
    };
    let differences = changed(tx, &row)?;
    let mut told = Vec::with_capacity(events.len());
    for event in events {
        told.push(event_in_words(tx, event, &names, to_agent)?);
    }
    let agent = row.assigned_to.filter(|_| to_agent);
    Ok(OrganisationFile {
        id: row.id,
        kind: row.kind,
        state: row.state,
        organisation_id: row.organisation_id,
        content: row.content.0,
        caisse: row.caisse_code,
        author: names.get(&row.author_id).cloned().unwrap_or_default(),
        assigned_to: agent.and_then(|agent| names.get(&agent).cloned()),
        assigned_to_id: agent,
        in_hand: row.assigned_to.is_some(),
        submitted_at: row.submitted_at.map(Into::into),
        days_at_caisse: days,
        comment: row.comment,
        corrections: row.corrections.0,
        violations,
        differences,
        events: told,
        actions: actions(tx.actor, &standing),
        version: row.version,
        updated_at: row.updated_at.into(),
    })
}

/// What a reader is to look at: of a change what differs from what is in force, of a file that came back what differs from
/// what was sent back.
fn changed(tx: &mut Tx<'_>, row: &Row) -> Result<Vec<Difference>, Failure> {
    if let (FileKind::Change, Some(organisation)) = (row.kind, row.organisation_id)
        && row.state.is_open()
    {
        let held = super::content_of(tx, organisation)?;
        return Ok(differences(&held, &row.content.0));
    }
    let before = row.submitted_content.as_ref();
    Ok(before.map(|before| differences(&before.0, &row.content.0)).unwrap_or_default())
}

fn event_in_words(
    tx: &mut Tx<'_>,
    event: EventRow,
    names: &HashMap<PersonId, String>,
    to_agent: bool,
) -> Result<FileEvent, Failure> {
    let who = if event.by_agent && !to_agent {
        caisse_in_words(tx, event.caisse_code.as_deref())?
    } else {
        event.person_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default()
    };
    // Why a file went from one caisse to another is between them.
    let comment = event.comment.filter(|_| to_agent || event.what != "handed_over");
    Ok(FileEvent { at: event.at.into(), what: event.what, who, comment })
}

/// When a file came into each state, in order.
pub(super) fn life_of<'a>(events: impl Iterator<Item = &'a EventRow>) -> Vec<(DateTime<Utc>, FileState)> {
    events.map(|event| (event.at.into(), event.state)).collect()
}

/// The names of these people.
pub(super) fn names_of(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, Failure> {
    let people = store::person::find_all(tx.conn, ids)?;
    Ok(people.into_iter().map(|one| (one.id, format!("{} {}", one.first_name, one.last_name))).collect())
}
