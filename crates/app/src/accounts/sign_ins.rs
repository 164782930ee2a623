//! A14: one's own sign-ins, seen and ended.

use super::own;
use crate::{Failure, Tx, audit, failure::refuse_if_any};
use chrono::{DateTime, Utc};
use forprev_core::{account::own::SignIn, id::SignInId, page::Page, problem::Code, query::PageQuery};
use forprev_store as store;
use serde_json::json;

/// `GET /me/sign-ins`: those that have not ended, the newest first.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_my_sign_ins(tx: &mut Tx<'_>, query: &PageQuery) -> Result<Page<SignIn>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let me = own(tx)?;
    let alive = store::refresh_token::families_alive(tx.conn, me, tx.now.into())?;
    let rows = store::sign_in::of_person(tx.conn, me)?;
    let open = rows.into_iter().filter(|row| alive.contains(&row.id));
    let all = open.filter_map(|row| told(row, tx.sign_in)).collect();
    let newest_first =
        |one: &SignIn| format!("{:020} {}", i64::MAX - one.created_at.timestamp_millis(), one.id);
    Ok(wanted.cut(all, newest_first))
}

pub(super) fn told(row: store::sign_in::Row, current: Option<&str>) -> Option<SignIn> {
    Some(SignIn {
        id: row.id.parse().ok()?,
        current: current == Some(row.id.as_str()),
        device: row.device,
        network: row.network,
        created_at: DateTime::<Utc>::from(row.created_at),
        last_seen_at: DateTime::<Utc>::from(row.last_seen_at),
    })
}

/// `DELETE /me/sign-ins/{id}`: ends one, at once.
///
/// # Errors
/// `not_found` where it is not one of theirs, or has ended.
pub fn end_my_sign_in(tx: &mut Tx<'_>, id: SignInId) -> Result<(), Failure> {
    let (me, id) = (own(tx)?, id.to_string());
    store::person::touch(tx.conn, me, None)?;
    let alive = store::refresh_token::families_alive(tx.conn, me, tx.now.into())?;
    if !alive.contains(&id) {
        return Err(Failure::of(Code::NotFound));
    }
    store::refresh_token::end_family(tx.conn, &id, tx.now.into())?;
    audit::record(tx, "end_my_sign_in", "person", &me.to_string(), None, json!({ "sign_in": id }))
}

/// `DELETE /me/sign-ins`: ends all but the one that asks, at once.
///
/// # Errors
/// The base cannot be written.
pub fn end_my_other_sign_ins(tx: &mut Tx<'_>) -> Result<(), Failure> {
    let me = own(tx)?;
    store::person::touch(tx.conn, me, None)?;
    store::refresh_token::end_others(tx.conn, me, tx.sign_in, tx.now.into())?;
    audit::record(tx, "end_my_other_sign_ins", "person", &me.to_string(), None, json!({}))
}
