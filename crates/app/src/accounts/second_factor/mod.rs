//! One's own second factors (A12): listed, set up, removed, with recovery codes; and taken away by INRS from who has lost
//! them.

pub(super) mod passkey;
mod qr;
pub(super) mod recovery;
pub(super) mod totp;

pub use passkey::{begin_passkey, finish_passkey};
pub use recovery::renew_recovery_codes;
pub use totp::{begin_totp, confirm_totp};

use super::{own, step_up};
use crate::{Failure, Tx, audit, outbox};
use forprev_core::{
    id::{PersonId, SecondFactorId},
    policy,
    problem::{Code, Fault},
    second_factor::{AddedFactor, FACTORS_MAX, FactorKind, SecondFactor, SecondFactors, wrong},
    text::clean,
};
use forprev_store::{self as store, second_factor::Row};
use serde_json::json;

/// A factor as its owner sees it.
pub(super) fn shown(row: &Row) -> SecondFactor {
    SecondFactor {
        id: row.id,
        kind: row.kind,
        name: row.name.clone(),
        created_at: row.created_at.utc(),
        last_used_at: row.last_used_at.map(store::Instant::utc),
    }
}

fn required(tx: &Tx<'_>) -> bool {
    policy::second_factor::required(tx.actor.profiles(), &tx.app.settings.second_factor)
}

/// One's own second factors.
///
/// # Errors
/// The base fails.
pub fn list_second_factors(tx: &mut Tx<'_>) -> Result<SecondFactors, Failure> {
    let person = own(tx)?;
    let left = store::recovery_code::left(tx.conn, person)?;
    Ok(SecondFactors {
        required: required(tx),
        factors: store::second_factor::of_person(tx.conn, person)?.iter().map(shown).collect(),
        recovery_codes: u32::try_from(left).unwrap_or_default(),
        confirmed_until: step_up::confirmed_until(tx)?,
    })
}

/// Whose factors are about to be changed: one's own, by who has shown who they are lately. Where there are factors, a
/// sign-in that showed none may not add its own.
fn about_to_change(tx: &mut Tx<'_>) -> Result<PersonId, Failure> {
    step_up::confirmed_lately(tx)?;
    let person = own(tx)?;
    let family = tx.sign_in.unwrap_or_default();
    let showed_one = store::sign_in_proof::find(tx.conn, family)?.is_some_and(|proof| proof.second_factor);
    if !showed_one && !store::second_factor::of_person(tx.conn, person)?.is_empty() {
        return Err(Failure::of(Code::Unauthenticated));
    }
    Ok(person)
}

/// Adds a factor that was just shown. With the first one come recovery codes, and the person's other sign-ins, which
/// showed none, end.
fn add(tx: &mut Tx<'_>, row: Row) -> Result<AddedFactor, Failure> {
    let (person, kind) = (row.person_id, row.kind);
    // Of two at once one is the first.
    store::person::touch(tx.conn, person, None)?;
    let before = store::second_factor::of_person(tx.conn, person)?.len();
    if before >= FACTORS_MAX {
        return Err(Fault::new(Code::TooManyItems).with("maximum", FACTORS_MAX).into());
    }
    let factor = shown(&row);
    if !store::second_factor::insert_unless_known(tx.conn, row)? {
        return Err(wrong("/credential").into());
    }
    if let Some(family) = tx.sign_in {
        store::sign_in_proof::confirm(tx.conn, family, person, true, tx.now.into())?;
    }
    let mut recovery_codes = Vec::new();
    if before == 0 {
        recovery_codes = recovery::renew(tx, person)?;
        store::refresh_token::end_others(tx.conn, person, tx.sign_in, tx.now.into())?;
    }
    let operation = if kind == FactorKind::Passkey { "finish_passkey" } else { "confirm_totp" };
    changed(tx, person, operation, &format!("{}.added", name_of(kind)))?;
    Ok(AddedFactor { factor, recovery_codes })
}

fn name_of(kind: FactorKind) -> &'static str {
    if kind == FactorKind::Passkey { "passkey" } else { "totp" }
}

/// A factor's name as typed, or the usual one.
fn called(typed: &str, usual: &str) -> String {
    Some(clean(typed)).filter(|name| !name.is_empty()).unwrap_or_else(|| usual.to_owned())
}

/// Records a change, and tells the person.
fn changed(tx: &mut Tx<'_>, person: PersonId, operation: &str, what: &str) -> Result<(), Failure> {
    let payload = json!({ "what": what });
    audit::record(tx, operation, "person", &person.to_string(), None, payload.clone())?;
    outbox::put(tx, outbox::Kind::SecondFactorChanged, Some(person), None, None, payload)
}

/// Removes one of one's own factors. With the last one the recovery codes go.
///
/// # Errors
/// `step_up.required`, `not_found`, `second_factor.last` to who must have one; or the base fails.
pub fn remove_second_factor(tx: &mut Tx<'_>, id: SecondFactorId) -> Result<(), Failure> {
    let person = about_to_change(tx)?;
    // Of two removed at once one is the last.
    store::person::touch(tx.conn, person, None)?;
    let all = store::second_factor::of_person(tx.conn, person)?;
    let row = all.iter().find(|row| row.id == id).ok_or_else(|| Failure::of(Code::NotFound))?;
    if all.len() == 1 {
        if required(tx) {
            return Err(Failure::of(Code::SecondFactorLast));
        }
        store::recovery_code::forget(tx.conn, person)?;
    }
    store::second_factor::remove(tx.conn, person, id)?;
    changed(tx, person, "remove_second_factor", &format!("{}.removed", name_of(row.kind)))
}

/// Takes all second factors away from a person who has lost them, ends their sign-ins and tells them. Only
/// administrators of INRS may, and not their own.
///
/// # Errors
/// `step_up.required`, `not_found`, `forbidden` for one's own; or the base fails.
pub fn reset_second_factors(tx: &mut Tx<'_>, person: PersonId) -> Result<(), Failure> {
    store::person::find(tx.conn, person)?;
    if own(tx)? == person {
        return Err(Failure::of(Code::Forbidden));
    }
    step_up::confirmed_lately(tx)?;
    store::person::touch(tx.conn, person, None)?;
    if store::second_factor::of_person(tx.conn, person)?.is_empty() {
        return Ok(());
    }
    forget(tx, person)?;
    store::refresh_token::end_others(tx.conn, person, None, tx.now.into())?;
    changed(tx, person, "reset_second_factors", "reset")
}

/// Erases all second factors and recovery codes of a person.
///
/// # Errors
/// The base fails.
pub(crate) fn forget(tx: &mut Tx<'_>, person: PersonId) -> Result<(), Failure> {
    store::second_factor::remove_all(tx.conn, person)?;
    Ok(store::recovery_code::forget(tx.conn, person)?)
}
