//! Changes to the content of a session: in `draft` and `returned` only (S10).

use super::{
    Loaded, content,
    create::declarable,
    loaded::{Expected, take_for},
    wire,
};
use crate::{Failure, Tx, audit, failure::refuse_if_any};
use forprev_core::{
    id::SessionId,
    problem::{Code, Fault},
    session::{NewSession, Session, SessionPatch, state::Step},
};
use serde_json::json;
use uuid::Uuid;

/// `PATCH /sessions/{id}`: what is present replaces, `null` clears, what is absent stays.
///
/// # Errors
/// What is wrong in shape, `not_found`, `forbidden`, `session.state`, `version.stale`, then as `create_session`.
pub fn update_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    expected: impl Into<Expected>,
    patch: &SessionPatch,
) -> Result<Session, Failure> {
    refuse_if_any(shape(patch))?;
    let loaded = take_for(tx, id, Step::Edit, expected)?;
    let before = NewSession::from(&wire::to_wire(tx, &loaded)?);
    let changed = change(tx, loaded, &patch.clone().applied_to(before))?;
    let detail = json!({ "version": changed.row.version, "trainees": changed.trainees.len() });
    let organisation = Some(changed.row.organisation_id);
    audit::record(tx, "update_session", "session", &id.to_string(), organisation, detail)?;
    wire::to_wire(tx, &changed)
}

/// What is wrong in shape with what is present, before anything is known of the session.
fn shape(patch: &SessionPatch) -> Vec<Fault> {
    let blank = NewSession { habilitation_id: Uuid::nil().to_string(), ..NewSession::default() };
    patch.clone().applied_to(blank).read().1
}

/// Writes this content over a session that was taken, and answers with the session as it is then.
pub(super) fn change(tx: &mut Tx<'_>, loaded: Loaded, input: &NewSession) -> Result<Loaded, Failure> {
    let (read, faults) = input.read();
    refuse_if_any(faults)?;
    let wanted = read.habilitation_id.ok_or_else(|| Failure::of(Code::NotFound))?;
    let habilitation = if wanted == loaded.row.habilitation_id {
        loaded.habilitation.clone()
    } else {
        declarable(tx, wanted)?
    };
    if habilitation.row.organisation_id != loaded.row.organisation_id {
        return Err(Fault::new(Code::BadReference).at("/habilitation_id").into());
    }
    let ready = content::prepare(tx, read, &habilitation, &loaded.trainees)?;
    content::write(tx, loaded, habilitation, ready)
}
