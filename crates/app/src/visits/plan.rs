//! An audit or a visit before it is held: planned, changed, taken by an agent, told to the organisation, cancelled.

use super::{facts, save, standing, take_for, tell, wire::to_wire};
use crate::{Failure, Tx, audit, failure::refuse_if_any, outbox, sessions::Expected};
use forprev_core::{
    id::{OrganisationId, PersonId, VisitId},
    organisation::file::Assignment,
    policy::{
        organisation::OrganisationStanding,
        visit::{holds, plan},
    },
    problem::{Code, Fault},
    text::clean,
    visit::{NewVisit, Visit, VisitComment, VisitKind, VisitPatch, VisitState, VisitStep, after},
};
use forprev_store as store;
use serde_json::{Value, json};
use store::visit::Row;

/// `POST /organisations/{id}/visits`: plans one; who plans it has it.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`; `field.past` for a day that has passed.
pub fn plan_visit(tx: &mut Tx<'_>, id: OrganisationId, input: &NewVisit) -> Result<Visit, Failure> {
    refuse_if_any(input.check())?;
    let organisation = store::organisation::find(tx.conn, id)?;
    plan(tx.actor, &OrganisationStanding { id, caisse: organisation.caisse_code })?;
    refuse_if_any(input.violations(tx.today))?;
    let me = tx.actor.person_id().ok_or_else(|| Failure::of(Code::Forbidden))?;
    let blank = Row {
        id: VisitId::new(tx.new_id()),
        organisation_id: id,
        kind: VisitKind::Visit,
        state: VisitState::Planned,
        held_on: tx.today,
        starts_at: String::new(),
        ends_at: String::new(),
        subject: String::new(),
        place: String::new(),
        agent_id: me,
        notified_at: None,
        summary: None,
        findings: None,
        reason: None,
        version: 1,
        created_at: tx.now.into(),
        updated_at: tx.now.into(),
    };
    let row = filled(blank, input);
    store::visit::insert(tx.conn, row.clone())?;
    let detail = json!({ "kind": row.kind, "held_on": row.held_on });
    audit::record(tx, "plan_visit", "visit", &row.id.to_string(), Some(id), detail)?;
    to_wire(tx, row)
}

/// The row with what was typed, which was read before.
fn filled(row: Row, input: &NewVisit) -> Row {
    let NewVisit { kind, starts_at, ends_at, subject, place, .. } = input.cleaned();
    Row {
        kind: VisitKind::of(&kind).unwrap_or(row.kind),
        held_on: input.day().unwrap_or(row.held_on),
        starts_at,
        ends_at,
        subject,
        place,
        ..row
    }
}

/// `PATCH /visits/{id}`: what is present replaces, what is absent stays. Once the organisation was told, it is told again.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `visit.state`, `version.stale`, `version.missing`; `field.past` for another
/// day that has passed.
pub fn update_visit(
    tx: &mut Tx<'_>,
    id: VisitId,
    expected: impl Into<Expected>,
    patch: &VisitPatch,
) -> Result<Visit, Failure> {
    refuse_if_any(patch.check(tx.today))?;
    let row = take_for(tx, id, VisitStep::Edit, expected)?;
    let before = to_wire(tx, row.clone())?.typed();
    let wanted = patch.clone().applied_to(before.clone());
    refuse_if_any(wanted.check())?;
    if wanted.day() != before.day() {
        refuse_if_any(wanted.violations(tx.today))?;
    }
    let changed = wanted.cleaned() != before;
    let mut row = filled(row, &wanted);
    let detail = json!({ "kind": row.kind, "held_on": row.held_on });
    save(tx, &mut row, "update_visit", detail)?;
    if changed && row.state == VisitState::Notified {
        tell(tx, outbox::Kind::VisitNotified, &row, None)?;
    }
    to_wire(tx, row)
}

/// `POST /visits/{id}/assign`: takes it, or gives it to another agent who may hold it.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `visit.state`, `version.stale`; `field.reference` for somebody who does
/// not hold audits of this organisation.
pub fn assign_visit(
    tx: &mut Tx<'_>,
    id: VisitId,
    expected: impl Into<Expected>,
    input: &Assignment,
) -> Result<Visit, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, VisitStep::Assign, expected)?;
    let wanted: Option<PersonId> = input.person_id.as_deref().and_then(|text| text.trim().parse().ok());
    let agent = wanted.or(tx.actor.person_id()).ok_or_else(|| Failure::of(Code::Forbidden))?;
    let profiles = store::profile::held_by(tx.conn, agent, tx.today)?;
    if !holds(&profiles, &standing(tx, &row)?) {
        return Err(Fault::new(Code::BadReference).at("/person_id").into());
    }
    row.agent_id = agent;
    save(tx, &mut row, "assign_visit", json!({ "to": agent }))?;
    to_wire(tx, row)
}

/// `POST /visits/{id}/notify`: the organisation is told, and sees it from now on.
///
/// # Errors
/// `not_found`, `forbidden`, `visit.state`, `version.stale`; `field.past` where its day has passed.
pub fn notify_visit(tx: &mut Tx<'_>, id: VisitId, expected: impl Into<Expected>) -> Result<Visit, Failure> {
    let mut row = take_for(tx, id, VisitStep::Notify, expected)?;
    if row.held_on < tx.today {
        return Err(Fault::new(Code::DayPast).at("/held_on").into());
    }
    row.state = after(row.state, VisitStep::Notify)?;
    row.notified_at = Some(tx.now.into());
    save(tx, &mut row, "notify_visit", Value::Null)?;
    tell(tx, outbox::Kind::VisitNotified, &row, None)?;
    to_wire(tx, row)
}

/// `POST /visits/{id}/cancel`: it is not held; the organisation is told where it knew of it.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `visit.state`, `version.stale`.
pub fn cancel_visit(
    tx: &mut Tx<'_>,
    id: VisitId,
    expected: impl Into<Expected>,
    input: &VisitComment,
) -> Result<Visit, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, VisitStep::Cancel, expected)?;
    let known = row.state == VisitState::Notified;
    row.state = after(row.state, VisitStep::Cancel)?;
    row.reason = Some(clean(&input.comment));
    save(tx, &mut row, "cancel_visit", Value::Null)?;
    if known {
        let reason = row.reason.clone();
        let payload = facts(tx, &row, reason.as_deref())?;
        outbox::put_to_gestionnaires(tx, outbox::Kind::VisitCancelled, row.organisation_id, payload)?;
    }
    to_wire(tx, row)
}
