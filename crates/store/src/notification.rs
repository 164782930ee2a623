//! What people were told: what the dashboard shows.

use crate::{
    Connection, Instant, Json, Result,
    cursor::{Cursor, Paged},
    schema::notification,
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::id::{PersonId, SessionId};

/// Something that a person was told.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = notification, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// Whom.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// What it is.
    pub kind: String,
    /// About which session: with that one it is erased.
    #[diesel(serialize_as = Maybe<SessionId>)]
    pub session_id: Option<SessionId>,
    /// What its words are made of. Never a trainee's name.
    pub facts: Json<serde_json::Value>,
    /// When.
    pub created_at: Instant,
    /// When it was read.
    pub read_at: Option<Instant>,
}

/// Writes a notification.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(notification::table).values(row).execute(c)?;
    Ok(())
}

/// Writes many.
///
/// # Errors
/// Those of the base.
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, notification, 7, rows);
    Ok(())
}

/// A page of what a person was told, the latest first.
///
/// # Errors
/// Those of the base.
pub fn list(
    c: &mut Connection,
    person: PersonId,
    unread: bool,
    after: Option<&Cursor>,
    limit: u32,
) -> Result<Paged<Row>> {
    let theirs = || {
        let theirs = notification::table.filter(notification::person_id.eq(Stored(person))).into_boxed();
        if unread { theirs.filter(notification::read_at.is_null()) } else { theirs }
    };
    let total = theirs().count().get_result(c)?;
    let mut page = theirs();
    if let Some(after) = after {
        page = page.filter(notification::id.lt(after.id().to_owned()));
    }
    let items: Vec<Row> = page.order(notification::id.desc()).limit(i64::from(limit) + 1).load(c)?;
    Ok(Paged::cut(items, limit, total, |row| Cursor::new("", &row.id)))
}

/// How many a person has not read.
///
/// # Errors
/// Those of the base.
pub fn unread(c: &mut Connection, person: PersonId) -> Result<u64> {
    let count: i64 = notification::table
        .filter(notification::person_id.eq(Stored(person)))
        .filter(notification::read_at.is_null())
        .count()
        .get_result(c)?;
    Ok(count.unsigned_abs())
}

/// Marks as read all that a person was told until an instant.
///
/// # Errors
/// Those of the base.
pub fn read_until(c: &mut Connection, person: PersonId, until: Instant, at: Instant) -> Result<usize> {
    let unread = notification::table
        .filter(notification::person_id.eq(Stored(person)))
        .filter(notification::read_at.is_null())
        .filter(notification::created_at.le(until));
    Ok(diesel::update(unread).set(notification::read_at.eq(at)).execute(c)?)
}

/// Erases what was told before an instant.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    Ok(diesel::delete(notification::table.filter(notification::created_at.lt(before))).execute(c)?)
}
