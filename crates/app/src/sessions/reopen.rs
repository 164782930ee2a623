//! A verified session goes back to its lead formateur: the declarer sends it, or the lead takes it.

use super::{
    loaded::{Expected, take_for},
    submit::told,
    wire,
};
use crate::{Failure, Tx, audit, failure::refuse_if_any, outbox};
use forprev_core::{
    id::SessionId,
    policy::session::reopening_needs_comment,
    session::{Comment, Session, State, state::Step},
};
use forprev_store as store;
use serde_json::Value;

/// `POST /sessions/{id}/reopen`: to `submitted`; results and verification are cleared (S10).
///
/// # Errors
/// `field.required` where the declarer gives no comment, `not_found`, `forbidden`, `session.state`,
/// `version.stale`.
pub fn reopen_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    expected: impl Into<Expected>,
    comment: &Comment,
) -> Result<Session, Failure> {
    refuse_if_any(comment.check(false))?;
    let mut loaded = take_for(tx, id, Step::Reopen, expected)?;
    let by_declarer = reopening_needs_comment(tx.actor, &loaded.standing);
    refuse_if_any(comment.check(by_declarer))?;
    loaded.row.state = State::Submitted;
    loaded.row.comment = comment.text();
    loaded.row.comment_by = tx.actor.person_id();
    loaded.row.verified_at = None;
    loaded.row.verified_by = None;
    loaded.row.verified_mac = None;
    store::trainee::clear_outcomes(tx.conn, id)?;
    for trainee in &mut loaded.trainees {
        trainee.outcome = None;
    }
    loaded.save(tx)?;
    let organisation = Some(loaded.row.organisation_id);
    audit::record(tx, "reopen_session", "session", &id.to_string(), organisation, Value::Null)?;
    if by_declarer {
        let lead = loaded.standing.lead;
        outbox::put(tx, outbox::Kind::SessionReopened, lead, Some(id), organisation, told(&loaded.row))?;
    }
    wire::to_wire(tx, &loaded)
}
