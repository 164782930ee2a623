//! What the applicant and the caisse write to each other of a request, and what those who instruct note (C19).

use super::loaded::{Loaded, load, tell_applicant, tell_caisse};
use crate::{Failure, Tx, audit, failure::refuse_if_any, files, outbox};
use forprev_core::{
    id::{MessageId, RequestId},
    organisation::file::{Message, NewMessage},
    page::Page,
    policy::request::{View, side, step},
    problem::Code,
    query::PageQuery,
    request::state::{Side, Step},
    text::clean,
};
use forprev_store as store;
use serde_json::{Value, json};
use std::collections::HashMap;

/// `GET /requests/{id}/messages`: in order; notes to those who instruct and decide only.
///
/// # Errors
/// `not_found`, `request.cursor`, what is wrong in the query's shape.
pub fn list_request_messages(
    tx: &mut Tx<'_>,
    id: RequestId,
    query: &PageQuery,
) -> Result<Page<Message>, Failure> {
    refuse_if_any(query.check())?;
    let wanted = query.wanted()?;
    let loaded = load(tx, id)?;
    let seen = loaded.seen_by(tx)?;
    let rows = store::request::messages_of(tx.conn, id, seen == View::Agent)?;
    let messages = told(tx, seen, rows)?;
    Ok(wanted.cut(messages, |message| message.id.to_string()))
}

/// `POST /requests/{id}/messages`: to the other side, by mail as they chose; or a note for those who instruct.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `request.state`.
pub fn write_request_message(tx: &mut Tx<'_>, id: RequestId, input: &NewMessage) -> Result<Message, Failure> {
    refuse_if_any(input.check())?;
    store::request::hold(tx.conn, id)?;
    let loaded = load(tx, id)?;
    let (standing, seen) = (loaded.standing(), loaded.seen_by(tx)?);
    let wanted = if input.internal { Step::Note } else { Step::Write };
    step(tx.actor, &standing, wanted)?;
    let by_agent = side(tx.actor, &standing, wanted) == Some(Side::Caisse);
    let row = store::request::MessageRow {
        id: MessageId::new(tx.new_id()),
        request_id: id,
        at: tx.now.into(),
        person_id: tx.actor.person_id().ok_or_else(|| Failure::of(Code::Forbidden))?,
        by_agent,
        caisse_code: loaded.row.caisse_code.clone(),
        internal: input.internal,
        body: clean(&input.text),
    };
    store::request::insert_message(tx.conn, row.clone())?;
    let (detail, organisation) = (json!({ "internal": input.internal }), Some(loaded.row.organisation_id));
    audit::record(tx, "write_request_message", "request", &id.to_string(), organisation, detail)?;
    if !input.internal {
        tell_other(tx, &loaded, by_agent)?;
    }
    told(tx, seen, vec![row])?
        .pop()
        .ok_or_else(|| Failure::internal("a message that was written is not told"))
}

fn tell_other(tx: &mut Tx<'_>, loaded: &Loaded, by_agent: bool) -> Result<(), Failure> {
    let kind = outbox::Kind::RequestMessage;
    if by_agent {
        tell_applicant(tx, kind, loaded, Value::Null)
    } else {
        tell_caisse(tx, kind, loaded, Value::Null)
    }
}

/// Messages as the transaction's actor is told them: agents by name to their like, as their caisse to the applicant.
fn told(tx: &mut Tx<'_>, seen: View, rows: Vec<store::request::MessageRow>) -> Result<Vec<Message>, Failure> {
    let ids: Vec<_> = rows.iter().map(|row| row.person_id).collect();
    let names: HashMap<_, _> = store::person::find_all(tx.conn, &ids)?
        .into_iter()
        .map(|person| (person.id, format!("{} {}", person.first_name, person.last_name)))
        .collect();
    let me = tx.actor.person_id();
    let mut messages = Vec::with_capacity(rows.len());
    for row in rows {
        let who = if row.by_agent && seen == View::Applicant {
            files::caisse_in_words(tx, row.caisse_code.as_deref())?
        } else {
            names.get(&row.person_id).cloned().unwrap_or_default()
        };
        messages.push(Message {
            id: row.id,
            at: row.at.into(),
            who,
            mine: Some(row.person_id) == me,
            internal: row.internal,
            text: row.body,
        });
    }
    Ok(messages)
}
