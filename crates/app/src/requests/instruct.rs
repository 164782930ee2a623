//! The caisse's side: a request is taken on, found admissible, sent back, handed over, handed on to INRS.

use super::{
    loaded::{done, standing, take_for, tell_applicant, tell_arrival, tell_caisse},
    wire,
};
use crate::{Failure, Tx, failure::refuse_if_any, outbox, sessions::Expected};
use forprev_core::{
    id::{PersonId, RequestId},
    organisation::file::{Assignment, HandOver},
    policy::request::instructs,
    problem::{Code, Fault},
    request::{
        Request,
        instruction::{NewReturn, opinions_missing},
        state::{Side, Step, after},
    },
    text::clean,
};
use forprev_store::{self as store, Json};
use serde_json::{Value, json};

/// `POST /requests/{id}/admit`: it is admissible; the caisse forms its opinions.
///
/// # Errors
/// `not_found`, `forbidden`, `request.state`, `version.stale`.
pub fn admit_request(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
) -> Result<Request, Failure> {
    let mut loaded = take_for(tx, id, Step::Admit, expected)?;
    loaded.row.state = after(loaded.row.state, Step::Admit)?;
    // Who examines it has it in hand.
    loaded.row.assigned_to = loaded.row.assigned_to.or(tx.actor.person_id());
    done(tx, &mut loaded, ("admit_request", Step::Admit), None, Value::Null)?;
    tell_applicant(tx, outbox::Kind::RequestMoved, &loaded, Value::Null)?;
    wire::to_wire(tx, &loaded)
}

/// `POST /requests/{id}/return`: sends it back to be completed; the clock stands still until it comes again (C18, C22).
///
/// # Errors
/// What is wrong in shape, a day that has passed; `not_found`, `forbidden`, `request.state`, `version.stale`.
pub fn return_request(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
    input: &NewReturn,
) -> Result<Request, Failure> {
    refuse_if_any(input.check(tx.today))?;
    let mut loaded = take_for(tx, id, Step::Return, expected)?;
    let returned = input.cleaned();
    loaded.row.state = after(loaded.row.state, Step::Return)?;
    loaded.row.assigned_to = loaded.row.assigned_to.or(tx.actor.person_id());
    let (comment, due) = (returned.comment.clone(), returned.due());
    let detail = json!({ "corrections": returned.corrections.len() });
    loaded.row.returned = Some(Json(returned));
    done(tx, &mut loaded, ("return_request", Step::Return), Some(comment.clone()), detail)?;
    let more = json!({ "reason": comment, "until": due });
    tell_applicant(tx, outbox::Kind::RequestReturned, &loaded, more)?;
    wire::to_wire(tx, &loaded)
}

/// `POST /requests/{id}/assign`: takes it on, or gives it to another agent who may instruct it (C23).
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `request.state`, `version.stale`; `field.reference` for somebody who
/// does not instruct it.
pub fn assign_request(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
    input: &Assignment,
) -> Result<Request, Failure> {
    refuse_if_any(input.check())?;
    let mut loaded = take_for(tx, id, Step::Assign, expected)?;
    let wanted: Option<PersonId> = input.person_id.as_deref().and_then(|text| text.trim().parse().ok());
    let agent = wanted.or(tx.actor.person_id()).ok_or_else(|| Failure::of(Code::Forbidden))?;
    let profiles = store::profile::held_by(tx.conn, agent, tx.today)?;
    if !instructs(&profiles, &standing(&loaded.row)) {
        return Err(Fault::new(Code::BadReference).at("/person_id").into());
    }
    loaded.row.assigned_to = Some(agent);
    done(tx, &mut loaded, ("assign_request", Step::Assign), None, json!({ "to": agent }))?;
    tell_caisse(tx, outbox::Kind::RequestAssigned, &loaded, Value::Null)?;
    wire::to_wire(tx, &loaded)
}

/// `POST /requests/{id}/hand-over`: another caisse, or INRS, is to instruct it (C26). The move is recorded.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `request.state`, `version.stale`; `field.reference` for a caisse that
/// does not exist, or that has it already.
pub fn hand_over_request(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
    input: &HandOver,
) -> Result<Request, Failure> {
    refuse_if_any(input.check())?;
    let mut loaded = take_for(tx, id, Step::HandOver, expected)?;
    let to = Some(clean(&input.caisse)).filter(|code| !code.is_empty());
    let unknown = match &to {
        Some(code) => store::place::caisse(tx.conn, code)?.is_none(),
        None => false,
    };
    if unknown || to == loaded.row.caisse_code {
        return Err(Fault::new(Code::BadReference).at("/caisse").into());
    }
    // Written down while it is still theirs.
    let detail = json!({ "from": loaded.row.caisse_code, "to": to });
    loaded.row.assigned_to = None;
    done(tx, &mut loaded, ("hand_over_request", Step::HandOver), Some(clean(&input.comment)), detail)?;
    loaded.row.caisse_code = to;
    super::loaded::save(tx, &mut loaded)?;
    // What was sent back waits for the applicant.
    if loaded.row.state.held_by() == Some(Side::Caisse) {
        tell_caisse(tx, outbox::Kind::RequestSubmitted, &loaded, Value::Null)?;
    }
    wire::after_hand_over(tx, &loaded)
}

/// `POST /requests/{id}/forward`: to INRS, with the opinions of the caisse.
///
/// # Errors
/// `not_found`, `forbidden`, `request.state`, `version.stale`; `request.opinion_missing` for each that is owed.
pub fn forward_request(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
) -> Result<Request, Failure> {
    let mut loaded = take_for(tx, id, Step::Forward, expected)?;
    let given: Vec<_> =
        store::request::opinions_of(tx.conn, id)?.into_iter().map(|one| one.subject).collect();
    refuse_if_any(opinions_missing(loaded.known.level.requires_platform, &given))?;
    loaded.row.state = after(loaded.row.state, Step::Forward)?;
    done(tx, &mut loaded, ("forward_request", Step::Forward), None, Value::Null)?;
    tell_applicant(tx, outbox::Kind::RequestMoved, &loaded, Value::Null)?;
    tell_arrival(tx, &loaded)?;
    wire::to_wire(tx, &loaded)
}
