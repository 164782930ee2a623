//! The declarer cancels a session, which erases it (S10).

use super::{
    loaded::{Expected, take_for},
    submit::told,
};
use crate::{Failure, Tx, audit, outbox};
use forprev_core::{
    id::SessionId,
    session::{State, state::Step},
};
use forprev_store as store;
use serde_json::json;

/// `DELETE /sessions/{id}`: erases the session and all that belongs to it. The lead formateur of one that waited for
/// them, or that they verified, is told.
///
/// # Errors
/// `not_found`, `forbidden`, `session.state` once it is certified, `version.stale`.
pub fn cancel_session(tx: &mut Tx<'_>, id: SessionId, expected: impl Into<Expected>) -> Result<(), Failure> {
    let loaded = take_for(tx, id, Step::Cancel, expected)?;
    let organisation = Some(loaded.row.organisation_id);
    store::purge::erase(tx.conn, &[id])?;
    let detail = json!({ "state": loaded.row.state });
    audit::record(tx, "cancel_session", "session", &id.to_string(), organisation, detail)?;
    if matches!(loaded.row.state, State::Submitted | State::Verified) {
        // Of no session any more: this mail must not be erased with it.
        let lead = loaded.standing.lead;
        outbox::put(tx, outbox::Kind::SessionCancelled, lead, None, organisation, told(&loaded.row))?;
    }
    Ok(())
}
