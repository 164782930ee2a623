//! The CNH's decision on one request: granted, refused, or adjourned to a later sitting.

use super::{
    agenda, grant,
    loaded::{Loaded, done, take_for, tell_applicant},
    submit::leave,
    wire,
};
use crate::{
    Failure, Tx,
    failure::refuse_if_any,
    habilitations,
    letters::{self, Decided},
    outbox, parameters,
    sessions::Expected,
};
use chrono::NaiveDate;
use forprev_core::{
    habilitation::{measure::HabilitationEventKind, number::HabilitationNumber},
    id::{LetterId, RequestId},
    letter::LetterKind,
    problem::{Code, Fault},
    request::{
        NewDecision, Outcome, Request,
        decision::{Term, decided, proposed, stated},
        grid::{Answer, GridItem},
        rules::may_be_decided,
        sitting::SittingState,
        state::after,
    },
};
use forprev_store as store;
use serde_json::json;

/// `POST /requests/{id}/decision`: what the CNH decided, recorded by itself.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `request.state`, `version.stale`; `request.admin_change_pending` (H6),
/// `request.decision_day` (H3), `field.order` for an end before the beginning, `field.reference` for a sitting that is none
/// of those to come.
pub fn decide_request(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
    decision: &NewDecision,
) -> Result<Request, Failure> {
    refuse_if_any(decision.check())?;
    let outcome = decision.read().ok_or_else(|| Failure::of(Code::BadChoice))?;
    let mut loaded = take_for(tx, id, outcome.step(), expected)?;
    let sitting = match loaded.row.sitting_id {
        Some(sitting) => Some(store::sitting::find(tx.conn, sitting)?),
        None => None,
    };
    decide(tx, &mut loaded, outcome, decision, sitting.as_ref())?;
    wire::to_wire(tx, &loaded)
}

/// Records what was decided of a request that was taken, at this sitting where it was at one.
pub(super) fn decide(
    tx: &mut Tx<'_>,
    loaded: &mut Loaded,
    outcome: Outcome,
    decision: &NewDecision,
    sitting: Option<&store::sitting::Row>,
) -> Result<(), Failure> {
    let held_on = sitting.map(|sitting| sitting.held_on).filter(|day| *day <= tx.today);
    let decided_on = decision.day().or(held_on).unwrap_or(tx.today);
    let at_cnh = loaded.row.cnh_on.unwrap_or(tx.today);
    // A sitting that was planned before the request came decides of it on the day on which it came.
    let decided_on = if decision.day().is_none() { decided_on.max(at_cnh) } else { decided_on };
    let mut faults: Vec<Fault> = decided(decided_on, at_cnh, tx.today).err().into_iter().collect();
    if outcome != Outcome::Adjourned {
        faults.extend(may_be_decided(loaded.known.change_pending).err());
    }
    let mut term = None;
    if outcome == Outcome::Granted {
        match stated(proposed_on(tx, loaded, decided_on)?, decision.until()) {
            Ok(stated) => term = Some(stated),
            Err(fault) => faults.push(fault),
        }
    }
    let later = later(tx, decision, decided_on, sitting, &mut faults)?;
    refuse_if_any(faults)?;
    let state = after(loaded.row.state, outcome.step())?;
    let row = &mut loaded.row;
    row.outcome = Some(outcome);
    row.decided_on = Some(decided_on);
    row.decided_at = Some(tx.now.into());
    row.decided_by = tx.actor.person_id();
    row.decided_sitting_id = sitting.map(|sitting| sitting.id);
    row.reason = decision.why();
    leave(loaded, state);
    let (mut number, kind) = (None, kind_of(outcome));
    if let Some(term) = term {
        let habilitation = grant::habilitation(tx, loaded, decided_on, term)?;
        loaded.row.valid_from = Some(term.valid_from);
        loaded.row.valid_until = Some(term.valid_until);
        loaded.row.habilitation_id = Some(habilitation.id);
        number = Some(habilitation.number);
    }
    if let Some(later) = later {
        agenda::add(tx, loaded, later)?;
    }
    let detail = json!({
        "outcome": outcome, "decided_on": decided_on, "sitting": sitting.map(|one| one.id), "number": number,
    });
    let reason = loaded.row.reason.clone();
    let letter = letter(tx, loaded, outcome, decided_on, term, number.as_ref())?;
    done(tx, loaded, ("decide_request", outcome.step()), reason.clone(), detail)?;
    if let (Some(id), Some(term)) = (loaded.row.habilitation_id, term) {
        let event = store::habilitation::EventRow {
            from_on: Some(term.valid_from),
            until_on: Some(term.valid_until),
            letter_id: Some(letter),
            ..habilitations::event(tx, id, HabilitationEventKind::Granted)
        };
        store::habilitation::insert_event(tx.conn, event)?;
    }
    let until = term.map(|term| term.valid_until);
    let more =
        json!({ "habilitation_number": number, "until": until, "reason": reason, "letter_id": letter });
    tell_applicant(tx, kind, loaded, more)
}

