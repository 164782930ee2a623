//! A14: what weighs heavily asks for the password or a passkey again, unless that was shown in the last minutes.

use super::{confirmed, own, second_factor::passkey, throttle::Keys};
use crate::{App, Caller, Failure, Tx, audit, failure::refuse_if_any};
use chrono::{DateTime, Duration, Utc};
use forprev_core::{
    account::own::PasswordAgain,
    problem::{Code, Denied},
    second_factor::{Confirmed, PasskeyAnswer, PasskeyOptions, wrong},
};
use forprev_store as store;
use serde_json::Value;

/// For how long who one is need not be shown again.
pub const FRESH_FOR: Duration = Duration::minutes(15);

/// Until when the transaction's sign-in counts as confirmed; nothing where it does no more.
pub(super) fn confirmed_until(tx: &mut Tx<'_>) -> Result<Option<DateTime<Utc>>, Failure> {
    let Some(family) = tx.sign_in else { return Ok(None) };
    let proof = store::sign_in_proof::find(tx.conn, family)?;
    Ok(proof.map(|proof| proof.confirmed_at.utc() + FRESH_FOR).filter(|until| tx.now < *until))
}

/// Goes on only where the person has shown who they are in the last fifteen minutes: call it first in what weighs
/// heavily.
///
/// # Errors
/// `step_up.required` otherwise.
pub fn confirmed_lately(tx: &mut Tx<'_>) -> Result<(), Failure> {
    match confirmed_until(tx)? {
        Some(_) => Ok(()),
        None => {
            let minutes = u32::try_from(FRESH_FOR.num_minutes()).unwrap_or_default();
            Err(Denied::new(Code::StepUpRequired).with("minutes", minutes).into())
        }
    }
}

/// The same for an act that can be tried first: a trial asks nobody.
///
/// # Errors
/// As [`confirmed_lately`].
pub fn confirmed_unless_trial(tx: &mut Tx<'_>) -> Result<(), Failure> {
    if tx.dry_run { Ok(()) } else { confirmed_lately(tx) }
}

/// The same for an act that is also done without a sign-in: by an API client, whose key is its identity, or by the
/// program itself.
///
/// # Errors
/// As [`confirmed_lately`].
pub fn confirmed_where_signed_in(tx: &mut Tx<'_>) -> Result<(), Failure> {
    if tx.sign_in.is_none() { Ok(()) } else { confirmed_unless_trial(tx) }
}

/// Confirms one's identity by the password. Wrong ones are slowed as at the sign-in.
///
/// # Errors
/// `field.*`, `password.wrong`, `request.too_many`; or the base fails.
pub fn step_up(app: &App, caller: &Caller, body: &PasswordAgain) -> Result<Confirmed, Failure> {
    refuse_if_any(body.check())?;
    let person = confirmed::confirm(app, caller, &body.password, "/password")?.id;
    app.write(caller, |tx| {
        Keys::of(tx, &person.to_string()).succeeded(tx)?;
        confirm(tx, "step_up", false)
    })
}

/// Begins to confirm one's identity by a passkey.
///
/// # Errors
/// `second_factor.none` where one has no passkey, `passkey.unavailable`; or the base fails.
pub fn begin_passkey_step_up(tx: &mut Tx<'_>) -> Result<PasskeyOptions, Failure> {
    let person = own(tx)?;
    passkey::ask(tx, person, passkey::Use::StepUp)
}

/// Confirms one's identity by a passkey.
///
/// # Errors
/// `field.*`, `second_factor.expired`, `second_factor.wrong`; or the base fails.
pub fn finish_passkey_step_up(tx: &mut Tx<'_>, body: &PasskeyAnswer) -> Result<Confirmed, Failure> {
    refuse_if_any(body.check())?;
    let person = own(tx)?;
    if passkey::answered(tx, body, passkey::Use::StepUp)? != Some(person) {
        return Err(wrong("/credential").into());
    }
    confirm(tx, "finish_passkey_step_up", true)
}

fn confirm(tx: &mut Tx<'_>, operation: &str, second_factor: bool) -> Result<Confirmed, Failure> {
    let person = own(tx)?;
    let family = tx.sign_in.ok_or_else(|| Failure::of(Code::Unauthenticated))?;
    store::sign_in_proof::confirm(tx.conn, family, person, second_factor, tx.now.into())?;
    audit::record(tx, operation, "person", &person.to_string(), None, Value::Null)?;
    Ok(Confirmed { until: tx.now + FRESH_FOR })
}
