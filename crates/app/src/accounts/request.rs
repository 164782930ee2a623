//! A2, A4: an account, or a new password, asked for without signing in. The request is only written down, in the same
//! way whoever has an account; `jobs::requests` answers it.

use super::{link, number::free_number, throttle};
use crate::{Failure, Tx, audit, failure::refuse_if_any, outbox};
use forprev_core::{
    account::{
        link::LinkPurpose,
        request::{AccountRequest, PasswordRequest},
    },
    email::Email,
    forprev_number::ForprevNumber,
    id::PersonId,
    policy::account::ASKED_FOR,
    text,
};
use forprev_store as store;
use serde_json::{Value, json};

const ACCOUNT: &str = "account";
const PASSWORD: &str = "password";
const GUESSED: &str = "guessed";
/// Whom a request that is about nobody names.
const NOBODY: &str = "nobody";

/// `POST /auth/account-requests`: asks for a demandeur account.
///
/// # Errors
/// What is wrong in shape, `request.too_many`.
pub fn request_account(tx: &mut Tx<'_>, input: &AccountRequest) -> Result<(), Failure> {
    refuse_if_any(input.check())?;
    let row = store::account_request::Row {
        last_name: Some(text::clean(&input.last_name)),
        first_name: Some(text::clean(&input.first_name)),
        phone: Some(text::clean(&input.phone)),
        ..row(tx, ACCOUNT, input.email.trim().to_owned())
    };
    put_down(tx, "request_account", row)
}

/// `POST /auth/password-requests`: asks for a link that sets another password.
///
/// # Errors
/// What is wrong in shape, `request.too_many`.
pub fn request_password(tx: &mut Tx<'_>, input: &PasswordRequest) -> Result<(), Failure> {
    refuse_if_any(input.check())?;
    let row = row(tx, PASSWORD, input.identifier.trim().to_owned());
    put_down(tx, "request_password", row)
}

/// A request of this kind that is answered as soon as can be.
fn row(tx: &Tx<'_>, kind: &str, identifier: String) -> store::account_request::Row {
    store::account_request::Row {
        id: tx.new_id().to_string(),
        kind: kind.to_owned(),
        last_name: None,
        first_name: None,
        phone: None,
        identifier,
        created_at: tx.now.into(),
        attempts: 0,
        due_at: tx.now.into(),
    }
}

fn put_down(tx: &mut Tx<'_>, action: &str, row: store::account_request::Row) -> Result<(), Failure> {
    throttle::ask(tx, &row.identifier)?;
    let id = row.id.clone();
    store::account_request::insert(tx.conn, row)?;
    audit::record(tx, action, "account_request", &id, None, Value::Null)
}

/// A11: writes down that somebody keeps guessing the password of this person, or of nobody: the same work, and never what was
/// typed, which may be anything.
pub(super) fn guessed(tx: &mut Tx<'_>, person: Option<PersonId>) -> Result<(), Failure> {
    let whose = person.map_or_else(|| NOBODY.to_owned(), |person| person.to_string());
    let row = row(tx, GUESSED, whose);
    Ok(store::account_request::insert(tx.conn, row)?)
}

/// Answers one request, unless another server did. Whether it was there.
///
/// # Errors
/// The base cannot be written.
pub(crate) fn answer(tx: &mut Tx<'_>, id: &str) -> Result<bool, Failure> {
    let Some(row) = store::account_request::take(tx.conn, id)? else { return Ok(false) };
    if row.kind == PASSWORD {
        if let Some(person) = meant(tx, &row.identifier)? {
            mail_password(tx, &person)?;
        }
        return Ok(true);
    }
    if row.kind == GUESSED {
        mail_guessed(tx, &row)?;
        return Ok(true);
    }
    // The shape was checked when it was asked for.
    let Ok(email) = row.identifier.parse::<Email>() else { return Ok(true) };
    if store::person::by_email(tx.conn, &email)?.is_none() && open(tx, &row, &email)? {
        return Ok(true);
    }
    // There is an account, perhaps since a moment ago.
    if let Some(person) = store::person::by_email(tx.conn, &email)? {
        if person.password_hash.is_some() {
            outbox::put(tx, outbox::Kind::AccountExists, Some(person.id), None, None, json!({}))?;
        } else {
            // They have asked to be a demandeur: the page goes on there. The request itself gives nothing.
            mail_first_password(tx, person.id, link::TO_DEMANDEUR)?;
        }
    }
    Ok(true)
}

