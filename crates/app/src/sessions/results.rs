//! The lead formateur verifies a session: the first of the two signatures (S13).

use super::{
    content_mac::content_mac,
    declarer::tell_declarer,
    loaded::{Expected, take_for},
    wire,
};
use crate::{Failure, Tx, audit, failure::refuse_if_any, outbox};
use forprev_core::{
    id::{SessionId, TraineeId},
    session::{Outcome, Results, Session, State, eligibility::Moment, state::Step},
};
use forprev_store as store;
use serde_json::json;

/// `POST /sessions/{id}/results`: to `verified`, with a result for each trainee (S11). Who, when, and an HMAC of what
/// was verified are recorded.
///
/// # Errors
/// What is wrong in shape, `not_found`, `forbidden`, `double_validation.client`, `session.state`, `version.stale`;
/// all that S2, S3, S4, S5 and S11 refuse, at once.
pub fn record_results(
    tx: &mut Tx<'_>,
    id: SessionId,
    expected: impl Into<Expected>,
    results: &Results,
) -> Result<Session, Failure> {
    refuse_if_any(results.check())?;
    let mut loaded = take_for(tx, id, Step::Results, expected)?;
    let declared = loaded.row.declared_on;
    let mut faults = loaded.known.violations(&loaded.content, declared, Moment::Verification, tx.today);
    let trainees: Vec<TraineeId> = loaded.trainees.iter().map(|one| one.id).collect();
    let outcomes = results.of(&trainees).unwrap_or_else(|found| {
        faults.extend(found);
        Default::default()
    });
    if !faults.is_empty() {
        return wire::refused(tx, &loaded, faults);
    }
    let listed: Vec<(TraineeId, Outcome)> = outcomes.iter().map(|(id, outcome)| (*id, *outcome)).collect();
    store::trainee::set_outcomes(tx.conn, id, &listed)?;
    for trainee in &mut loaded.trainees {
        trainee.outcome = outcomes.get(&trainee.id).copied();
    }
    loaded.row.state = State::Verified;
    loaded.row.comment = None;
    loaded.row.comment_by = None;
    loaded.row.verified_at = Some(tx.now.into());
    loaded.row.verified_by = tx.actor.person_id();
    loaded.row.verified_mac = Some(content_mac(&loaded)?);
    loaded.save(tx)?;
    let organisation = Some(loaded.row.organisation_id);
    let passed = listed.iter().filter(|(_, outcome)| *outcome == Outcome::Passed).count();
    let detail = json!({ "trainees": listed.len(), "passed": passed });
    audit::record(tx, "record_results", "session", &id.to_string(), organisation, detail)?;
    tell_declarer(tx, outbox::Kind::SessionVerified, &loaded.row)?;
    wire::to_wire(tx, &loaded)
}
