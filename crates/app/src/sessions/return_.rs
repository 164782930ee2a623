//! The lead formateur sends a session back to its declarer.

use super::{
    declarer::tell_declarer,
    loaded::{Expected, take_for},
    wire,
};
use crate::{Failure, Tx, audit, failure::refuse_if_any, outbox};
use forprev_core::{
    id::SessionId,
    session::{Comment, Session, State, state::Step},
};
use serde_json::Value;

/// `POST /sessions/{id}/return`: to `returned`, with a comment.
///
/// # Errors
/// `field.required` without a comment, `not_found`, `forbidden`, `session.state`, `version.stale`.
pub fn return_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    expected: impl Into<Expected>,
    comment: &Comment,
) -> Result<Session, Failure> {
    refuse_if_any(comment.check(true))?;
    let mut loaded = take_for(tx, id, Step::Return, expected)?;
    loaded.row.state = State::Returned;
    loaded.row.comment = comment.text();
    loaded.row.comment_by = tx.actor.person_id();
    loaded.save(tx)?;
    let organisation = Some(loaded.row.organisation_id);
    audit::record(tx, "return_session", "session", &id.to_string(), organisation, Value::Null)?;
    tell_declarer(tx, outbox::Kind::SessionReturned, &loaded.row)?;
    wire::to_wire(tx, &loaded)
}
