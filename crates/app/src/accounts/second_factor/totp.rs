//! Codes by time (RFC 6238): six digits, thirty seconds, SHA-1, which is what applications know. Each serves once.

use super::{about_to_change, add, called, qr};
use crate::{
    App, Failure, Tx,
    accounts::sealed::{self, open_bytes, seal_bytes},
    failure::refuse_if_any,
};
use chrono::Duration;
use data_encoding::BASE32_NOPAD;
use forprev_core::{
    id::{PersonId, SecondFactorId},
    problem::Code,
    second_factor::{AddedFactor, ConfirmTotp, FactorKind, TotpSetup, plain_code, wrong},
};
use forprev_store::{self as store, second_factor::Row};
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Totp};

const PURPOSE: &str = "codes by time being set up";
/// How long setting up may take: some install the application first.
const LIFETIME: Duration = Duration::minutes(15);
/// With which key secrets are sealed in the base.
const KEPT: &str = "secrets of codes by time";
/// Bytes of a secret: RFC 4226 recommends 160 bits.
const SECRET: usize = 20;

#[derive(Serialize, Deserialize)]
struct Begun {
    person: PersonId,
    secret: String,
}

fn codes(secret: &[u8]) -> Result<Totp, Failure> {
    let unusable = || Failure::internal("a secret of codes by time cannot be used");
    let secret: [u8; SECRET] = secret.try_into().map_err(|_| unusable())?;
    // Skew 1: clocks of telephones differ by some seconds.
    let built = Builder::new().with_secret(secret).with_digits(6).with_step_duration(30).with_skew(1);
    built.build().map_err(|_| unusable())
}

/// The step of time whose code this is, now or next to now.
fn step(tx: &Tx<'_>, secret: &[u8], code: &str) -> Result<Option<i64>, Failure> {
    let now = u64::try_from(tx.now.timestamp()).unwrap_or_default();
    Ok(codes(secret)?.check(&plain_code(code), now).and_then(|step| i64::try_from(step).ok()))
}

/// Draws a secret for an application. Nothing is kept until its first code is shown.
///
/// # Errors
/// `step_up.required`; or the base fails.
pub fn begin_totp(tx: &mut Tx<'_>) -> Result<TotpSetup, Failure> {
    let person = about_to_change(tx)?;
    let number = store::person::find(tx.conn, person)?.forprev_number;
    let mut secret = [0; SECRET];
    tx.random(&mut secret)?;
    let secret = BASE32_NOPAD.encode(&secret);
    let uri = format!("otpauth://totp/Forprev:{number}?secret={secret}&issuer=Forprev");
    let token = sealed::token(tx, PURPOSE, Begun { person, secret: secret.clone() }, LIFETIME)?;
    Ok(TotpSetup { token, secret, qr_svg: qr::svg(&uri)?, uri })
}

/// Sets up codes of an application, by its first code.
///
/// # Errors
/// `field.*`, `step_up.required`, `second_factor.expired`, `second_factor.wrong`, `field.too_many`; or the base fails.
pub fn confirm_totp(tx: &mut Tx<'_>, body: &ConfirmTotp) -> Result<AddedFactor, Failure> {
    refuse_if_any(body.check())?;
    let person = about_to_change(tx)?;
    let begun: Begun = sealed::read(tx, PURPOSE, &body.token)?;
    if begun.person != person {
        return Err(Failure::of(Code::SecondFactorExpired));
    }
    let secret = BASE32_NOPAD.decode(begun.secret.as_bytes()).unwrap_or_default();
    let step = step(tx, &secret, &body.code)?;
    let Some(step) = step else { return Err(wrong("/code").into()) };
    let id = SecondFactorId::new(tx.new_id());
    let row = Row {
        id,
        person_id: person,
        kind: FactorKind::Totp,
        name: called(&body.name, "Application d’authentification"),
        secret: Some(seal_bytes(tx, KEPT, &id.to_string(), &secret)?),
        last_step: Some(step),
        credential_id: None,
        credential: None,
        created_at: tx.now.into(),
        last_used_at: None,
    };
    add(tx, row)
}

fn secret_of(app: &App, row: &Row) -> Option<Vec<u8>> {
    open_bytes(app, KEPT, &row.id.to_string(), row.secret.as_deref()?)
}

/// Whether this is a code of one of this person's applications, which it was not before.
pub(crate) fn shown(tx: &mut Tx<'_>, person: PersonId, code: &str) -> Result<bool, Failure> {
    for row in store::second_factor::of_person(tx.conn, person)? {
        let Some(secret) = secret_of(tx.app, &row) else { continue };
        if let Some(step) = step(tx, &secret, code)? {
            return Ok(store::second_factor::use_step(tx.conn, row.id, step, tx.now.into())?);
        }
    }
    Ok(false)
}