/// Whom an identifier names.
fn meant(tx: &mut Tx<'_>, typed: &str) -> Result<Option<store::person::Row>, Failure> {
    if let Ok(email) = typed.parse::<Email>() {
        return Ok(store::person::by_email(tx.conn, &email)?);
    }
    match typed.parse::<ForprevNumber>() {
        Ok(number) => Ok(store::person::by_forprev_number(tx.conn, &number)?),
        Err(_) => Ok(None),
    }
}

/// Who never had a password (A5) has as long as a new account's owner.
fn mail_password(tx: &mut Tx<'_>, person: &store::person::Row) -> Result<(), Failure> {
    if person.email.is_none() {
        return Ok(());
    }
    let purpose = match person.password_hash {
        Some(_) => LinkPurpose::ResetPassword,
        None => LinkPurpose::OpenAccount,
    };
    let link = link::issue(tx, person.id, purpose, None)?;
    outbox::put(tx, outbox::Kind::PasswordReset, Some(person.id), None, None, link::payload(&link))
}

/// A11: the owner is told, with a link that chooses another password: with it they are let in at once.
fn mail_guessed(tx: &mut Tx<'_>, row: &store::account_request::Row) -> Result<(), Failure> {
    let Ok(id) = row.identifier.parse::<PersonId>() else { return Ok(()) };
    let person = store::person::find(tx.conn, id)?;
    if person.email.is_none() || person.password_hash.is_none() {
        return Ok(());
    }
    let link = link::issue(tx, id, LinkPurpose::ResetPassword, None)?;
    let facts = json!({ "link": link, "page": link::PAGE, "at": row.created_at.utc() });
    outbox::put(tx, outbox::Kind::PasswordGuessed, Some(id), None, None, facts)
}

fn mail_first_password(tx: &mut Tx<'_>, person: PersonId, page: &str) -> Result<(), Failure> {
    let id = link::issue(tx, person, LinkPurpose::OpenAccount, None)?;
    let payload = json!({ "link": id, "page": page });
    outbox::put(tx, outbox::Kind::AccountRequested, Some(person), None, None, payload)
}

/// Opens the account of a demandeur, unless its address was taken meanwhile.
fn open(tx: &mut Tx<'_>, row: &store::account_request::Row, email: &Email) -> Result<bool, Failure> {
    let (Some(last_name), Some(first_name)) = (row.last_name.clone(), row.first_name.clone()) else {
        return Ok(false);
    };
    let id = PersonId::new(tx.new_id());
    let forprev_number = free_number(tx)?;
    let opened = store::person::insert_unless_taken(
        tx.conn,
        store::person::Row {
            id,
            forprev_number,
            birth_date: None,
            identity_key: store::person::identity_key(&last_name, &first_name),
            search_key: store::person::search_key(&last_name, &first_name),
            last_name,
            first_name,
            email: Some(email.clone()),
            email_key: Some(email.key()),
            password_hash: None,
            caisse_code: None,
            onboarded_at: None,
            version: 1,
            created_at: tx.now.into(),
            phone: row.phone.clone(),
            checked_on: None,
            closed_at: None,
        },
    )?;
    if !opened {
        return Ok(false);
    }
    let profile = tx.new_id().to_string();
    store::profile::insert(tx.conn, store::profile::Row::new(profile, id, ASKED_FOR, tx.now.into()))?;
    audit::record(tx, "open_account", "person", &id.to_string(), None, Value::Null)?;
    mail_first_password(tx, id, link::PAGE)?;
    Ok(true)
}
