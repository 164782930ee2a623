//! What came of a code, as plain texts: a browser verifies in a module of its own, and tells the page so.

use super::{SignedContent, VerifyError};
use crate::session::SessionKind;

/// What came of verifying a code: its content; why it was refused; or, as `Err(None)`, that no key is known.
pub type Verdict = Result<SignedContent, Option<VerifyError>>;

/// The errors by name.
const NAMES: [(&str, VerifyError); 5] = [
    ("not_a_code", VerifyError::NotACode),
    ("unknown_version", VerifyError::UnknownVersion),
    ("damaged", VerifyError::Damaged),
    ("unknown_key", VerifyError::UnknownKey),
    ("bad_signature", VerifyError::BadSignature),
];

/// A verdict as texts: none without a key, one for a refusal, twelve for a content, in the order of its keys.
///
/// ```
/// use forprev_core::certificate::signature::{VerifyError, from_texts, to_texts};
///
/// let refused = Err(Some(VerifyError::Damaged));
/// assert_eq!(to_texts(&refused), ["damaged"]);
/// assert_eq!(from_texts(&to_texts(&refused)), Some(refused));
/// ```
#[must_use]
pub fn to_texts(verdict: &Verdict) -> Vec<String> {
    match verdict {
        Ok(content) => vec![
            content.certificate_number.to_string(),
            content.dispositif.clone(),
            content.level.to_string(),
            content.certificate_code.clone(),
            content.last_name.clone(),
            content.first_name.clone(),
            content.birth_date.to_string(),
            content.kind.as_str().to_owned(),
            content.end.to_string(),
            content.valid_until.map(|day| day.to_string()).unwrap_or_default(),
            content.organisation.clone(),
            content.habilitation_number.to_string(),
        ],
        Err(Some(error)) => {
            NAMES.iter().filter(|(_, named)| named == error).map(|(name, _)| (*name).to_owned()).collect()
        }
        Err(None) => Vec::new(),
    }
}

/// The verdict that these texts tell; `None` where they tell none.
#[must_use]
pub fn from_texts(texts: &[String]) -> Option<Verdict> {
    match texts {
        [] => Some(Err(None)),
        [error] => NAMES.iter().find(|(name, _)| name == error).map(|(_, error)| Err(Some(*error))),
        [
            certificate_number,
            dispositif,
            level,
            certificate_code,
            last_name,
            first_name,
            birth_date,
            kind,
            end,
            valid_until,
            organisation,
            habilitation_number,
        ] => Some(Ok(SignedContent {
            certificate_number: certificate_number.parse().ok()?,
            dispositif: dispositif.clone(),
            level: level.parse().ok()?,
            certificate_code: certificate_code.clone(),
            last_name: last_name.clone(),
            first_name: first_name.clone(),
            birth_date: birth_date.parse().ok()?,
            kind: SessionKind::of(kind)?,
            end: end.parse().ok()?,
            valid_until: if valid_until.is_empty() { None } else { Some(valid_until.parse().ok()?) },
            organisation: organisation.clone(),
            habilitation_number: habilitation_number.parse().ok()?,
        })),
        _ => None,
    }
}
