//! The sittings of the CNH: planned, held with all their decisions in one go, or cancelled (C21).

use super::{agenda, decide, list};
use crate::{Failure, Tx, audit, failure::refuse_if_any, sessions::Expected};
use forprev_core::{
    id::SittingId,
    page::Page,
    policy::{
        Action, may_ever,
        request::{sitting_actions, sitting_step},
    },
    problem::{Code, Fault},
    request::{
        query::SittingQuery,
        sitting::{
            NewSitting, Sitting, SittingDecisions, SittingPatch, SittingState, SittingStep, after,
            may_be_cancelled, may_be_held,
        },
    },
};
use forprev_store as store;
use serde_json::{Value, json};
use store::sitting::Row;

/// `GET /sittings`: the first to be held first; their agendas are told one by one.
///
/// # Errors
/// `request.cursor`, what the query's shape refuses.
pub fn list_sittings(tx: &mut Tx<'_>, query: &SittingQuery) -> Result<Page<Sitting>, Failure> {
    may_ever(tx.actor, Action::ReadSittings)?;
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let rows = store::sitting::all(tx.conn, query.state.as_deref().and_then(SittingState::of))?;
    let page = wanted.cut(rows, |row| format!("{} {}", row.held_on, row.id));
    let ids: Vec<_> = page.items.iter().map(|row| row.id).collect();
    // Of one that was held: what was decided there. What was decided stands on no agenda any more.
    let mut agendas = store::sitting::agendas(tx.conn, &ids)?;
    agendas.extend(store::sitting::decided(tx.conn, &held(&page.items))?);
    Ok(page.map(|row| {
        let count = agendas.iter().filter(|(sitting, _)| *sitting == row.id).count();
        told(tx, row, count, Vec::new())
    }))
}

fn held(rows: &[Row]) -> Vec<SittingId> {
    rows.iter().filter(|row| row.state == SittingState::Held).map(|row| row.id).collect()
}

fn told(tx: &Tx<'_>, row: Row, count: usize, agenda: Vec<forprev_core::request::RequestRow>) -> Sitting {
    Sitting {
        id: row.id,
        version: row.version,
        state: row.state,
        held_on: row.held_on,
        place: row.place,
        count: u32::try_from(count).unwrap_or(u32::MAX),
        agenda,
        actions: sitting_actions(tx.actor, row.state),
    }
}

/// `GET /sittings/{id}`: with its agenda; of one that was held, with what was decided there.
///
/// # Errors
/// `not_found`.
pub fn get_sitting(tx: &mut Tx<'_>, id: SittingId) -> Result<Sitting, Failure> {
    may_ever(tx.actor, Action::ReadSittings)?;
    let row = store::sitting::find(tx.conn, id)?;
    to_wire(tx, row)
}

fn to_wire(tx: &mut Tx<'_>, row: Row) -> Result<Sitting, Failure> {
    let mut agenda = store::sitting::agendas(tx.conn, &[row.id])?;
    agenda.extend(store::sitting::decided(tx.conn, &held(std::slice::from_ref(&row)))?);
    let ids: Vec<_> = agenda.into_iter().map(|(_, request)| request).collect();
    let mut requests = store::request::find_all(tx.conn, &ids)?;
    requests.sort_by_key(|one| one.agenda_position);
    let agenda = list::told(tx, requests)?;
    Ok(told(tx, row, ids.len(), agenda))
}

/// `POST /sittings`: plans one, with its agenda where it has one already.
///
/// # Errors
/// What is wrong in shape; `field.reference` for a request that does not wait for a decision, `sitting.on_agenda` for one of
/// another sitting.
pub fn create_sitting(tx: &mut Tx<'_>, input: &NewSitting) -> Result<Sitting, Failure> {
    may_ever(tx.actor, Action::ManageSittings)?;
    refuse_if_any(input.check())?;
    let row = Row {
        id: SittingId::new(tx.new_id()),
        state: SittingState::Planned,
        held_on: input.day().ok_or_else(|| Failure::of(Code::BadDate))?,
        place: input.place(),
        version: 1,
        created_at: tx.now.into(),
        updated_at: tx.now.into(),
    };
    store::sitting::insert(tx.conn, row.clone())?;
    agenda::replace(tx, row.id, &input.requests())?;
    record(tx, "create_sitting", row.id, json!({ "held_on": row.held_on, "agenda": input.agenda.len() }))?;
    to_wire(tx, row)
}

