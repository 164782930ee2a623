//! What a code says: one CBOR map with integer keys, in their order.

use std::fmt;

use chrono::{NaiveDate, TimeDelta};
use coset::{CborSerializable, cbor::Value};

use super::VerifyError;
use crate::{
    certificate::number::CertificateNumber, habilitation::number::HabilitationNumber, session::SessionKind,
};

/// The version of the content that this program writes and reads.
const VERSION: i64 = 1;

/// What a certificate's code says, names and birth date as printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedContent {
    /// The certificate's number (key 2; key 1 is the version).
    pub certificate_number: CertificateNumber,
    /// The dispositif's code (key 3).
    pub dispositif: String,
    /// Its level, 1 or 2 (key 4).
    pub level: u8,
    /// The certificate's code in the catalogue (key 5).
    pub certificate_code: String,
    /// The holder's last name (key 6).
    pub last_name: String,
    /// The holder's first name (key 7).
    pub first_name: String,
    /// The holder's birth date (key 8).
    pub birth_date: NaiveDate,
    /// The kind of session: 1 for initial, 2 for MAC (key 9).
    pub kind: SessionKind,
    /// The session's last day, from which the certificate runs (key 10).
    pub end: NaiveDate,
    /// The certificate's last day; none for one that does not expire (key 11, absent then).
    pub valid_until: Option<NaiveDate>,
    /// The organisation's name (key 12).
    pub organisation: String,
    /// The habilitation's number (key 13).
    pub habilitation_number: HabilitationNumber,
}

// Debugging output ends up in logs, where no trainee's name or birth date belongs.
impl fmt::Debug for SignedContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedContent")
            .field("certificate_number", &self.certificate_number)
            .finish_non_exhaustive()
    }
}

impl SignedContent {
    pub(super) fn to_cbor(&self) -> Value {
        let text = |text: &str| Some(Value::from(text));
        let fields = [
            Some(Value::from(VERSION)),
            text(self.certificate_number.as_str()),
            text(&self.dispositif),
            Some(Value::from(self.level)),
            text(&self.certificate_code),
            text(&self.last_name),
            text(&self.first_name),
            Some(day_value(self.birth_date)),
            Some(Value::from(match self.kind {
                SessionKind::Initial => 1,
                SessionKind::Mac => 2,
            })),
            Some(day_value(self.end)),
            self.valid_until.map(day_value),
            text(&self.organisation),
            text(self.habilitation_number.as_str()),
        ];
        let numbered = (1..).zip(fields);
        Value::Map(numbered.filter_map(|(key, field)| Some((Value::from(key), field?))).collect())
    }

    pub(super) fn from_cbor(payload: &[u8]) -> Result<Self, VerifyError> {
        let Ok(Value::Map(entries)) = Value::from_slice(payload) else { return Err(VerifyError::Damaged) };
        let fields = Fields(entries);
        match fields.integer(1) {
            Some(VERSION) => fields.content().ok_or(VerifyError::Damaged),
            Some(_) => Err(VerifyError::UnknownVersion),
            None => Err(VerifyError::Damaged),
        }
    }
}

struct Fields(Vec<(Value, Value)>);

impl Fields {
    fn content(&self) -> Option<SignedContent> {
        Some(SignedContent {
            certificate_number: self.text(2)?.parse().ok()?,
            dispositif: self.text(3)?.to_owned(),
            level: self.integer(4)?.try_into().ok()?,
            certificate_code: self.text(5)?.to_owned(),
            last_name: self.text(6)?.to_owned(),
            first_name: self.text(7)?.to_owned(),
            birth_date: self.day(8)?,
            kind: match self.integer(9)? {
                1 => SessionKind::Initial,
                2 => SessionKind::Mac,
                _ => return None,
            },
            end: self.day(10)?,
            valid_until: match self.get(11) {
                Some(_) => Some(self.day(11)?),
                None => None,
            },
            organisation: self.text(12)?.to_owned(),
            habilitation_number: self.text(13)?.parse().ok()?,
        })
    }

    fn get(&self, key: i64) -> Option<&Value> {
        let key = Value::from(key);
        self.0.iter().find_map(|(candidate, value)| (*candidate == key).then_some(value))
    }

    fn text(&self, key: i64) -> Option<&str> {
        self.get(key)?.as_text()
    }

    fn integer(&self, key: i64) -> Option<i64> {
        self.get(key)?.as_integer()?.try_into().ok()
    }

    fn day(&self, key: i64) -> Option<NaiveDate> {
        NaiveDate::default().checked_add_signed(TimeDelta::try_days(self.integer(key)?)?)
    }
}

// `NaiveDate::default()` is 1 January 1970, the day 0 of the code.
fn day_value(day: NaiveDate) -> Value {
    Value::from(day.signed_duration_since(NaiveDate::default()).num_days())
}
