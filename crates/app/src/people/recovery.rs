//! A15: recovery without the mailbox. One agent opens it, another confirms it; the old mailbox is told and can refuse for
//! 48 hours; then the new address is the person's.

mod finish;
mod list;

pub(crate) use finish::finish;
pub(crate) use list::own;
pub use list::{list_my_recoveries, list_recoveries};

use super::record::{found, helped};
use crate::{
    Failure, Tx,
    accounts::{self, confirmed_lately, link},
    audit,
    failure::refuse_if_any,
    outbox,
};
use forprev_core::{
    email::Email,
    id::PersonId,
    policy::help::may_confirm,
    problem::{Code, Fault},
    recovery::{ASKED_FOR, DELAY, NewRecovery, Recovery, RecoveryRefusal, RecoveryState},
    text::clean,
};
use forprev_store::{self as store, account_recovery::Row};
use serde_json::json;

/// The page that takes a refusal's token from its address.
const PAGE: &str = "refus";

/// A recovery of somebody whom the transaction's actor helps.
fn seen(tx: &mut Tx<'_>, id: &str) -> Result<Row, Failure> {
    let row = store::account_recovery::find(tx.conn, id)?;
    found(tx, row.person_id)?;
    Ok(row)
}

/// Takes a recovery from the state in which it was read to its next one.
fn save(tx: &mut Tx<'_>, row: Row, was: RecoveryState) -> Result<(), Failure> {
    if store::account_recovery::save(tx.conn, row, was)? {
        Ok(())
    } else {
        Err(Failure::of(Code::RecoveryOver))
    }
}

/// The same recovery, over: the address that it would have given is forgotten.
fn ended(tx: &Tx<'_>, row: Row, state: RecoveryState) -> Row {
    Row { state, email: None, ended_at: Some(tx.now.into()), ..row }
}

fn record(tx: &mut Tx<'_>, action: &str, row: &Row) -> Result<(), Failure> {
    audit::record(tx, action, "person", &row.person_id.to_string(), None, json!({ "recovery": row.id }))
}

/// Refuses an address that is somebody's, the person's own too.
fn refuse_taken(tx: &mut Tx<'_>, email: &Email) -> Result<(), Failure> {
    match store::person::by_email(tx.conn, email)? {
        Some(_) => Err(Fault::new(Code::EmailAlreadyUsed).at("/email").into()),
        None => Ok(()),
    }
}

/// `POST /people/{id}/recoveries`: an agent asks that another address be a person's.
///
/// # Errors
/// As `may_help`; what is wrong in shape; `step_up.required`; `account.closed`, `merge.already`, `recovery.open`,
/// `email.already_used`.
pub fn open_recovery(tx: &mut Tx<'_>, person: PersonId, new: &NewRecovery) -> Result<Recovery, Failure> {
    found(tx, person)?;
    refuse_if_any(new.check())?;
    let email: Email = new.email.parse().map_err(|_| Fault::new(Code::BadFormat).at("/email"))?;
    let by = accounts::own(tx)?;
    confirmed_lately(tx)?;
    // Of two opened at once one is.
    let whose = store::person::touch(tx.conn, person, None)?;
    if whose.closed_at.is_some() {
        return Err(Failure::of(Code::AccountClosed));
    }
    if store::person_merge::of_merged(tx.conn, person)?.is_some() {
        return Err(Failure::of(Code::MergeAlready));
    }
    if store::account_recovery::of_person(tx.conn, person)?.iter().any(|row| row.state.is_open()) {
        return Err(Failure::of(Code::RecoveryOpen));
    }
    refuse_taken(tx, &email)?;
    let id = tx.new_id().to_string();
    let row = Row {
        refusal_digest: link::kept(tx.app, &link::token(tx.app, &id)),
        id,
        person_id: person,
        state: RecoveryState::Asked,
        email: Some(email),
        reason: clean(&new.reason),
        without_second_factors: new.without_second_factors,
        opened_by: by,
        opened_at: tx.now.into(),
        confirmed_by: None,
        confirmed_at: None,
        due_at: (tx.now + ASKED_FOR).into(),
        ended_at: None,
    };
    store::account_recovery::insert(tx.conn, row.clone())?;
    record(tx, "open_recovery", &row)?;
    list::told(tx, row)
}

