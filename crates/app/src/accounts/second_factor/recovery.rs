//! Recovery codes: ten, shown once, kept as digests, each of use once.

use super::{about_to_change, changed};
use crate::{Failure, Tx, accounts::digest_hex, audit, outbox};
use data_encoding::BASE32_NOPAD;
use forprev_core::{
    id::PersonId,
    problem::Code,
    second_factor::{RECOVERY_CODES, RecoveryCodes, plain_code},
};
use forprev_store::{self as store, recovery_code::Row};
use serde_json::json;

/// Characters of a code, of five bits each: nobody finds one by trying.
const LENGTH: usize = 12;

fn digest(tx: &Tx<'_>, person: PersonId, plain: &str) -> String {
    digest_hex(&tx.app.secret.derive("recovery codes"), format!("{person}\n{plain}").as_bytes())
}

/// Makes ten codes in the place of those from before.
pub(super) fn renew(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<String>, Failure> {
    let (mut codes, mut rows) = (Vec::new(), Vec::new());
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0; 8];
        tx.random(&mut bytes)?;
        let plain: String = BASE32_NOPAD.encode(&bytes).chars().take(LENGTH).collect();
        rows.push(Row {
            person_id: person,
            digest: digest(tx, person, &plain),
            created_at: tx.now.into(),
            used_at: None,
        });
        let groups = plain.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned());
        codes.push(groups.collect::<Vec<_>>().join("-"));
    }
    store::recovery_code::replace(tx.conn, person, rows)?;
    Ok(codes)
}

/// Makes ten new recovery codes: those from before serve no more.
///
/// # Errors
/// `step_up.required`, `second_factor.none` where there is nothing to recover; or the base fails.
pub fn renew_recovery_codes(tx: &mut Tx<'_>) -> Result<RecoveryCodes, Failure> {
    let person = about_to_change(tx)?;
    store::person::touch(tx.conn, person, None)?;
    if store::second_factor::of_person(tx.conn, person)?.is_empty() {
        return Err(Failure::of(Code::SecondFactorNone));
    }
    let codes = renew(tx, person)?;
    changed(tx, person, "renew_recovery_codes", "recovery.renewed")?;
    Ok(RecoveryCodes { codes })
}

/// Whether this is a recovery code of this person's that was not used; it is now, and the person is told.
pub(crate) fn shown(tx: &mut Tx<'_>, person: PersonId, code: &str) -> Result<bool, Failure> {
    let digest = digest(tx, person, &plain_code(code));
    if !store::recovery_code::use_once(tx.conn, person, &digest, tx.now.into())? {
        return Ok(false);
    }
    let left = store::recovery_code::left(tx.conn, person)?;
    let told = json!({ "what": "recovery.used", "left": left });
    audit::record(tx, "use_recovery_code", "person", &person.to_string(), None, told.clone())?;
    outbox::put(tx, outbox::Kind::SecondFactorChanged, Some(person), None, None, told)?;
    Ok(true)
}
