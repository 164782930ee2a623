//! U1: signing in by e-mail address or by Forprev number.

use super::{actor::me_of, refresh::SignedIn, throttle::Keys};
use crate::{App, Caller, Failure, Tx, audit, failure::refuse_if_any};
use forprev_core::{
    actor::Me, email::Email, forprev_number::ForprevNumber, problem::Code, sign_in::Credentials,
};
use forprev_store as store;
use serde_json::Value;

/// Whoever may be meant by what was typed.
struct Found {
    /// The account, or what was typed where there is none.
    account: String,
    person: Option<store::person::Row>,
}

/// Signs in. The answer and the work are the same for a wrong password and for no account; after some failures
/// further tries have to wait, by account and by address.
///
/// # Errors
/// What is wrong in shape, `sign_in.failed`, `request.too_many`; or the base fails.
pub fn login(app: &App, caller: &Caller, credentials: &Credentials) -> Result<(Me, SignedIn), Failure> {
    refuse_if_any(credentials.check())?;
    let found = app.read(caller, |tx| {
        let found = find(tx, credentials.identifier.trim())?;
        Keys::of(tx, &found.account).refuse_if_blocked(tx)?;
        Ok(found)
    })?;
    let stored = found.person.as_ref().and_then(|person| person.password_hash.as_deref());
    // Outside any transaction: it takes long.
    let right = app.hashing.verify(&credentials.password, stored)?;
    let signed_in = app.write(caller, |tx| {
        let keys = Keys::of(tx, &found.account);
        // Meanwhile the password may have been changed, or the account closed.
        let still = match found.person.as_ref().filter(|_| right) {
            Some(person) => Some(store::person::lock(tx.conn, person.id)?)
                .filter(|now| now.password_hash == person.password_hash && now.closed_at.is_none()),
            None => None,
        };
        match still {
            None => {
                keys.failed(tx)?;
                // Never what was typed: it may be anything. The line is written for nobody too: the same work.
                let whom =
                    found.person.as_ref().map_or_else(|| "unknown".to_owned(), |one| one.id.to_string());
                audit::record(tx, "login_failed", "person", &whom, None, Value::Null)?;
                Ok(None)
            }
            Some(person) => {
                keys.succeeded(tx)?;
                let signed_in = SignedIn::begin(tx, person.id)?;
                let (actor, me) = me_of(tx, person.id)?;
                audit::record_by(tx, &actor, "login", "person", &person.id.to_string(), None, Value::Null)?;
                Ok(Some((me, signed_in)))
            }
        }
    })?;
    signed_in.ok_or_else(|| Failure::of(Code::SignInFailed))
}

fn find(tx: &mut Tx<'_>, typed: &str) -> Result<Found, Failure> {
    let (typed, person) = if let Ok(email) = typed.parse::<Email>() {
        (email.key(), store::person::by_email(tx.conn, &email)?)
    } else if let Ok(number) = typed.parse::<ForprevNumber>() {
        (number.to_string(), store::person::by_forprev_number(tx.conn, &number)?)
    } else {
        (typed.to_lowercase(), None)
    };
    // Address and number of one person are one account.
    let account = person.as_ref().map_or(typed, |person| person.id.to_string());
    Ok(Found { account, person })
}
