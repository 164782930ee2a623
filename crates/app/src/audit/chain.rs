//! The log as a chain that anybody who has its lines can verify.
//!
//! Writers do not wait for one another: a line is written in its transaction, and sealed soon after
//! ([`crate::jobs::seal`]). The seal number `n`, from 1 on, is the SHA-256 (FIPS 180-4), in lower-case hexadecimal, of
//! this text in UTF-8, in which each line ends with one line feed:
//!
//! ```text
//! forprev audit v1
//! <hash of the seal n − 1; for the first one, 64 zeros>
//! <n, in decimal>
//! id=<value>
//! at=<value>
//! person_id=<value>
//! client_id=<value>
//! action=<value>
//! resource_kind=<value>
//! resource_id=<value>
//! organisation_id=<value>
//! caisse_code=<value>
//! address=<value>
//! detail=<value>
//! ```
//!
//! A `<value>` is `-` where the column is NULL, and otherwise the number of its bytes in decimal, a colon, and the text
//! as it is stored; `at` is UTC to the millisecond, `2026-11-23T08:00:00.250Z`; `detail` the stored JSON text. The
//! numbers of bytes make it impossible to write two lines as the same text.
//!
//! The last seal stands in `audit_chain` too, with a signature: HMAC-SHA256 (RFC 2104) over `<n>:<hash>`, whose key
//! derives from the installation's secret under the label `audit chain`. Who can write to the base but does not have
//! the secret can neither change a line unseen nor cut the end off; only put back an older end with its signature,
//! which a hash that was kept elsewhere tells (`forprev audit verify --expect`).

use crate::{App, Caller, Failure, accounts::digest_hex, keys::SecretKey};
use chrono::SecondsFormat;
use data_encoding::HEXLOWER;
use forprev_store::audit::chain::{self as store, Head, Line, Seal};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Seals that are read at a time.
const BATCH: i64 = 1_000;

/// The hash of the seal at this place: see the module.
#[must_use]
pub fn hash(previous: &str, sequence: i64, line: &Line) -> String {
    let mut text = format!("forprev audit v1\n{previous}\n{sequence}\n");
    let at = line.at.utc().to_rfc3339_opts(SecondsFormat::Millis, true);
    let some = |value: &str| Some(value.to_owned());
    for (name, value) in [
        ("id", some(&line.id)),
        ("at", some(&at)),
        ("person_id", line.person_id.clone()),
        ("client_id", line.client_id.clone()),
        ("action", some(&line.action)),
        ("resource_kind", some(&line.resource_kind)),
        ("resource_id", line.resource_id.clone()),
        ("organisation_id", line.organisation_id.clone()),
        ("caisse_code", line.caisse_code.clone()),
        ("address", line.address.clone()),
        ("detail", line.detail.clone()),
    ] {
        // Writing to a text cannot fail.
        let _ = match value {
            None => writeln!(text, "{name}=-"),
            Some(value) => writeln!(text, "{name}={}:{value}", value.len()),
        };
    }
    HEXLOWER.encode(&Sha256::digest(text))
}

/// The seals of these lines after this head, and the head that they make.
pub(crate) fn sealed(head: &Head, lines: &[Line], secret: &SecretKey) -> (Vec<Seal>, Head) {
    let (mut sequence, mut last) = (head.sequence, head.hash.clone());
    let seals = lines
        .iter()
        .map(|line| {
            sequence += 1;
            last = hash(&last, sequence, line);
            Seal { sequence, audit_id: line.id.clone(), hash: last.clone() }
        })
        .collect();
    let signature = signature(secret, sequence, &last);
    (seals, Head { id: head.id, sequence, hash: last, signature })
}

fn signature(secret: &SecretKey, sequence: i64, hash: &str) -> String {
    digest_hex(&secret.derive("audit chain"), format!("{sequence}:{hash}").as_bytes())
}

/// A place in the chain, with its hash: `--expect 17:5f3c…`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The place, from 1.
    pub sequence: i64,
    /// The hash of its seal.
    pub hash: String,
}

impl std::str::FromStr for Place {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let expected = "expected <sequence>:<hash>, as `forprev audit verify` prints it";
        let (sequence, hash) = text.trim().split_once(':').ok_or(expected)?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let sequence = sequence.parse().map_err(|_| expected)?;
        if is_hash { Ok(Self { sequence, hash: hash.to_ascii_lowercase() }) } else { Err(expected) }
    }
}

/// Why a link of the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The line is not what was sealed.
    Changed,
    /// The line is not there any more.
    Missing,
    /// Seals before this one are not there any more.
    Gap,
}