/// `POST /recoveries/{id}/confirm`: a second agent confirms, and the old mailbox is told how to refuse.
///
/// # Errors
/// As `may_confirm`; `step_up.required`; `recovery.over`; `email.already_used` where the address became somebody's.
pub fn confirm_recovery(tx: &mut Tx<'_>, id: &str) -> Result<Recovery, Failure> {
    let row = seen(tx, id)?;
    let person = store::person::touch(tx.conn, row.person_id, None)?;
    may_confirm(tx.actor, &helped(tx, &person)?, row.opened_by)?;
    confirmed_lately(tx)?;
    if row.state != RecoveryState::Asked || row.due_at.utc() <= tx.now {
        return Err(Failure::of(Code::RecoveryOver));
    }
    if let Some(email) = &row.email {
        refuse_taken(tx, email)?;
    }
    let row = Row {
        state: RecoveryState::Confirmed,
        confirmed_by: Some(accounts::own(tx)?),
        confirmed_at: Some(tx.now.into()),
        due_at: (tx.now + DELAY).into(),
        ..row
    };
    save(tx, row.clone(), RecoveryState::Asked)?;
    record(tx, "confirm_recovery", &row)?;
    let to = person.email.as_ref().map(Email::as_str);
    let facts = json!({ "link": row.id, "page": PAGE, "to": to, "at": tx.now });
    outbox::put(tx, outbox::Kind::RecoveryWaiting, Some(person.id), None, None, facts)?;
    list::told(tx, row)
}

/// `POST /recoveries/{id}/cancel`: an agent cancels what waits.
///
/// # Errors
/// As `may_help`; `recovery.over`.
pub fn cancel_recovery(tx: &mut Tx<'_>, id: &str) -> Result<Recovery, Failure> {
    let row = seen(tx, id)?;
    let row = stop(tx, row, RecoveryState::Cancelled, "cancel_recovery")?;
    list::told(tx, row)
}

/// `DELETE /me/recoveries/{id}`: the person cancels what waits for their account.
///
/// # Errors
/// `not_found` where it is not theirs; `recovery.over`.
pub fn stop_my_recovery(tx: &mut Tx<'_>, id: &str) -> Result<(), Failure> {
    let row = store::account_recovery::find(tx.conn, id)?;
    if row.person_id != accounts::own(tx)? {
        return Err(Failure::of(Code::NotFound));
    }
    stop(tx, row, RecoveryState::Cancelled, "stop_my_recovery").map(drop)
}

/// `POST /auth/recoveries/refuse`: whoever reads the old mailbox refuses, by the link that it was told. They need not be
/// signed in: they may be the person, or somebody who has their mailbox and whom two agents should know of.
///
/// # Errors
/// What is wrong in shape; `link.unknown`; `link.used` where it waits no longer.
pub fn refuse_recovery(tx: &mut Tx<'_>, refusal: &RecoveryRefusal) -> Result<(), Failure> {
    refuse_if_any(refusal.check())?;
    let digest = link::kept(tx.app, &refusal.token);
    let row = store::account_recovery::by_digest(tx.conn, &digest)?;
    let row = row.ok_or_else(|| Failure::of(Code::LinkUnknown))?;
    if row.state != RecoveryState::Confirmed {
        return Err(Failure::of(Code::LinkUsed));
    }
    stop(tx, row, RecoveryState::Refused, "refuse_recovery").map(drop)
}

/// Ends what waits; tells the person, and the agents.
fn stop(tx: &mut Tx<'_>, row: Row, state: RecoveryState, action: &str) -> Result<Row, Failure> {
    let was = row.state;
    if !was.is_open() {
        return Err(Failure::of(Code::RecoveryOver));
    }
    let row = ended(tx, row, state);
    save(tx, row.clone(), was)?;
    record(tx, action, &row)?;
    tell_stopped(tx, &row)?;
    Ok(row)
}

/// Tells the person and the agents that nothing comes of it.
fn tell_stopped(tx: &mut Tx<'_>, row: &Row) -> Result<(), Failure> {
    let number = store::person::find(tx.conn, row.person_id)?.forprev_number;
    for person in [Some(row.person_id), Some(row.opened_by), row.confirmed_by].into_iter().flatten() {
        let facts = json!({ "what": number, "at": tx.now });
        outbox::put(tx, outbox::Kind::RecoveryStopped, Some(person), None, None, facts)?;
    }
    Ok(())
}
