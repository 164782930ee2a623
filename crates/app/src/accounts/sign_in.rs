//! U1: signing in by e-mail address or by Forprev number.

use super::{actor::me_of, refresh::SignedIn, second_step, step_up::FRESH_FOR, throttle::Keys};
use crate::{App, Caller, Failure, Tx, audit, failure::refuse_if_any};
use forprev_core::{
    actor::Me,
    email::Email,
    forprev_number::ForprevNumber,
    id::{FederatedIdentityId, PersonId},
    problem::Code,
    second_factor::{PendingSignIn, SecondStep},
    sign_in::Credentials,
};
use forprev_store as store;
use serde_json::{Map, Value, json};

/// What a right password came to.
pub enum Login {
    /// Signed in.
    Done(Box<Me>, SignedIn),
    /// A second factor is needed.
    Pending(PendingSignIn),
}

/// Whoever may be meant by what was typed.
struct Found {
    /// What was typed, written in one way.
    typed: String,
    person: Option<store::person::Row>,
}

/// Signs in, or asks for the second factor where one is set. The answer and the work are the same for a wrong password
/// and for no account; after some failures further tries have to wait, by account and by address.
///
/// # Errors
/// What is wrong in shape, `sign_in.failed`, `request.too_many`; or the base fails.
pub fn login(app: &App, caller: &Caller, credentials: &Credentials) -> Result<Login, Failure> {
    refuse_if_any(credentials.check())?;
    let found = app.read(caller, |tx| {
        let found = find(tx, credentials.identifier.trim())?;
        Keys::of(tx, &found.typed).refuse_if_blocked(tx)?;
        Ok(found)
    })?;
    let stored = found.person.as_ref().and_then(|person| person.password_hash.as_deref());
    // Outside any transaction: it takes long.
    let right = app.hashing.verify(&credentials.password, stored)?;
    let login = app.write(caller, |tx| {
        let keys = Keys::of(tx, &found.typed);
        // Meanwhile the password may have been changed, or the account closed.
        let still = match found.person.as_ref().filter(|_| right) {
            Some(person) => Some(store::person::lock(tx.conn, person.id)?)
                .filter(|now| now.password_hash == person.password_hash && now.closed_at.is_none()),
            None => None,
        };
        match still {
            None => {
                keys.failed(tx, found.person.as_ref().map(|one| one.id))?;
                // Never what was typed: it may be anything. The line is written for nobody too: the same work.
                let whom =
                    found.person.as_ref().map_or_else(|| "unknown".to_owned(), |one| one.id.to_string());
                audit::record(tx, "login_failed", "person", &whom, None, Value::Null)?;
                Ok(None)
            }
            Some(person) => {
                // What was counted is forgotten only at the end: half a sign-in must not buy further guesses.
                if let Some(pending) = second_step::ask(tx, &person, None)? {
                    return Ok(Some(Login::Pending(pending)));
                }
                let (me, signed_in) = signed_in(tx, person.id, None, None)?;
                Ok(Some(Login::Done(Box::new(me), signed_in)))
            }
        }
    })?;
    login.ok_or_else(|| Failure::of(Code::SignInFailed))
}

/// Begins a sign-in of who showed a password, or in its place an identity at a provider; and a second factor where there
/// is one.
pub(super) fn signed_in(
    tx: &mut Tx<'_>,
    person: PersonId,
    identity: Option<FederatedIdentityId>,
    by: Option<SecondStep>,
) -> Result<(Me, SignedIn), Failure> {
    let row = store::person::find(tx.conn, person)?;
    for keys in Keys::all_of(tx, &row) {
        keys.succeeded(tx)?;
    }
    // Whoever is signed in at the provider may not even have been asked who they are: what weighs heavily asks (A14).
    let confirmed_at = if identity.is_some() && by.is_none() { tx.now - FRESH_FOR } else { tx.now };
    let signed_in = SignedIn::begin(tx, person, by.is_some(), confirmed_at)?;
    let (actor, me) = me_of(tx, person, by.is_some())?;
    let mut detail = Map::new();
    detail.extend(identity.map(|_| ("by".to_owned(), "oidc".into())));
    detail.extend(by.map(|by| ("second_step".to_owned(), json!(by))));
    let detail = if detail.is_empty() { Value::Null } else { Value::Object(detail) };
    audit::record_by(tx, &actor, "login", "person", &person.to_string(), None, detail)?;
    Ok((me, signed_in))
}

fn find(tx: &mut Tx<'_>, typed: &str) -> Result<Found, Failure> {
    let (typed, person) = if let Ok(email) = typed.parse::<Email>() {
        (email.key(), store::person::by_email(tx.conn, &email)?)
    } else if let Ok(number) = typed.parse::<ForprevNumber>() {
        (number.to_string(), store::person::by_forprev_number(tx.conn, &number)?)
    } else {
        (typed.to_lowercase(), None)
    };
    Ok(Found { typed, person })
}
