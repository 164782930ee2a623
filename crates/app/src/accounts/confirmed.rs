//! A14: the password again, before what a stolen sign-in must not do.

use super::{own, throttle::Keys};
use crate::{App, Caller, Failure, audit};
use forprev_core::problem::{Code, Fault};
use forprev_store as store;
use serde_json::Value;

/// The signed-in person, whose password this is. Wrong ones are slowed down as at sign-in.
///
/// # Errors
/// `password.wrong` at this place, `request.too_many`.
pub(super) fn confirm(
    app: &App,
    caller: &Caller,
    password: &str,
    pointer: &str,
) -> Result<store::person::Row, Failure> {
    let person = app.read(caller, |tx| {
        let person = store::person::find(tx.conn, own(tx)?)?;
        Keys::of(tx, &person.id.to_string()).refuse_if_blocked(tx)?;
        Ok(person)
    })?;
    // Outside any transaction: it takes long.
    if app.hashing.verify(password, person.password_hash.as_deref())? {
        return Ok(person);
    }
    app.write(caller, |tx| {
        let id = person.id.to_string();
        Keys::of(tx, &id).failed(tx, Some(person.id))?;
        audit::record(tx, "password_wrong", "person", &id, None, Value::Null)
    })?;
    Err(Fault::new(Code::PasswordWrong).at(pointer).into())
}
