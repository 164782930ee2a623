//! Trainees one by one: a change to a trainee is a change to the session.

use super::{
    Loaded,
    loaded::{Expected, load, take_for},
    update::change,
    wire,
};
use crate::{Failure, Tx, audit, failure::refuse_if_any};
use forprev_core::{
    id::{SessionId, TraineeId},
    problem::{Code, Fault},
    session::{NewSession, NewTrainee, Session, TraineePatch, state::Step},
};
use serde_json::json;

/// `POST /sessions/{id}/trainees`: one trainee more, the last.
///
/// # Errors
/// What is wrong in shape, `not_found`, `forbidden`, `session.state`, `version.stale`,
/// `session.too_many_trainees` beyond what a draft holds (S6), `trainee.field_not_allowed` (S15).
pub fn add_trainee(
    tx: &mut Tx<'_>,
    id: SessionId,
    expected: impl Into<Expected>,
    trainee: &NewTrainee,
) -> Result<Session, Failure> {
    refuse_if_any(trainee.read().1)?;
    let loaded = take_for(tx, id, Step::Edit, expected)?;
    let place = loaded.trainees.len();
    finish(tx, loaded, "add_trainee", place, |session| session.trainees.push(trainee.clone()))
}

/// `PATCH /sessions/{id}/trainees/{trainee_id}`: what is present replaces, `null` clears, what is absent stays.
///
/// # Errors
/// As [`add_trainee`]; `not_found` for a trainee of another session; `field.reference` for a person who was not
/// offered (C4).
pub fn update_trainee(
    tx: &mut Tx<'_>,
    id: SessionId,
    trainee: TraineeId,
    expected: impl Into<Expected>,
    patch: &TraineePatch,
) -> Result<Session, Failure> {
    let mut faults = shape(patch);
    let another = |id: &String| id.trim().parse() != Ok(trainee);
    if patch.id.as_ref().is_some_and(another) && faults.iter().all(|fault| fault.pointer != "/id") {
        faults.push(Fault::new(Code::BadReference).at("/id"));
    }
    refuse_if_any(faults)?;
    place_of(&load(tx, id)?, trainee)?;
    let loaded = take_for(tx, id, Step::Edit, expected)?;
    let place = place_of(&loaded, trainee)?;
    finish(tx, loaded, "update_trainee", place, |session| {
        if let Some(one) = session.trainees.get_mut(place) {
            *one = patch.clone().applied_to(std::mem::take(one));
        }
    })
}

/// `DELETE /sessions/{id}/trainees/{trainee_id}`.
///
/// # Errors
/// `not_found`, `forbidden`, `session.state`, `version.stale`.
pub fn remove_trainee(
    tx: &mut Tx<'_>,
    id: SessionId,
    trainee: TraineeId,
    expected: impl Into<Expected>,
) -> Result<Session, Failure> {
    place_of(&load(tx, id)?, trainee)?;
    let loaded = take_for(tx, id, Step::Edit, expected)?;
    let place = place_of(&loaded, trainee)?;
    finish(tx, loaded, "remove_trainee", place, |session| {
        session.trainees.remove(place);
    })
}

/// What is wrong in shape with what is present, before anything is known of the trainee.
fn shape(patch: &TraineePatch) -> Vec<Fault> {
    let well_formed = NewTrainee {
        last_name: "A".into(),
        first_name: "A".into(),
        birth_date: "2000-01-01".into(),
        ..NewTrainee::default()
    };
    patch.clone().applied_to(well_formed).read().1
}

fn place_of(loaded: &Loaded, trainee: TraineeId) -> Result<usize, Failure> {
    loaded.trainees.iter().position(|one| one.id == trainee).ok_or_else(|| Failure::of(Code::NotFound))
}

/// Writes the change. What is refused of the trainee at `place` points into the trainee that was sent.
fn finish(
    tx: &mut Tx<'_>,
    loaded: Loaded,
    operation: &str,
    place: usize,
    edit: impl FnOnce(&mut NewSession),
) -> Result<Session, Failure> {
    let id = loaded.row.id.to_string();
    let mut session = NewSession::from(&wire::to_wire(tx, &loaded)?);
    edit(&mut session);
    let changed = change(tx, loaded, &session).map_err(|failure| relative(failure, place))?;
    let detail = json!({ "version": changed.row.version, "trainees": changed.trainees.len() });
    audit::record(tx, operation, "session", &id, Some(changed.row.organisation_id), detail)?;
    wire::to_wire(tx, &changed)
}

fn relative(failure: Failure, place: usize) -> Failure {
    let Failure::Problem(mut problem) = failure else { return failure };
    let own = format!("/trainees/{place}");
    for fault in &mut problem.errors {
        if let Some(rest) = fault.pointer.strip_prefix(&own)
            && (rest.is_empty() || rest.starts_with('/'))
        {
            fault.pointer = rest.to_owned();
        }
    }
    Failure::Problem(problem)
}
