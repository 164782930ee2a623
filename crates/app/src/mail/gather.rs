//! From lines of the outbox to mails: each its own, or several of a day or of a week together, or none (U6, I7).

use crate::{Failure, Tx};
use forprev_core::{
    id::PersonId,
    mail::MailState,
    notification::{Facts, Kind, Preferences, Sending, sending},
};
use forprev_store as store;
use std::collections::BTreeMap;

/// What several things at once are called.
pub(super) const DIGEST: &str = "digest";
const AT_ONCE: i64 = 200;

/// Makes mails of some lines that are due. How many lines there were.
pub(super) fn some(tx: &mut Tx<'_>) -> Result<usize, Failure> {
    let rows = store::outbox::due(tx.conn, tx.now.into(), AT_ONCE)?;
    let ids: Vec<PersonId> = rows.iter().filter_map(|row| row.person_id).collect();
    let people = store::person::find_all(tx.conn, &ids)?;
    let chosen: BTreeMap<_, _> = store::mail_preference::of_people(tx.conn, &ids)?.into_iter().collect();
    let mut together: Vec<PersonId> = Vec::new();
    for row in &rows {
        let to = recipient(row, &people);
        match (when(tx, row, &chosen), to) {
            (Sending::Together(at), Some(_)) if at > tx.now => {
                store::outbox::put_off(tx.conn, std::slice::from_ref(&row.id), at.into())?;
            }
            (Sending::Together(_), Some(_)) => together.extend(row.person_id),
            (Sending::Alone, Some(to)) => {
                write(tx, std::slice::from_ref(&row.id), row.person_id, to, &row.kind)?;
            }
            (Sending::Never, _) | (_, None) => {
                store::outbox::done(tx.conn, std::slice::from_ref(&row.id), None, tx.now.into())?;
            }
        }
    }
    together.sort_unstable();
    together.dedup();
    for person in together {
        digest(tx, person, &people, &chosen)?;
    }
    Ok(rows.len())
}

/// Where it goes: to another address where one is named, otherwise to the person's.
fn recipient(row: &store::outbox::Row, people: &[store::person::Row]) -> Option<String> {
    let facts: Facts = serde_json::from_value(row.payload.0.clone()).unwrap_or_default();
    let own = || {
        let person = people.iter().find(|person| Some(person.id) == row.person_id)?;
        person.email.as_ref().map(|email| email.as_str().to_owned())
    };
    facts.to.or_else(own)
}

fn when(tx: &Tx<'_>, row: &store::outbox::Row, chosen: &BTreeMap<PersonId, Preferences>) -> Sending {
    // What a newer server put down is for that one to tell.
    let Some(kind) = Kind::of(&row.kind) else { return Sending::Together(tx.now + super::LEASE) };
    let chosen = row.person_id.and_then(|person| chosen.get(&person)).copied().unwrap_or_default();
    sending(kind, chosen, row.created_at.into())
}

/// All that a person is to be told together by now, in one mail.
fn digest(
    tx: &mut Tx<'_>,
    person: PersonId,
    people: &[store::person::Row],
    chosen: &BTreeMap<PersonId, Preferences>,
) -> Result<(), Failure> {
    let now: store::Instant = tx.now.into();
    let mut rows = store::outbox::waiting_for(tx.conn, person)?;
    rows.retain(|row| {
        row.due_at <= now && matches!(when(tx, row, chosen), Sending::Together(at) if at <= tx.now)
    });
    let Some(to) = rows.first().and_then(|row| recipient(row, people)) else { return Ok(()) };
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let kind = match rows.as_slice() {
        [one] => one.kind.as_str(),
        _ => DIGEST,
    };
    write(tx, &ids, Some(person), to, kind)
}

fn write(
    tx: &mut Tx<'_>,
    lines: &[String],
    person: Option<PersonId>,
    to: String,
    kind: &str,
) -> Result<(), Failure> {
    let id = tx.new_id().to_string();
    if store::outbox::done(tx.conn, lines, Some(&id), tx.now.into())? == 0 {
        return Ok(());
    }
    store::mail::insert(
        tx.conn,
        store::mail::Row {
            id,
            person_id: person,
            recipient: to,
            kind: kind.to_owned(),
            state: MailState::Waiting,
            created_at: tx.now.into(),
            due_at: tx.now.into(),
            done_at: None,
            attempts: 0,
            last_error: None,
            content: None,
        },
    )?;
    Ok(())
}
