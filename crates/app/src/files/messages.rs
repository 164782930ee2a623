//! What the two sides of a file write to each other, and what agents note among themselves.

use super::loaded::{agents, applicants, caisse_in_words, load, standing, tell};
use crate::{Failure, Tx, audit, failure::refuse_if_any, outbox};
use forprev_core::{
    id::{MessageId, OrganisationFileId},
    organisation::file::{FileStep, Message, NewMessage, Side},
    page::{Page, Wanted},
    policy::file::{reads_notes, side, step},
    query::PageQuery,
    text::clean,
};
use forprev_store as store;
use serde_json::json;
use std::collections::HashMap;

/// `GET /organisation-files/{id}/messages`: in order; notes to agents only.
///
/// # Errors
/// `not_found`, `request.cursor`, what is wrong in the query's shape.
pub fn list_organisation_file_messages(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    query: &PageQuery,
) -> Result<Page<Message>, Failure> {
    refuse_if_any(query.check())?;
    let wanted: Wanted = query.wanted()?;
    let row = load(tx, id)?;
    let rows = store::organisation_file::messages_of(tx.conn, id, reads_notes(tx.actor, &standing(&row)))?;
    let messages = told(tx, &row, rows)?;
    Ok(wanted.cut(messages, |message| message.id.to_string()))
}

/// `POST /organisation-files/{id}/messages`: to the other side, by mail as they chose; or a note that agents alone read.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `organisation_file.state`.
pub fn write_organisation_file_message(
    tx: &mut Tx<'_>,
    id: OrganisationFileId,
    input: &NewMessage,
) -> Result<Message, Failure> {
    refuse_if_any(input.check())?;
    let file = load(tx, id)?;
    let standing = standing(&file);
    step(tx.actor, &standing, if input.internal { FileStep::Note } else { FileStep::Write })?;
    let by_agent = side(tx.actor, &standing) == Some(Side::Agent);
    let Some(person) = tx.actor.person() else {
        return Err(Failure::of(forprev_core::problem::Code::Forbidden));
    };
    let name = format!("{} {}", person.first_name, person.last_name);
    let row = store::organisation_file::MessageRow {
        id: MessageId::new(tx.new_id()),
        file_id: id,
        at: tx.now.into(),
        person_id: person.id,
        by_agent,
        caisse_code: file.caisse_code.clone(),
        internal: input.internal,
        body: clean(&input.text),
    };
    store::organisation_file::insert_message(tx.conn, row.clone())?;
    let detail = json!({ "internal": input.internal });
    audit::record(
        tx,
        "write_organisation_file_message",
        "organisation_file",
        &id.to_string(),
        file.organisation_id,
        detail,
    )?;
    if !input.internal {
        let (people, by) = if by_agent {
            (applicants(tx, &file)?, caisse_in_words(tx, file.caisse_code.as_deref())?)
        } else {
            (agents(tx, &file)?, name)
        };
        tell(tx, outbox::Kind::FileMessage, &file, &people, Some(by))?;
    }
    told(tx, &file, vec![row])?
        .pop()
        .ok_or_else(|| Failure::internal("a message that was written is not told"))
}

/// Messages as the transaction's actor is told them: agents by name to their like, as their caisse to the applicant.
fn told(
    tx: &mut Tx<'_>,
    file: &store::organisation_file::Row,
    rows: Vec<store::organisation_file::MessageRow>,
) -> Result<Vec<Message>, Failure> {
    let to_agent = reads_notes(tx.actor, &standing(file));
    let ids: Vec<_> = rows.iter().map(|row| row.person_id).collect();
    let names: HashMap<_, _> = store::person::find_all(tx.conn, &ids)?
        .into_iter()
        .map(|person| (person.id, format!("{} {}", person.first_name, person.last_name)))
        .collect();
    let me = tx.actor.person_id();
    let mut messages = Vec::with_capacity(rows.len());
    for row in rows {
        let who = if row.by_agent && !to_agent {
            caisse_in_words(tx, row.caisse_code.as_deref())?
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
