//! After an audit or a visit: the organisation answers what is to be mended, the caisse sees whether it was, and closes.

use super::{facts, save, take_for, tell, wire::to_wire};
use crate::{Failure, Tx, failure::refuse_if_any, outbox, sessions::Expected};
use forprev_core::{
    id::{VisitActionId, VisitId},
    problem::Code,
    text::clean,
    visit::{ActionOutcome, FollowUp, Visit, VisitComment, VisitStep, after, may_close},
};
use forprev_store as store;
use serde_json::{Value, json};
use store::visit::{ActionRow, Row};

/// Changes one corrective action of an audit or a visit that was taken.
fn change(
    tx: &mut Tx<'_>,
    id: VisitId,
    action: VisitActionId,
    with: impl FnOnce(&mut ActionRow),
) -> Result<(), Failure> {
    let mut rows = store::visit::actions_of(tx.conn, &[id])?;
    let one = rows.iter_mut().find(|one| one.id == action).ok_or_else(|| Failure::of(Code::NotFound))?;
    with(one);
    Ok(store::visit::replace_actions(tx.conn, id, rows)?)
}

/// `POST /visits/{id}/actions/{action_id}/follow-up`: whether it was done.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `visit.state`, `version.stale`.
pub fn follow_visit_action(
    tx: &mut Tx<'_>,
    id: VisitId,
    action: VisitActionId,
    expected: impl Into<Expected>,
    input: &FollowUp,
) -> Result<Visit, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, VisitStep::FollowUp, expected)?;
    let outcome = ActionOutcome::of(input.outcome.trim()).unwrap_or(ActionOutcome::Open);
    let today = tx.today;
    change(tx, id, action, |one| {
        one.outcome = outcome;
        one.followed_on = (outcome != ActionOutcome::Open).then_some(today);
        one.comment = Some(clean(&input.comment)).filter(|text| !text.is_empty());
    })?;
    save(tx, &mut row, "follow_visit_action", json!({ "action": action, "outcome": outcome }))?;
    to_wire(tx, row)
}

/// `POST /visits/{id}/actions/{action_id}/answer`: what the organisation did, or will do. The agent who has it is told.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `visit.state`, `version.stale`.
pub fn answer_visit_action(
    tx: &mut Tx<'_>,
    id: VisitId,
    action: VisitActionId,
    expected: impl Into<Expected>,
    input: &VisitComment,
) -> Result<Visit, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, VisitStep::Answer, expected)?;
    let (now, me) = (tx.now, tx.actor.person_id());
    change(tx, id, action, |one| {
        one.answer = Some(clean(&input.comment));
        one.answered_at = Some(now.into());
        one.answered_by = me;
    })?;
    save(tx, &mut row, "answer_visit_action", json!({ "action": action }))?;
    tell_agent(tx, &row)?;
    to_wire(tx, row)
}

fn tell_agent(tx: &mut Tx<'_>, row: &Row) -> Result<(), Failure> {
    let payload = facts(tx, row, None)?;
    let (kind, organisation) = (outbox::Kind::VisitAnswered, row.organisation_id);
    outbox::put(tx, kind, Some(row.agent_id), None, Some(organisation), payload)
}

/// `POST /visits/{id}/close`: nothing more is waited for.
///
/// # Errors
/// `not_found`, `forbidden`, `visit.state`, `version.stale`; `visit.actions_open` while a corrective action is waited for.
pub fn close_visit(tx: &mut Tx<'_>, id: VisitId, expected: impl Into<Expected>) -> Result<Visit, Failure> {
    let mut row = take_for(tx, id, VisitStep::Close, expected)?;
    may_close(store::visit::actions_of(tx.conn, &[id])?.into_iter().map(|one| one.outcome))?;
    row.state = after(row.state, VisitStep::Close)?;
    save(tx, &mut row, "close_visit", Value::Null)?;
    tell(tx, outbox::Kind::VisitClosed, &row, None)?;
    to_wire(tx, row)
}
