//! A request as the API tells it: cut to what the caller may see.

use super::{
    decide::proposed_on,
    loaded::{Loaded, is_written},
};
use crate::{Failure, Tx};
use forprev_core::{
    calendar::{day_after, today_in_paris},
    catalogue::Level,
    id::PersonId,
    policy::request::{View, actions},
    problem::Fault,
    request::{
        AdminData, Event, OpinionTold, Renewed, Request, RequestFormateur, RequestPlatform, RequiredDocument,
        Returned, SittingRef, State,
        clock::{Entered, age, stages},
        decision::{Decision, Term},
        grid::{GridItem, grid as items},
        rules::confirmed,
        state::Side,
    },
    session::{PersonName, eligibility::qualified},
};
use forprev_store as store;
use std::collections::HashMap;

/// The request as the transaction's actor may see it.
///
/// # Errors
/// `not_found` where it is not theirs to see.
pub(super) fn to_wire(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<Request, Failure> {
    let seen = loaded.seen_by(tx)?;
    told(tx, loaded, seen)
}

/// The same, to who has just given it out of hand.
pub(super) fn after_hand_over(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<Request, Failure> {
    told(tx, loaded, View::Agent)
}

fn told(tx: &mut Tx<'_>, loaded: &Loaded, seen: View) -> Result<Request, Failure> {
    let (row, to_agent) = (&loaded.row, seen == View::Agent);
    let events = store::request::events_of(tx.conn, &[row.id])?;
    let opinions = store::request::opinions_of(tx.conn, row.id)?;
    let wanted = events
        .iter()
        .filter_map(|event| event.person_id)
        .chain(opinions.iter().filter_map(|one| one.person_id))
        .chain(row.assigned_to)
        .chain(loaded.known.confirmed.map(|one| one.by));
    let names = names(tx, wanted.collect())?;
    let named = |id: Option<PersonId>| id.and_then(|id| names.get(&id).cloned());
    let life = life(&events);
    let sitting = match row.sitting_id {
        Some(id) => Some(store::sitting::find(tx.conn, id)?),
        None => None,
    };
    let awaited = row.state == State::Decision && to_agent;
    let proposed = if awaited { Some(proposed_on(tx, loaded, tx.today)?) } else { None };
    let draft = row.submitted_at.is_none();
    Ok(Request {
        id: row.id,
        version: row.version,
        state: row.state,
        kind: row.kind,
        organisation_id: row.organisation_id,
        organisation_name: loaded.organisation.raison_sociale.clone(),
        caisse: if draft { loaded.organisation.caisse_code.clone() } else { row.caisse_code.clone() },
        dispositif: row.dispositif.clone(),
        level: row.level,
        renews: loaded.known.renewed.as_ref().map(renewed),
        formateurs: formateurs(tx, loaded),
        programme: row.programme.clone(),
        schedule: row.schedule.clone(),
        platforms: loaded.platforms.iter().map(platform).collect(),
        documents: documents(loaded),
        admin_data: admin_data(tx, loaded, &named),
        stages: stages(&life, tx.today),
        age: age(&life, tx.today),
        returned: row.returned.as_ref().map(|returned| Returned {
            comment: returned.0.comment.clone(),
            corrections: returned.0.corrections.clone(),
            due_on: returned.0.due(),
        }),
        opinions: opinions
            .into_iter()
            .map(|one| {
                let open = to_agent || !one.confidential;
                OpinionTold {
                    subject: one.subject,
                    opinion: open.then_some(one.opinion),
                    comment: one.comment.filter(|_| open),
                    confidential: one.confidential,
                    at: one.at.utc(),
                    by: named(one.person_id.filter(|_| to_agent)),
                }
            })
            .collect(),
        grid: if to_agent { grid(tx, loaded)? } else { Vec::new() },
        assigned_to: named(row.assigned_to.filter(|_| to_agent)),
        sitting: sitting.map(|one| SittingRef { id: one.id, held_on: one.held_on }),
        proposed,
        decision: decision(row),
        habilitation_id: row.habilitation_id,
        history: events
            .into_iter()
            .map(|one| {
                let open = to_agent || one.side == Side::Applicant;
                // Why a request went from one caisse to another is between them.
                let comment = one.comment.filter(|_| to_agent || one.what != "hand_over_request");
                Event {
                    at: one.at.utc(),
                    kind: one.what,
                    state: one.state,
                    side: one.side,
                    by: named(one.person_id.filter(|_| open)),
                    comment,
                }
            })
            .collect(),
        submitted_on: row.submitted_on,
        created_at: row.created_at.utc(),
        updated_at: row.updated_at.utc(),
        violations: if is_written(row.state) && !to_agent {
            loaded.known.violations(tx, row, &loaded.content)
        } else {
            Vec::new()
        },
        actions: actions(tx.actor, &loaded.standing()),
    })
}

/// Refuses a submission with these faults. In a dry run they are told instead, with the request as it stays.
pub(super) fn refused(tx: &mut Tx<'_>, loaded: &Loaded, faults: Vec<Fault>) -> Result<Request, Failure> {
    if !tx.dry_run {
        return Err(faults.into());
    }
    let request = to_wire(tx, loaded)?;
    Ok(Request { version: request.version - 1, violations: faults, ..request })
}

/// The names of these people.
pub(crate) fn names(tx: &mut Tx<'_>, ids: Vec<PersonId>) -> Result<HashMap<PersonId, PersonName>, Failure> {
    let mut ids = ids;
    ids.sort_unstable();
    ids.dedup();
    let people = store::person::find_all(tx.conn, &ids)?;
    let name = |one: store::person::Row| PersonName {
        forprev_number: one.forprev_number,
        last_name: one.last_name,
        first_name: one.first_name,
    };
    Ok(people.into_iter().map(|one| (one.id, name(one))).collect())
}

/// When a request came into each state, in order: what is written in between changes none.
pub(super) fn life(events: &[store::request::EventRow]) -> Vec<Entered> {
    let mut life: Vec<Entered> = Vec::new();
    for event in events {
        if life.last().is_none_or(|last| last.state != event.state) {
            life.push(Entered { on: today_in_paris(event.at.utc()), state: event.state });
        }
    }
    life
}

/// C28: the grid of the day of its first submission, with the answers that were given.
pub(super) fn grid(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<Vec<GridItem>, Failure> {
    let day = loaded.row.submitted_on.unwrap_or(tx.today);
    let entries = store::grid::entries(tx.conn)?;
    let mut grid = items(&entries, &loaded.row.dispositif, &loaded.known.level, day);
    for answer in store::request::answers_of(tx.conn, loaded.row.id)? {
        if let Some(item) = grid.iter_mut().find(|item| item.code == answer.item) {
            item.answer = Some(answer.answer);
            item.comment = answer.comment;
        }
    }
    Ok(grid)
}

fn renewed(one: &store::habilitation::Whole) -> Renewed {
    Renewed {
        habilitation_id: one.row.id,
        number: one.row.number.clone(),
        valid_until: one.row.valid_until,
        uncovered_from: day_after(one.row.valid_until),
    }
}

fn formateurs(tx: &Tx<'_>, loaded: &Loaded) -> Vec<RequestFormateur> {
    let told = |row: &store::request::FormateurRow| {
        let person = loaded.known.people.iter().find(|one| one.forprev_number == row.forprev_number);
        let held = person.and_then(|one| loaded.known.held.get(&one.id)).map_or(&[][..], Vec::as_slice);
        let qualified = qualified(held, &loaded.known.level.animated_by, tx.today);
        RequestFormateur {
            forprev_number: row.forprev_number.clone(),
            last_name: person.map(|one| one.last_name.clone()).unwrap_or_default(),
            first_name: person.map(|one| one.first_name.clone()).unwrap_or_default(),
            qualified: qualified.is_ok(),
            reason: qualified.err().map(|fault| fault.code),
        }
    };
    loaded.formateurs.iter().map(told).collect()
}

fn platform(row: &store::request::PlatformRow) -> RequestPlatform {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    RequestPlatform {
        id: row.id,
        name: text(&row.name),
        kind: text(&row.kind),
        address: text(&row.address),
        postal_code: text(&row.postal_code),
        city: text(&row.city),
        insee_code: row.insee_code.clone(),
    }
}

/// H9: what the level asks for; of each platform where it asks so.
fn documents(loaded: &Loaded) -> Vec<RequiredDocument> {
    let mut found = Vec::new();
    for purpose in &loaded.known.level.required_documents {
        let owners = if Level::is_of_each_platform(purpose) {
            loaded.platforms.iter().map(|one| Some(one.id)).collect()
        } else {
            vec![None]
        };
        found.extend(owners.into_iter().map(|platform_id| {
            RequiredDocument {
                purpose: purpose.clone(),
                platform_id,
                attached: loaded
                    .known
                    .documents
                    .iter()
                    .any(|one| one.purpose == *purpose && one.platform_id == platform_id),
            }
        }));
    }
    found
}

fn admin_data(
    tx: &Tx<'_>,
    loaded: &Loaded,
    named: &dyn Fn(Option<PersonId>) -> Option<PersonName>,
) -> AdminData {
    let given = loaded.known.confirmed;
    AdminData {
        confirmed: confirmed(given, tx.actor.person_id(), tx.today),
        confirmed_on: given.map(|given| given.on),
        confirmed_by: named(given.map(|given| given.by)),
        change_pending: loaded.known.change_pending,
    }
}

fn decision(row: &store::request::Row) -> Option<Decision> {
    Some(Decision {
        outcome: row.outcome?,
        decided_on: row.decided_on?,
        sitting_id: row.decided_sitting_id,
        reason: row.reason.clone(),
        term: row
            .valid_from
            .zip(row.valid_until)
            .map(|(valid_from, valid_until)| Term { valid_from, valid_until }),
        recorded_at: row.decided_at?.utc(),
    })
}