/// The letter that tells it (D1), with what the grid found not to conform (C28).
fn letter(
    tx: &mut Tx<'_>,
    loaded: &Loaded,
    outcome: Outcome,
    decided_on: NaiveDate,
    term: Option<Term>,
    number: Option<&HabilitationNumber>,
) -> Result<LetterId, Failure> {
    let not_met = wire::grid(tx, loaded)?.into_iter().filter(|item| item.answer == Some(Answer::NonConforme));
    let remark = |item: GridItem| match item.comment {
        Some(comment) => format!("{} : {comment}", item.label.trim_end_matches('.')),
        None => item.label,
    };
    let kind = match outcome {
        Outcome::Granted => LetterKind::Grant,
        Outcome::Refused => LetterKind::Refusal,
        Outcome::Adjourned => LetterKind::Adjournment,
    };
    let row = &loaded.row;
    letters::make(
        tx,
        Decided {
            kind,
            organisation: &loaded.organisation,
            habilitation: row.habilitation_id.zip(number.map(ToString::to_string)),
            request: Some(row.id.to_string()),
            dispositif: &row.dispositif,
            level: row.level,
            decided_on,
            from: term.map(|term| term.valid_from),
            until: term.map(|term| term.valid_until),
            hearing_until: None,
            reason: row.reason.clone(),
            remarks: not_met.map(remark).collect(),
        },
    )
}

/// H3, H4: the days that a grant on this day would give.
pub(super) fn proposed_on(tx: &mut Tx<'_>, loaded: &Loaded, day: NaiveDate) -> Result<Term, Failure> {
    let parameters = parameters::on(tx, day)?;
    let renewed = loaded.known.renewed_days(loaded.row.kind);
    Ok(proposed(day, loaded.row.kind, renewed.as_ref(), &parameters))
}

/// The later sitting to which it is adjourned, where one is named: planned, and after this one.
fn later(
    tx: &mut Tx<'_>,
    decision: &NewDecision,
    decided_on: NaiveDate,
    sitting: Option<&store::sitting::Row>,
    faults: &mut Vec<Fault>,
) -> Result<Option<store::sitting::Row>, Failure> {
    let Some(id) = decision.later() else { return Ok(None) };
    let after = sitting.map_or(decided_on, |sitting| sitting.held_on.max(decided_on));
    let fits = |row: &store::sitting::Row| row.state == SittingState::Planned && after < row.held_on;
    let found = match store::sitting::find_all(tx.conn, &[id])?.pop() {
        Some(row) if fits(&row) && decision.read() == Some(Outcome::Adjourned) => Some(row),
        _ => None,
    };
    if found.is_none() {
        faults.push(Fault::new(Code::BadReference).at("/sitting_id"));
    }
    Ok(found)
}

const fn kind_of(outcome: Outcome) -> outbox::Kind {
    match outcome {
        Outcome::Granted => outbox::Kind::RequestGranted,
        Outcome::Refused => outbox::Kind::RequestRefused,
        Outcome::Adjourned => outbox::Kind::RequestAdjourned,
    }
}

/// The number of a request in a list of decisions is told with what is wrong of it.
pub(super) fn of_sitting(
    tx: &mut Tx<'_>,
    id: RequestId,
    place: usize,
    decision: &NewDecision,
    sitting: &store::sitting::Row,
) -> Result<(), Failure> {
    let outcome = decision.read().ok_or_else(|| Failure::of(Code::BadChoice))?;
    let mut loaded = take_for(tx, id, outcome.step(), Expected::Any)?;
    match decide(tx, &mut loaded, outcome, decision, Some(sitting)) {
        Err(Failure::Problem(mut problem)) => {
            for fault in &mut problem.errors {
                fault.pointer = format!("/decisions/{place}/decision{}", fault.pointer);
            }
            Err(Failure::Problem(problem))
        }
        other => other,
    }
}
