//! Postal codes and the codes by which INSEE names communes.

use crate::format::{Format, written_form};

/// A postal code: five digits. That it belongs to a commune is O1's question, not this type's.
///
/// ```
/// use forprev_core::postal_code::PostalCode;
///
/// assert_eq!("75 014".parse::<PostalCode>().unwrap().as_str(), "75014");
/// assert!("7501".parse::<PostalCode>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PostalCode(String);

written_form!(PostalCode, Format::PostalCode, pattern = "^[0-9]{5}$", example = "75014");

impl PostalCode {
    fn read(text: &str) -> Option<Self> {
        let code: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        (code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit())).then_some(Self(code))
    }
}

/// The code by which INSEE names a commune or a municipal arrondissement: five digits, with `2A` or `2B` first in
/// Corsica.
///
/// ```
/// use forprev_core::postal_code::InseeCode;
///
/// assert_eq!("2a004".parse::<InseeCode>().unwrap().as_str(), "2A004");
/// assert!("2C004".parse::<InseeCode>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct InseeCode(String);

written_form!(InseeCode, Format::InseeCode, pattern = "^(?:[0-9]{2}|2[AB])[0-9]{3}$", example = "2A004");

impl InseeCode {
    fn read(text: &str) -> Option<Self> {
        let code = text.trim().to_ascii_uppercase();
        let rest = code.strip_prefix("2A").or_else(|| code.strip_prefix("2B"));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        (code.len() == 5 && digits(rest.unwrap_or(&code))).then_some(Self(code))
    }
}
