//! What a recovery becomes by itself, once its delay is over.

use super::{super::record::helped, ended, record, tell_stopped};
use crate::{
    Failure, Tx,
    accounts::{self, email, link, oidc, second_factor},
    outbox,
};
use forprev_core::{
    account::link::LinkPurpose,
    email::Email,
    policy::help::{Helped, may_help},
    recovery::{DELAY, RecoveryState},
};
use forprev_store::{self as store, account_recovery::Row};

/// Completes a confirmed recovery whose delay is over, or ends one that nobody confirmed; unless another server did.
/// Whether it was done here.
///
/// # Errors
/// The base cannot be written.
pub(crate) fn finish(tx: &mut Tx<'_>, id: &str) -> Result<bool, Failure> {
    let person = store::account_recovery::find(tx.conn, id)?.person_id;
    let person = store::person::touch(tx.conn, person, None)?;
    // Read under the person's lock: of two servers one goes on.
    let row = store::account_recovery::find(tx.conn, id)?;
    let Some((then, _)) = row.state.by_itself().filter(|_| row.due_at.utc() <= tx.now) else {
        return Ok(false);
    };
    let (was, new_address) = (row.state, row.email.clone());
    let done = new_address.filter(|_| then == RecoveryState::Done);
    let possible = match &done {
        Some(email) => {
            let about = helped(tx, &person)?;
            still_helps(tx, &about, &row)?
                && person.closed_at.is_none()
                && store::person_merge::of_merged(tx.conn, person.id)?.is_none()
                && store::person::by_email(tx.conn, email)?.is_none()
        }
        None => true,
    };
    let kind = outbox::Kind::RecoveryWaiting.as_str();
    if possible && done.is_some() && store::mail::has_to_leave(tx.conn, person.id, kind)? {
        // Whoever reads the old mailbox has all of the delay, also where no mail could leave.
        let later = Row { due_at: (tx.now + DELAY).into(), ..row };
        store::account_recovery::save(tx.conn, later, was)?;
        return Ok(false);
    }
    // The account was closed meanwhile, became one that these agents do not help, or the address is somebody else's now.
    let then = if possible { then } else { RecoveryState::Cancelled };
    let row = ended(tx, row, then);
    if !store::account_recovery::save(tx.conn, row.clone(), was)? {
        return Ok(false);
    }
    if let (RecoveryState::Done, Some(email)) = (then, done) {
        complete(tx, person, &row, &email)?;
        record(tx, "finish_recovery", &row)?;
    } else {
        tell_stopped(tx, &row)?;
        let action = if then == RecoveryState::Expired { "expire_recovery" } else { "cancel_recovery" };
        record(tx, action, &row)?;
    }
    Ok(true)
}

/// Whether both agents may still help this person, by what they and the person are now.
fn still_helps(tx: &mut Tx<'_>, about: &Helped, row: &Row) -> Result<bool, Failure> {
    for agent in [Some(row.opened_by), row.confirmed_by].into_iter().flatten() {
        if may_help(&accounts::acting(tx, agent)?, about).is_err() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The new address is the person's: what opened the account before opens it no more, and a password is chosen by way of
/// the new one. The old one is told.
fn complete(tx: &mut Tx<'_>, person: store::person::Row, row: &Row, email: &Email) -> Result<(), Failure> {
    let id = person.id;
    email::confirm(tx, store::person::Row { password_hash: None, ..person }, email)?;
    store::one_time_link::end(tx.conn, id, &LinkPurpose::ALL, tx.now.into())?;
    store::refresh_token::end_others(tx.conn, id, None, tx.now.into())?;
    oidc::forget(tx, id)?;
    if row.without_second_factors {
        second_factor::forget(tx, id)?;
    }
    let link = link::issue(tx, id, LinkPurpose::OpenAccount, None)?;
    outbox::put(tx, outbox::Kind::AccountRecovered, Some(id), None, None, link::payload(&link))
}
