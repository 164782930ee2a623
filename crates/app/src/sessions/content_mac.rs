//! S13: what is signed of a session. Verification and generation each record an HMAC of it under the session's own
//! random key; that both match shows that nobody changed what was certified in between. The key goes with the
//! session, and with it all that the HMAC could tell.

use super::Loaded;
use crate::Failure;
use forprev_core::session::Outcome;
use forprev_store as store;
use hmac::{Hmac, Mac};
use serde::Serialize;
use sha2::Sha256;

type HmacSha256 = Hmac<Sha256>;

/// What stands before the content, so that an HMAC of one form is never one of another.
const FORM: &str = "forprev session content v1\n";

/// The content, in one form only: JSON whose fields stand in this order, days as AAAA-MM-JJ, what is missing as
/// `null`. A field that is added makes another form: raise [`FORM`].
#[derive(Serialize)]
struct Signed<'a> {
    session: String,
    habilitation: String,
    certificate_code: Option<&'a str>,
    kind: Option<&'a str>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    place: [Option<&'a str>; 5],
    platform: Option<String>,
    formateurs: Vec<(&'a str, bool)>,
    trainees: Vec<SignedTrainee<'a>>,
}

#[derive(Serialize)]
struct SignedTrainee<'a> {
    id: String,
    last_name: &'a str,
    first_name: &'a str,
    birth_date: String,
    outcome: Option<&'a str>,
    email: Option<&'a str>,
    forprev_number: Option<&'a str>,
    person: Option<String>,
}

/// The HMAC-SHA256 (RFC 2104) of what is certified.
///
/// # Errors
/// None in practice: the content is always writable as JSON.
pub fn content_mac(loaded: &Loaded) -> Result<Vec<u8>, Failure> {
    Ok(keyed(loaded)?.finalize().into_bytes().to_vec())
}

/// Whether the session is still what `recorded` was made of, compared in constant time.
///
/// # Errors
/// As [`content_mac`].
pub fn matches(loaded: &Loaded, recorded: &[u8]) -> Result<bool, Failure> {
    Ok(keyed(loaded)?.verify_slice(recorded).is_ok())
}

fn keyed(loaded: &Loaded) -> Result<HmacSha256, Failure> {
    let mut mac = HmacSha256::new_from_slice(&loaded.row.mac_key)
        .map_err(|_| Failure::internal("a session has no key"))?;
    mac.update(FORM.as_bytes());
    mac.update(&serde_json::to_vec(&signed(loaded))?);
    Ok(mac)
}

fn signed(loaded: &Loaded) -> Signed<'_> {
    let row = &loaded.row;
    Signed {
        session: row.id.to_string(),
        habilitation: row.habilitation_id.to_string(),
        certificate_code: row.certificate_code.as_deref(),
        kind: row.kind.map(forprev_core::session::SessionKind::as_str),
        starts_on: row.starts_on.map(|day| day.to_string()),
        ends_on: row.ends_on.map(|day| day.to_string()),
        place: [
            row.place_name.as_deref(),
            row.place_address.as_deref(),
            row.place_postal_code.as_deref(),
            row.place_city.as_deref(),
            row.place_insee_code.as_deref(),
        ],
        platform: row.platform_id.map(|id| id.to_string()),
        formateurs: loaded.formateurs.iter().map(|one| (one.forprev_number.as_str(), one.lead)).collect(),
        trainees: loaded.trainees.iter().map(trainee).collect(),
    }
}

fn trainee(row: &store::trainee::Row) -> SignedTrainee<'_> {
    SignedTrainee {
        id: row.id.to_string(),
        last_name: &row.last_name,
        first_name: &row.first_name,
        birth_date: row.birth_date.to_string(),
        outcome: row.outcome.map(Outcome::as_str),
        email: row.email.as_ref().map(forprev_core::email::Email::as_str),
        forprev_number: row.forprev_number.as_ref().map(forprev_core::forprev_number::ForprevNumber::as_str),
        person: row.person_id.map(|id| id.to_string()),
    }
}
