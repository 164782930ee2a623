//! What the caisse and INRS find of a request: opinions, and the examination grid.

use super::{
    loaded::{done, take_for, tell_applicant, tell_arrival},
    wire,
};
use crate::{Failure, Tx, failure::refuse_if_any, outbox, sessions::Expected};
use forprev_core::{
    id::RequestId,
    problem::{Code, Fault},
    request::{
        Request,
        grid::Answer,
        instruction::{GridAnswers, NewInrsOpinion, NewOpinion, Opinion, Subject},
        state::{Step, after},
    },
    text::clean,
};
use forprev_store as store;
use serde_json::{Value, json};
use store::request::{AnswerRow, OpinionRow};

fn filled(text: &str) -> Option<String> {
    Some(clean(text)).filter(|text| !text.is_empty())
}

/// `POST /requests/{id}/opinions`: the caisse's, of one subject; a later one takes its place.
///
/// # Errors
/// What is wrong in shape; `field.choice` for a technical opinion where there are no platforms; `not_found`, `forbidden`,
/// `request.state`, `version.stale`.
pub fn give_opinion(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
    input: &NewOpinion,
) -> Result<Request, Failure> {
    refuse_if_any(input.check())?;
    let mut loaded = take_for(tx, id, Step::Examine, expected)?;
    let subject = Subject::of(input.subject.trim());
    let owed = Subject::of_the_caisse(loaded.known.level.requires_platform);
    let Some(subject) = subject.filter(|one| owed.contains(one)) else {
        return Err(Fault::new(Code::BadChoice).at("/subject").into());
    };
    put(tx, id, subject, &input.opinion, &input.comment, input.confidential)?;
    let detail = json!({ "subject": subject, "confidential": input.confidential });
    done(tx, &mut loaded, ("give_opinion", Step::Examine), None, detail)?;
    wire::to_wire(tx, &loaded)
}

/// `POST /requests/{id}/inrs-opinion`: with it the request goes to the CNH.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `request.state`, `version.stale`.
pub fn give_inrs_opinion(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
    input: &NewInrsOpinion,
) -> Result<Request, Failure> {
    refuse_if_any(input.check())?;
    let mut loaded = take_for(tx, id, Step::Opine, expected)?;
    put(tx, id, Subject::Inrs, &input.opinion, &input.comment, input.confidential)?;
    loaded.row.state = after(loaded.row.state, Step::Opine)?;
    loaded.row.cnh_on = Some(tx.today);
    let detail = json!({ "confidential": input.confidential });
    done(tx, &mut loaded, ("give_inrs_opinion", Step::Opine), None, detail)?;
    tell_applicant(tx, outbox::Kind::RequestMoved, &loaded, Value::Null)?;
    tell_arrival(tx, &loaded)?;
    wire::to_wire(tx, &loaded)
}

fn put(
    tx: &mut Tx<'_>,
    request_id: RequestId,
    subject: Subject,
    opinion: &str,
    comment: &str,
    confidential: bool,
) -> Result<(), Failure> {
    // Its shape was checked before.
    let opinion = Opinion::of(opinion.trim()).ok_or_else(|| Failure::internal("an opinion without one"))?;
    store::request::put_opinion(
        tx.conn,
        OpinionRow {
            request_id,
            subject,
            opinion,
            comment: filled(comment),
            confidential,
            person_id: tx.actor.person_id(),
            at: tx.now.into(),
        },
    )?;
    Ok(())
}

/// `PATCH /requests/{id}/grid`: answers of the examination grid (C28); those that it does not name stay.
///
/// # Errors
/// What is wrong in shape; `field.reference` for an item that is none of this grid; `not_found`, `forbidden`,
/// `request.state`, `version.stale`.
pub fn answer_grid(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
    input: &GridAnswers,
) -> Result<Request, Failure> {
    refuse_if_any(input.shape())?;
    let mut loaded = take_for(tx, id, Step::Examine, expected)?;
    let grid = wire::grid(tx, &loaded)?;
    refuse_if_any(input.check(&grid))?;
    for one in &input.answers {
        let Some(answer) = Answer::of(one.answer.trim()) else { continue };
        let row = AnswerRow { request_id: id, item: clean(&one.item), answer, comment: filled(&one.comment) };
        store::request::put_answer(tx.conn, row)?;
    }
    let detail = json!({ "answers": input.answers.len() });
    super::loaded::save(tx, &mut loaded)?;
    let organisation = Some(loaded.row.organisation_id);
    crate::audit::record(tx, "answer_grid", "request", &id.to_string(), organisation, detail)?;
    wire::to_wire(tx, &loaded)
}
