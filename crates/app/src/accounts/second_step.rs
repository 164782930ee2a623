//! The second step of a sign-in: whoever gave the right password shows a second factor (A12); or a passkey alone.

use super::{
    digest_hex,
    refresh::SignedIn,
    sealed,
    second_factor::{passkey, recovery, totp},
    sign_in::signed_in,
    throttle::{self, Keys},
};
use crate::{App, Caller, Failure, Tx, audit, failure::refuse_if_any};
use chrono::Duration;
use forprev_core::{
    actor::Me,
    id::{FederatedIdentityId, PersonId},
    problem::Code,
    second_factor::{
        BeginPasskeyLogin, FactorKind, LoginCode, PasskeyAnswer, PasskeyOptions, PendingSignIn,
        SecondFactorNeeded, SecondStep, wrong,
    },
};
use forprev_store as store;
use serde::{Deserialize, Serialize};
use serde_json::json;

const PURPOSE: &str = "second step of a sign-in";
/// How long the second step may take.
const LIFETIME: Duration = Duration::minutes(5);

/// What the token between the two steps says. It opens nothing but the second one.
#[derive(Serialize, Deserialize)]
struct Pending {
    person: PersonId,
    /// A digest of the password's hash: a password that was changed meanwhile ends it.
    password: String,
    /// The identity at a provider that was shown in the place of the password (A13): one that was removed meanwhile ends
    /// it.
    identity: Option<FederatedIdentityId>,
}

/// What is asked of who gave the right password, or showed this identity in its place; nothing where no second factor is
/// set.
pub(super) fn ask(
    tx: &mut Tx<'_>,
    person: &store::person::Row,
    identity: Option<FederatedIdentityId>,
) -> Result<Option<PendingSignIn>, Failure> {
    let factors = store::second_factor::of_person(tx.conn, person.id)?;
    if factors.is_empty() {
        return Ok(None);
    }
    let has = |kind| factors.iter().any(|factor| factor.kind == kind);
    let ways = [
        (has(FactorKind::Passkey), SecondStep::Passkey),
        (has(FactorKind::Totp), SecondStep::Totp),
        (store::recovery_code::left(tx.conn, person.id)? > 0, SecondStep::Recovery),
    ];
    let methods = ways.into_iter().filter(|(offered, _)| *offered).map(|(_, way)| way).collect();
    let said = Pending { person: person.id, password: stamp(tx, person), identity };
    let token = sealed::token(tx, PURPOSE, said, LIFETIME)?;
    Ok(Some(PendingSignIn { second_factor: SecondFactorNeeded { methods, token } }))
}

fn stamp(tx: &Tx<'_>, person: &store::person::Row) -> String {
    let hash = person.password_hash.as_deref().unwrap_or_default();
    digest_hex(&tx.app.secret.derive(PURPOSE), hash.as_bytes())
}

/// Whose second step this token is, and which identity was the first one; the person is read as `read` does.
fn who(
    tx: &mut Tx<'_>,
    token: &str,
    read: fn(&mut store::Connection, PersonId) -> store::Result<store::person::Row>,
) -> Result<(PersonId, Option<FederatedIdentityId>), Failure> {
    let said: Pending = sealed::read(tx, PURPOSE, token)?;
    let person = read(tx.conn, said.person)?;
    let merged = store::person_merge::of_merged(tx.conn, person.id)?.is_some();
    let first_holds = match said.identity {
        None => person.password_hash.is_some(),
        Some(identity) => {
            let linked = store::federated_identity::of_person(tx.conn, person.id)?;
            person.closed_at.is_none() && linked.iter().any(|one| one.id == identity)
        }
    };
    if merged || !first_holds || stamp(tx, &person) != said.password {
        return Err(Failure::of(Code::SecondFactorExpired));
    }
    Ok((person.id, said.identity))
}

/// Signs in by a code of an application, after the password.
///
/// # Errors
/// `field.*`, `second_factor.expired`, `second_factor.wrong`, `request.too_many`; or the base fails.
pub fn login_totp(app: &App, caller: &Caller, body: &LoginCode) -> Result<(Me, SignedIn), Failure> {
    refuse_if_any(body.check())?;
    by_code(app, caller, body, SecondStep::Totp, totp::shown)
}

/// Signs in by a recovery code, after the password. It serves once, and the person is told.
///
/// # Errors
/// As [`login_totp`].
pub fn login_recovery(app: &App, caller: &Caller, body: &LoginCode) -> Result<(Me, SignedIn), Failure> {
    refuse_if_any(body.check())?;
    by_code(app, caller, body, SecondStep::Recovery, recovery::shown)
}

fn by_code(
    app: &App,
    caller: &Caller,
    body: &LoginCode,
    by: SecondStep,
    shown: fn(&mut Tx<'_>, PersonId, &str) -> Result<bool, Failure>,
) -> Result<(Me, SignedIn), Failure> {
    let done = app.write(caller, |tx| {
        // Locked: who changes the password, or closes the account, at the same time comes before or after; and of tries at
        // once none slips past what the one before counted.
        let (person, identity) = who(tx, &body.token, store::person::lock)?;
        let keys = Keys::of_codes(tx, person);
        keys.refuse_if_blocked(tx)?;
        if !shown(tx, person, &body.code)? {
            // Whoever guesses codes knows the password: another one is what keeps them out.
            keys.failed(tx, Some(person))?;
            failed(tx, &person.to_string(), by)?;
            return Ok(None);
        }
        keys.succeeded(tx)?;
        signed_in(tx, person, identity, Some(by)).map(Some)
    })?;
    done.ok_or_else(|| wrong("/code").into())
}

fn failed(tx: &mut Tx<'_>, whom: &str, by: SecondStep) -> Result<(), Failure> {
    audit::record(tx, "second_step_failed", "person", whom, None, json!({ "by": by }))
}

/// Begins to sign in by a passkey: after the password, where its token is given, otherwise alone. Alone, whoever asks is
/// answered: nobody was named.
///
/// # Errors
/// `field.*`, `second_factor.expired`, `second_factor.none`, `passkey.unavailable`; or the base fails.
pub fn begin_passkey_login(tx: &mut Tx<'_>, body: &BeginPasskeyLogin) -> Result<PasskeyOptions, Failure> {
    refuse_if_any(body.check())?;
    if body.token.is_empty() {
        return passkey::ask_anyone(tx);
    }
    let (person, _) = who(tx, &body.token, store::person::find)?;
    passkey::ask(tx, person, passkey::Use::SecondStep)
}

/// Signs in by a passkey.
///
/// # Errors
/// `field.*`, `second_factor.expired`, `second_factor.wrong` whatever is wrong with it, `request.too_many`; or the base
/// fails.
pub fn finish_passkey_login(
    app: &App,
    caller: &Caller,
    body: &PasskeyAnswer,
) -> Result<(Me, SignedIn), Failure> {
    refuse_if_any(body.check())?;
    app.read(caller, throttle::refuse_if_network_blocked)?;
    let done = app.write(caller, |tx| match passkey::answered(tx, body, passkey::Use::SecondStep)? {
        Some(person) => signed_in(tx, person, None, Some(SecondStep::Passkey)).map(Some),
        None => {
            throttle::network_failed(tx)?;
            failed(tx, "unknown", SecondStep::Passkey)?;
            Ok(None)
        }
    })?;
    done.ok_or_else(|| wrong("/credential").into())
}
