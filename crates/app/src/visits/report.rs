//! The report of an audit or a visit: what was found, and what is to be mended.

use super::{save, take_for, tell, wire::to_wire};
use crate::{Failure, Tx, failure::refuse_if_any, outbox, sessions::Expected};
use forprev_core::{
    calendar::parse_day,
    id::{VisitActionId, VisitId},
    problem::{Code, Fault},
    text::clean,
    visit::{ActionOutcome, Visit, VisitReport, VisitStep, after},
};
use forprev_store as store;
use serde_json::json;
use store::visit::ActionRow;

/// `POST /visits/{id}/report`: it was held. A report that is written again replaces the one before: of a corrective action that
/// it names, what was answered and seen stays.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `visit.state`, `version.stale`; `visit.too_early` before its day,
/// `field.order` for a delay that ends before it, `field.reference` for a corrective action that is not of it.
pub fn report_visit(
    tx: &mut Tx<'_>,
    id: VisitId,
    expected: impl Into<Expected>,
    input: &VisitReport,
) -> Result<Visit, Failure> {
    refuse_if_any(input.check())?;
    let mut row = take_for(tx, id, VisitStep::Report, expected)?;
    let mut faults = input.violations(tx.today);
    let mut held = store::visit::actions_of(tx.conn, &[id])?;
    let mut rows = Vec::with_capacity(input.actions.len());
    for (position, (index, action)) in (0..).zip(input.actions.iter().enumerate()) {
        let before = match action.known() {
            None => None,
            Some(known) => match held.iter().position(|one| one.id == known) {
                Some(at) => Some(held.swap_remove(at)),
                None => {
                    faults.push(Fault::new(Code::BadReference).at(format!("/actions/{index}/id")));
                    continue;
                }
            },
        };
        let before = before.unwrap_or_else(|| blank(tx, id));
        rows.push(ActionRow {
            position,
            what: clean(&action.what),
            due_on: parse_day(action.due_on.trim()).unwrap_or(tx.today),
            ..before
        });
    }
    refuse_if_any(faults)?;
    row.state = after(row.state, VisitStep::Report)?;
    row.held_on = input.day().unwrap_or(row.held_on);
    row.summary = Some(clean(&input.summary));
    row.findings = Some(clean(&input.findings)).filter(|text| !text.is_empty());
    let detail = json!({ "held_on": row.held_on, "actions": rows.len() });
    save(tx, &mut row, "report_visit", detail)?;
    store::visit::replace_actions(tx.conn, id, rows)?;
    tell(tx, outbox::Kind::VisitReported, &row, None)?;
    to_wire(tx, row)
}

fn blank(tx: &Tx<'_>, visit: VisitId) -> ActionRow {
    ActionRow {
        id: VisitActionId::new(tx.new_id()),
        visit_id: visit,
        position: 0,
        what: String::new(),
        due_on: tx.today,
        answer: None,
        answered_at: None,
        answered_by: None,
        outcome: ActionOutcome::Open,
        followed_on: None,
        comment: None,
    }
}