fn record(tx: &mut Tx<'_>, act: &str, id: SittingId, detail: Value) -> Result<(), Failure> {
    audit::record(tx, act, "sitting", &id.to_string(), None, detail)
}

/// The sitting, locked and in its next version, for this step.
fn take_for(
    tx: &mut Tx<'_>,
    id: SittingId,
    step: SittingStep,
    expected: impl Into<Expected>,
) -> Result<Row, Failure> {
    may_ever(tx.actor, Action::ManageSittings)?;
    let row = store::sitting::touch(tx.conn, id)?;
    sitting_step(tx.actor, row.state, step)?;
    expected.into().check(row.version - 1)?;
    Ok(row)
}

fn save(tx: &mut Tx<'_>, row: &mut Row) -> Result<(), Failure> {
    row.updated_at = tx.now.into();
    Ok(store::sitting::save(tx.conn, row.clone())?)
}

/// `PATCH /sittings/{id}`: what is present replaces, what is absent stays.
///
/// # Errors
/// What is wrong in shape; `not_found`, `sitting.state`, `version.stale`; as [`create_sitting`].
pub fn update_sitting(
    tx: &mut Tx<'_>,
    id: SittingId,
    expected: impl Into<Expected>,
    patch: &SittingPatch,
) -> Result<Sitting, Failure> {
    may_ever(tx.actor, Action::ManageSittings)?;
    // Before anything is known of the sitting.
    let blank = NewSitting { held_on: tx.today.to_string(), ..NewSitting::default() };
    refuse_if_any(patch.clone().applied_to(blank).check())?;
    let mut row = take_for(tx, id, SittingStep::Edit, expected)?;
    let agenda: Vec<_> = store::sitting::agendas(tx.conn, &[id])?
        .into_iter()
        .map(|(_, request)| request.to_string())
        .collect();
    let before =
        NewSitting { held_on: row.held_on.to_string(), place: row.place.clone().unwrap_or_default(), agenda };
    let wanted = patch.clone().applied_to(before);
    refuse_if_any(wanted.check())?;
    row.held_on = wanted.day().unwrap_or(row.held_on);
    row.place = wanted.place();
    save(tx, &mut row)?;
    agenda::replace(tx, id, &wanted.requests())?;
    record(tx, "update_sitting", id, json!({ "held_on": row.held_on, "agenda": wanted.agenda.len() }))?;
    to_wire(tx, row)
}

/// `POST /sittings/{id}/cancel`: it is not held.
///
/// # Errors
/// `not_found`, `sitting.state`, `version.stale`, `sitting.not_empty` while requests are on its agenda.
pub fn cancel_sitting(
    tx: &mut Tx<'_>,
    id: SittingId,
    expected: impl Into<Expected>,
) -> Result<Sitting, Failure> {
    let mut row = take_for(tx, id, SittingStep::Cancel, expected)?;
    may_be_cancelled(store::sitting::agendas(tx.conn, &[id])?.len())?;
    row.state = after(row.state, SittingStep::Cancel)?;
    save(tx, &mut row)?;
    record(tx, "cancel_sitting", id, Value::Null)?;
    to_wire(tx, row)
}

/// `POST /sittings/{id}/decisions`: all of its agenda in one go, all or none.
///
/// # Errors
/// What is wrong in shape; `not_found`, `sitting.state`, `version.stale`; `sitting.too_early` before its day,
/// `sitting.undecided` for a request of the agenda without one decision; what `decide_request` refuses of each.
pub fn decide_sitting(
    tx: &mut Tx<'_>,
    id: SittingId,
    expected: impl Into<Expected>,
    input: &SittingDecisions,
) -> Result<Sitting, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, SittingStep::Decide, expected)?;
    may_be_held(row.held_on, tx.today).map_err(Fault::from)?;
    let agenda: Vec<_> =
        store::sitting::agendas(tx.conn, &[id])?.into_iter().map(|(_, request)| request).collect();
    let mut decisions: Vec<_> = input.of(&agenda)?.into_iter().enumerate().collect();
    // In the order of their identifiers, as everybody takes several at once.
    decisions.sort_by_key(|(_, (request, _))| *request);
    for (place, (request, decision)) in decisions {
        decide::of_sitting(tx, request, place, decision, &row)?;
    }
    row.state = after(row.state, SittingStep::Decide)?;
    save(tx, &mut row)?;
    record(tx, "decide_sitting", id, json!({ "decisions": agenda.len() }))?;
    to_wire(tx, row)
}
