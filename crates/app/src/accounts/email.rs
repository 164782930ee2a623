//! A9: another address. It is confirmed by a mail to the new one, and told to the old one.

use super::{
    confirmed,
    link::{self, OF_PASSWORDS},
    throttle,
};
use crate::{App, Caller, Failure, Tx, audit, failure::refuse_if_any, outbox};
use forprev_core::{
    account::{link::LinkPurpose, own::EmailChange},
    email::Email,
    mail::MailState,
    problem::{Code, Fault},
};
use forprev_store as store;
use serde_json::{Value, json};

/// `POST /me/email`: mails a link to the new address. Whether somebody has it already is told to nobody but who reads
/// its mails, when they use the link.
///
/// # Errors
/// What is wrong in shape, `password.wrong`, `request.too_many`.
pub fn change_my_email(app: &App, caller: &Caller, input: &EmailChange) -> Result<(), Failure> {
    refuse_if_any(input.check())?;
    let email: Email = input.email.parse().map_err(|_| Fault::new(Code::BadFormat).at("/email"))?;
    let person = confirmed::confirm(app, caller, &input.password, "/password")?.id;
    app.write(caller, |tx| {
        throttle::ask(tx, &person.to_string())?;
        store::person::touch(tx.conn, person, None)?;
        let link = link::issue(tx, person, LinkPurpose::ConfirmEmail, Some(email.clone()))?;
        let mut payload = link::payload(&link);
        if let Some(fields) = payload.as_object_mut() {
            fields.insert("to".to_owned(), json!(email.as_str()));
        }
        outbox::put(tx, outbox::Kind::EmailConfirm, Some(person), None, None, payload)?;
        audit::record(tx, "change_my_email", "person", &person.to_string(), None, Value::Null)
    })
}

/// Gives a person, whom the transaction has touched, the address that a link confirms.
pub(crate) fn confirm(tx: &mut Tx<'_>, person: store::person::Row, email: &Email) -> Result<(), Failure> {
    let taken = store::person::by_email(tx.conn, email)?.is_some_and(|other| other.id != person.id);
    if taken {
        return Err(Failure::of(Code::EmailAlreadyUsed));
    }
    let (id, before) = (person.id, person.email.clone());
    let changed = store::person::Row { email: Some(email.clone()), email_key: Some(email.key()), ..person };
    store::person::save(tx.conn, changed)?;
    // What was mailed to the address of before opens nothing any more.
    store::one_time_link::end(tx.conn, id, &OF_PASSWORDS, tx.now.into())?;
    if let Some(before) = before {
        let payload = json!({ "to": before.as_str() });
        outbox::put(tx, outbox::Kind::EmailChanged, Some(id), None, None, payload)?;
    }
    Ok(())
}

/// I9: whether the last mail that left for this person's address came back.
pub(crate) fn email_returned(tx: &mut Tx<'_>, person: &store::person::Row) -> Result<bool, Failure> {
    let Some(email) = &person.email else { return Ok(false) };
    Ok(store::mail::last_outcome(tx.conn, person.id, email.as_str())? == Some(MailState::Bounced))
}
