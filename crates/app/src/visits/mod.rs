//! C17: audits and visits of an organisation by its caisse, from a plan to a report, and what is mended after it.

mod follow;
mod plan;
mod report;
mod wire;

pub use follow::{answer_visit_action, close_visit, follow_visit_action};
pub use plan::{assign_visit, cancel_visit, notify_visit, plan_visit, update_visit};
pub use report::report_visit;
pub use wire::{get_visit, list_visits};

use crate::{Failure, Tx, audit, files, outbox, sessions::Expected};
use forprev_core::{
    id::VisitId,
    policy::{
        organisation::OrganisationStanding,
        visit::{VisitStanding, sees, step},
    },
    problem::Code,
    visit::VisitStep,
};
use forprev_store as store;
use serde_json::{Value, json};
use store::visit::Row;

/// What the policy needs to know of an audit or a visit: its caisse is that of its organisation now.
pub(crate) fn standing(tx: &mut Tx<'_>, row: &Row) -> Result<VisitStanding, Failure> {
    let caisse = store::organisation::caisse_of(tx.conn, row.organisation_id)?;
    Ok(VisitStanding {
        organisation: OrganisationStanding { id: row.organisation_id, caisse },
        state: row.state,
        notified: row.notified_at.is_some(),
    })
}

/// Locked and in its next version, for this step of the transaction's actor.
fn take_for(
    tx: &mut Tx<'_>,
    id: VisitId,
    wanted: VisitStep,
    expected: impl Into<Expected>,
) -> Result<Row, Failure> {
    let row = store::visit::touch(tx.conn, id)?;
    let standing = standing(tx, &row)?;
    if !sees(tx.actor, &standing) {
        return Err(Failure::of(Code::NotFound));
    }
    step(tx.actor, &standing, wanted)?;
    expected.into().check(row.version - 1)?;
    Ok(row)
}

/// Writes one that was taken, with its line in the log.
fn save(tx: &mut Tx<'_>, row: &mut Row, act: &str, detail: Value) -> Result<(), Failure> {
    row.updated_at = tx.now.into();
    store::visit::save(tx.conn, row.clone())?;
    audit::record(tx, act, "visit", &row.id.to_string(), Some(row.organisation_id), detail)
}

/// What is told of it: never what it found.
fn facts(tx: &mut Tx<'_>, row: &Row, reason: Option<&str>) -> Result<Value, Failure> {
    let organisation = store::organisation::find(tx.conn, row.organisation_id)?;
    let by = files::caisse_in_words(tx, organisation.caisse_code.as_deref())?;
    Ok(json!({
        "visit_id": row.id, "what": row.kind, "organisation": organisation.raison_sociale, "until": row.held_on, "by": by,
        "reason": reason,
    }))
}

/// Tells all gestionnaires of the organisation.
fn tell(tx: &mut Tx<'_>, kind: outbox::Kind, row: &Row, reason: Option<&str>) -> Result<(), Failure> {
    let payload = facts(tx, row, reason)?;
    outbox::put_to_gestionnaires(tx, kind, row.organisation_id, payload)
}