/// A link that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// Its place.
    pub sequence: i64,
    /// Its line.
    pub audit_id: String,
    /// Why.
    pub why: Fault,
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Lines that are sealed.
    pub sealed: u64,
    /// The last seal, to be kept elsewhere.
    pub last: Option<Place>,
    /// The first link that does not hold.
    pub first_broken: Option<Broken>,
    /// How many do not.
    pub broken: u64,
    /// Of these, lines that are not there any more.
    pub missing: u64,
    /// Lines that wait to be sealed: those of the last seconds.
    pub waiting: u64,
    /// Lines that are neither sealed nor wait for it: they came otherwise than by this program.
    pub foreign: u64,
    /// Whether the signed head is the last seal: otherwise the end was cut off.
    pub head_holds: bool,
    /// Whether the chain still holds the place that was expected, where one was.
    pub expected_holds: Option<bool>,
}

impl Verified {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.broken == 0 && self.foreign == 0 && self.head_holds && self.expected_holds != Some(false)
    }
}

/// Computes the whole chain again, on one snapshot of the base.
///
/// # Errors
/// The base cannot be read.
pub fn verify(app: &App, expected: Option<&Place>) -> Result<Verified, Failure> {
    app.read(&Caller::anyone(), |tx| {
        let mut found = Verified { expected_holds: expected.map(|_| false), ..Verified::default() };
        let mut last = Place { sequence: 0, hash: "0".repeat(64) };
        loop {
            let links = store::after(tx.conn, last.sequence, BATCH)?;
            if links.is_empty() {
                break;
            }
            for (seal, line) in links {
                if let Some(why) = fault(&last, &seal, line.as_ref()) {
                    found.broken += 1;
                    found.missing += u64::from(why == Fault::Missing);
                    let Seal { sequence, audit_id, .. } = seal.clone();
                    found.first_broken.get_or_insert(Broken { sequence, audit_id, why });
                }
                found.sealed += 1;
                // What was sealed counts on: a line that was changed breaks one link, not all that follow.
                last = Place { sequence: seal.sequence, hash: seal.hash };
                if expected == Some(&last) {
                    found.expected_holds = Some(true);
                }
            }
        }
        let head = store::head(tx.conn)?;
        let signed =
            head.sequence == 0 || head.signature == signature(&tx.app.secret, head.sequence, &head.hash);
        found.head_holds = signed && (head.sequence, &head.hash) == (last.sequence, &last.hash);
        let (unsealed, forgotten) = store::unsealed(tx.conn)?;
        found.waiting = (unsealed - forgotten).unsigned_abs();
        found.foreign = forgotten.unsigned_abs();
        found.last = (last.sequence > 0).then_some(last);
        Ok(found)
    })
}

fn fault(last: &Place, seal: &Seal, line: Option<&Line>) -> Option<Fault> {
    if seal.sequence != last.sequence + 1 {
        return Some(Fault::Gap);
    }
    match line {
        None => Some(Fault::Missing),
        Some(line) => (hash(&last.hash, seal.sequence, line) != seal.hash).then_some(Fault::Changed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        Line {
            id: "0198c0de-0000-7000-8000-000000000001".into(),
            at: "2026-11-23T08:00:00.25Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap().into(),
            person_id: None,
            client_id: None,
            action: "purge".into(),
            resource_kind: "session".into(),
            resource_id: Some(String::new()),
            organisation_id: None,
            caisse_code: None,
            address: Some("2001:db8::1".into()),
            detail: Some("{\"sessions\":3}".into()),
        }
    }

    /// The text of the module's documentation, written out: whoever verifies elsewhere gets the same.
    #[test]
    fn the_canonical_form_is_what_is_documented() {
        let zeros = "0".repeat(64);
        let text = format!(
            "forprev audit v1\n{zeros}\n1\nid=36:0198c0de-0000-7000-8000-000000000001\n\
             at=24:2026-11-23T08:00:00.250Z\nperson_id=-\nclient_id=-\naction=5:purge\nresource_kind=7:session\n\
             resource_id=0:\norganisation_id=-\ncaisse_code=-\naddress=11:2001:db8::1\ndetail=14:{{\"sessions\":3}}\n"
        );
        assert_eq!(hash(&zeros, 1, &line()), HEXLOWER.encode(&Sha256::digest(text)));
    }

    #[test]
    fn a_value_cannot_pass_for_another_column() {
        let one = Line { resource_id: Some("x\norganisation_id=-".into()), ..line() };
        assert_ne!(hash("", 1, &one), hash("", 1, &Line { resource_id: Some("x".into()), ..line() }));
        assert_ne!(hash("", 1, &line()), hash("", 1, &Line { resource_id: None, ..line() }));
    }
}
