//! Another password (A11): what is refused, and what changes with it.

use super::{confirmed::confirm, link::owner, throttle::Keys};
use crate::{App, Caller, Failure, Tx, audit, failure::refuse_if_any, outbox};
use forprev_core::{
    account::{
        link::LinkPurpose,
        own::PasswordChange,
        password::{self, Owner},
    },
    forprev_number::ForprevNumber,
    problem::{Code, Fault},
};
use forprev_store as store;
use serde_json::{Value, json};
use zxcvbn::{Score, zxcvbn};

/// Refuses what core's rules refuse, and what longer lists of leaked words than a browser can hold make easy to guess:
/// zxcvbn's, within 10⁸ guesses.
pub(crate) fn refuse_weak(owner: Owner<'_>, password: &str, pointer: &'static str) -> Result<(), Failure> {
    if let Some(fault) = password::refusal(password, owner, pointer) {
        return Err(fault.into());
    }
    let address = owner.email.map(forprev_core::email::Email::as_str).unwrap_or_default();
    let number = owner.forprev_number.map(ForprevNumber::as_str).unwrap_or_default();
    let known = [owner.last_name, owner.first_name, address, number];
    if zxcvbn(password, &known).score() < Score::Three {
        return Err(Fault::new(Code::PasswordLeaked).at(pointer).into());
    }
    Ok(())
}

/// Gives a person, whom the transaction has touched, another password: their sign-ins end but the one that asks, and so do the links
/// that could set one; failures are forgotten; whoever had one is told.
pub(super) fn set(tx: &mut Tx<'_>, person: store::person::Row, hash: &str) -> Result<(), Failure> {
    let (id, had_one) = (person.id, person.password_hash.is_some());
    let keys = Keys::all_of(tx, &person);
    store::person::save(tx.conn, store::person::Row { password_hash: Some(hash.to_owned()), ..person })?;
    // Also an address that waits to be confirmed: somebody else may have asked for it with the password of before.
    store::one_time_link::end(tx.conn, id, &LinkPurpose::ALL, tx.now.into())?;
    store::refresh_token::end_others(tx.conn, id, tx.sign_in, tx.now.into())?;
    for one in keys {
        one.forgiven(tx)?;
    }
    if had_one {
        outbox::put(tx, outbox::Kind::PasswordChanged, Some(id), None, None, json!({}))?;
    }
    Ok(())
}

/// `POST /me/password`: another password. The other sign-ins end.
///
/// # Errors
/// What is wrong in shape, `password.wrong`, `password.*`, `request.too_many`.
pub fn change_my_password(app: &App, caller: &Caller, input: &PasswordChange) -> Result<(), Failure> {
    refuse_if_any(input.check())?;
    let person = confirm(app, caller, &input.current, "/current")?;
    refuse_weak(owner(&person), &input.new, "/new")?;
    let hash = app.hashing.hash(&input.new)?;
    app.write(caller, |tx| {
        let person = store::person::touch(tx.conn, person.id, None)?;
        let id = person.id.to_string();
        set(tx, person, &hash)?;
        audit::record(tx, "change_my_password", "person", &id, None, Value::Null)
    })
}
