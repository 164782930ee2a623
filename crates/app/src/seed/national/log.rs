//! What was done, mailed and told: the log of a year, the mails of a month, what people's dashboards show.

use super::{Size, draw, one_of, organisations, people};
use crate::{Failure, Tx, seed::id};
use chrono::{DateTime, Duration, Utc};
use forprev_core::{mail::MailState, notification::Kind};
use forprev_store as store;
use std::collections::HashMap;

/// Lines of the log written in one transaction.
pub(super) const PART: usize = 50_000;

/// What people do most, and to what.
const ACTS: [(&str, &str); 8] = [
    ("login", "person"),
    ("create_session", "session"),
    ("update_session", "session"),
    ("submit_session", "session"),
    ("record_results", "session"),
    ("generate_certificates", "session"),
    ("get_certificates_zip", "session"),
    ("update_me", "person"),
];

/// The instant of this place, of so many that are spread evenly over the days before now.
fn before(tx: &Tx<'_>, days: i64, place: usize, of: usize) -> DateTime<Utc> {
    let seconds = days * 86_400 * i64::try_from(place + 1).unwrap_or_default();
    tx.now - Duration::seconds(seconds / i64::try_from(of.max(1)).unwrap_or(1))
}

/// Somebody who has something to do with an organisation, and that one's place.
fn somebody(seed: u64, size: Size) -> (usize, usize) {
    let drawn =
        |among: usize, seed: u64| usize::try_from(draw(seed) % among.max(1) as u64).unwrap_or_default();
    (drawn(size.formateurs + size.users, seed), drawn(size.organisations, seed ^ 0x0a))
}

/// Writes a part of the log, over a year.
pub(super) fn write(tx: &mut Tx<'_>, size: Size, part: usize) -> Result<(), Failure> {
    let mut caisses = HashMap::new();
    let mut rows = Vec::new();
    for index in part * PART..size.acts.min((part + 1) * PART) {
        let seed = index as u64 ^ 0x10_6000;
        let (person, owner) = somebody(seed, size);
        let organisation_id = organisations::organisation(owner);
        let caisse_code = match caisses.get(&owner) {
            Some(known) => Option::clone(known),
            None => {
                let caisse = store::organisation::caisse_of(tx.conn, organisation_id)?;
                caisses.insert(owner, caisse.clone());
                caisse
            }
        };
        let (action, kind) = one_of(&ACTS, seed).unwrap_or(("login", "person"));
        let thing =
            if kind == "person" { people::formateur(person).to_string() } else { id(106, index).to_string() };
        rows.push(store::audit::Row {
            id: id(107, index).to_string(),
            at: before(tx, 365, index, size.acts).into(),
            person_id: Some(people::formateur(person)),
            client_id: None,
            action: action.to_owned(),
            resource_kind: kind.to_owned(),
            resource_id: Some(thing),
            organisation_id: Some(organisation_id),
            caisse_code,
            address: Some("192.0.2.17".to_owned()),
            detail: None,
        });
    }
    store::audit::insert_all(tx.conn, rows)?;
    Ok(())
}

/// Writes the mails of a month: all but a few of a thousand have arrived.
pub(super) fn write_mails(tx: &mut Tx<'_>, size: Size) -> Result<(), Failure> {
    let rows = (0..size.mails)
        .map(|index| {
            let (person, _) = somebody(index as u64 ^ 0x3a_1100, size);
            let at = before(tx, 29, index, size.mails).into();
            let state = match index % 1_000 {
                0 => MailState::Bounced,
                1 => MailState::GivenUp,
                _ => MailState::Sent,
            };
            store::mail::Row {
                id: id(108, size.mails - index).to_string(),
                person_id: Some(people::formateur(person)),
                recipient: format!("personne{person}@demo.example"),
                kind: Kind::SessionSubmitted.as_str().to_owned(),
                state,
                created_at: at,
                due_at: at,
                done_at: Some(at),
                attempts: 1,
                last_error: (state != MailState::Sent).then(|| "550 5.1.1 mailbox unknown".to_owned()),
                content: None,
            }
        })
        .collect();
    store::mail::insert_all(tx.conn, rows)?;
    Ok(())
}

/// Writes what people were told in a year; one in four has not been read.
pub(super) fn write_notifications(tx: &mut Tx<'_>, size: Size) -> Result<(), Failure> {
    let rows = (0..size.notifications)
        .map(|index| {
            let (person, _) = somebody(index as u64 ^ 0x70_1d00, size);
            let at = before(tx, 365, index, size.notifications).into();
            store::notification::Row {
                id: id(109, size.notifications - index).to_string(),
                person_id: people::formateur(person),
                kind: Kind::SessionSubmitted.as_str().to_owned(),
                session_id: None,
                facts: store::Json(serde_json::json!({ "dispositif": "SST", "level": 1, "city": "Rennes" })),
                created_at: at,
                read_at: (!index.is_multiple_of(4)).then_some(at),
            }
        })
        .collect();
    store::notification::insert_all(tx.conn, rows)?;
    Ok(())
}
