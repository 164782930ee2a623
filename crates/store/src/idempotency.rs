//! First answers to requests with an idempotency key.

use crate::{
    Connection, Instant, Json, Result,
    schema::idempotency,
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::id::SessionId;

/// The first answer to a request with an idempotency key.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = idempotency, treat_none_as_default_value = false)]
pub struct Row {
    /// Who asked.
    pub caller: String,
    /// Method and route.
    pub route: String,
    /// The key, as the caller chose it.
    pub key: String,
    /// Hash of the body: the same key with another one is refused.
    pub body_hash: String,
    /// The answer's status; none while the first request runs.
    pub status: Option<i16>,
    /// The answer's headers that matter.
    pub headers: Option<Json<serde_json::Value>>,
    /// The answer's body.
    pub body: Option<String>,
    /// The session that it tells of: with that one it is erased.
    #[diesel(serialize_as = Maybe<SessionId>)]
    pub session_id: Option<SessionId>,
    /// When it was first asked.
    pub created_at: Instant,
}

// An answer's body holds names of trainees.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("idempotency::Row").field("route", &self.route).finish_non_exhaustive()
    }
}

/// What became of a key.
#[derive(Debug)]
pub enum Claim {
    /// It is new, and this request runs under it.
    First,
    /// It was used before: the row tells with which body, and whether that request still runs.
    Used(Box<Row>),
}

/// Claims a key for a request that is about to run, unless it was used since `since`: in the request's own
/// transaction, so that a request that fails leaves no claim behind.
///
/// # Errors
/// Those of the base.
pub fn claim(c: &mut Connection, row: Row, since: Instant) -> Result<Claim> {
    let id = (row.caller.clone(), row.route.clone(), row.key.clone());
    diesel::delete(idempotency::table.find(id.clone()).filter(idempotency::created_at.lt(since)))
        .execute(c)?;
    let written = each!(&mut *c, c => {
        diesel::insert_into(idempotency::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    if written == 1 {
        return Ok(Claim::First);
    }
    Ok(Claim::Used(Box::new(idempotency::table.find(id).first(c)?)))
}

/// Keeps the answer of the request that claimed a key. Best in the transaction of the request itself: then it has
/// an answer exactly when it has an effect.
///
/// # Errors
/// [`crate::Error::NotFound`] where the claim was released or erased.
pub fn answer(
    c: &mut Connection,
    (caller, route, key): (&str, &str, &str),
    status: u16,
    headers: serde_json::Value,
    body: &str,
    session: Option<SessionId>,
) -> Result<()> {
    let status = i16::try_from(status).unwrap_or(i16::MAX);
    let row = diesel::update(idempotency::table.find((caller, route, key)));
    crate::version::saved(
        row.set((
            idempotency::status.eq(status),
            idempotency::headers.eq(Json(headers)),
            idempotency::body.eq(body),
            idempotency::session_id.eq(session.map(Stored)),
        ))
        .execute(c)?,
    )
}

/// Erases what was asked before `before`.
///
/// # Errors
/// Those of the base.
pub fn erase_before(c: &mut Connection, before: Instant) -> Result<usize> {
    // What an answer tells of a session leaves the files with the session (S14): they are not written anew each hour.
    Ok(diesel::delete(idempotency::table.filter(idempotency::created_at.lt(before))).execute(c)?)
}
