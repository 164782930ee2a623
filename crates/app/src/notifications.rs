//! What people were told, and what they want by mail (U6).

use crate::{Failure, Tx, accounts::own, audit, failure::refuse_if_any, mail};
use chrono::{DateTime, Utc};
use forprev_core::{
    notification::{Facts, Frequency, Kind, Notification, Preferences, PreferencesPatch, Unread},
    page::Page,
    problem::{Code, Fault},
    query::NotificationQuery,
};
use forprev_store::{self as store, cursor::Cursor};
use serde_json::json;

/// `GET /notifications`: what the caller was told, the latest first.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_notifications(tx: &mut Tx<'_>, query: &NotificationQuery) -> Result<Page<Notification>, Failure> {
    let person = own(tx)?;
    refuse_if_any(query.check())?;
    let after = cursor(query.cursor.as_deref())?;
    let unread = query.unread.unwrap_or_default();
    let page = store::notification::list(tx.conn, person, unread, after.as_ref(), query.page_size())?;
    Ok(Page {
        items: page.items.into_iter().filter_map(told).collect(),
        next_cursor: page.next.map(|cursor| cursor.to_text()),
        total: page.total,
    })
}

/// Where a page begins.
pub(crate) fn cursor(text: Option<&str>) -> Result<Option<Cursor>, Failure> {
    text.map(|text| Cursor::of_text(text).ok_or_else(|| Fault::new(Code::BadCursor).into())).transpose()
}

/// A notification in words. Nothing of what this program does not know: an older one in the middle of an update.
fn told(row: store::notification::Row) -> Option<Notification> {
    let kind = Kind::of(&row.kind)?;
    let facts: Facts = serde_json::from_value(row.facts.0).ok()?;
    let words = kind.words(&facts);
    Some(Notification {
        id: row.id,
        kind: row.kind,
        category: kind.category(),
        path: words.path().map(ToOwned::to_owned),
        title: words.title,
        text: words.paragraphs.join(" "),
        created_at: row.created_at.into(),
        read: row.read_at.is_some(),
    })
}

/// `GET /notifications/unread`: how many the caller has not read.
///
/// # Errors
/// The base cannot be read.
pub fn count_unread(tx: &mut Tx<'_>) -> Result<Unread, Failure> {
    let person = own(tx)?;
    Ok(Unread { unread: store::notification::unread(tx.conn, person)? })
}

/// `POST /notifications/read`: all that the caller was told until an instant is read. How many are left.
///
/// # Errors
/// The base cannot be written.
pub fn read_notifications(tx: &mut Tx<'_>, until: DateTime<Utc>) -> Result<Unread, Failure> {
    let person = own(tx)?;
    // Neither what is yet to come, nor a year that no base knows.
    let until = until.clamp(DateTime::UNIX_EPOCH, tx.now);
    store::notification::read_until(tx.conn, person, until.into(), tx.now.into())?;
    count_unread(tx)
}

/// `GET /me/notification-preferences`.
///
/// # Errors
/// The base cannot be read.
pub fn get_preferences(tx: &mut Tx<'_>) -> Result<Preferences, Failure> {
    let person = own(tx)?;
    Ok(store::mail_preference::of_person(tx.conn, person)?)
}

/// `PATCH /me/notification-preferences`: what is left out stays.
///
/// # Errors
/// What is wrong in shape.
pub fn update_preferences(tx: &mut Tx<'_>, patch: &PreferencesPatch) -> Result<Preferences, Failure> {
    let person = own(tx)?;
    refuse_if_any(patch.check())?;
    // Of two patches at once, each keeps what the other says.
    store::person::touch(tx.conn, person, None)?;
    let chosen = patch.on(store::mail_preference::of_person(tx.conn, person)?);
    store::mail_preference::set(tx.conn, person, chosen)?;
    audit::record(tx, "update_preferences", "person", &person.to_string(), None, json!(chosen))?;
    Ok(chosen)
}

/// `POST /unsubscribe/{token}` (RFC 8058): no more mails of the category that the link of a mail names. Nobody needs to
/// be signed in: the link is the proof. The dashboard goes on telling it (U6).
///
/// # Errors
/// `unsubscribe.unknown`.
pub fn unsubscribe(tx: &mut Tx<'_>, token: &str) -> Result<Preferences, Failure> {
    let unknown = || Failure::of(Code::UnsubscribeUnknown);
    let (person, categories) = mail::unsubscribe::read(tx.app, token).ok_or_else(unknown)?;
    // A15: the mails of an account that was merged go to who was kept.
    let person = store::person_merge::kept(tx.conn, &[person])?.remove(&person).unwrap_or(person);
    store::person::touch(tx.conn, person, None).map_err(|error| match error {
        store::Error::NotFound => unknown(),
        other => other.into(),
    })?;
    let mut chosen = store::mail_preference::of_person(tx.conn, person)?;
    for category in categories {
        chosen.set(category, Frequency::Never);
    }
    store::mail_preference::set(tx.conn, person, chosen)?;
    audit::record(tx, "unsubscribe", "person", &person.to_string(), None, json!(chosen))?;
    Ok(chosen)
}
