//! Certificates: what the API tells of them, their numbers and their signed codes.

pub mod number;
pub mod signature;

use crate::{id::TraineeId, problem::Fault, session::SessionKind, shape};
use chrono::NaiveDate;
use number::CertificateNumber;
use serde::{Deserialize, Serialize};
use validator::Validate;

/// A certificate of a session that was generated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionCertificate {
    /// Its number.
    pub number: CertificateNumber,
    /// Its holder in the session.
    pub trainee_id: TraineeId,
    /// Its first day: the session's end.
    pub valid_from: NaiveDate,
    /// Its last day (C1), where it expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// The last day on which it can be downloaded (S14).
    pub downloadable_until: NaiveDate,
}

/// The answer of `POST /sessions/{id}/certificates`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionCertificates {
    /// One for each trainee who passed, in the session's order.
    pub items: Vec<SessionCertificate>,
    /// In a dry run: what would refuse the generation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Fault>,
}

/// A formateur certificate of the signed-in person (C3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnCertificate {
    /// Its number.
    pub number: CertificateNumber,
    /// The dispositif's code.
    pub dispositif: String,
    /// The certificate's label.
    pub label: String,
    /// Initial or MAC.
    pub kind: SessionKind,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day, where it expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// What it is today.
    pub status: CertificateStatus,
}

/// What a certificate is, for whoever checks it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CertificateStatus {
    /// Delivered here, and in force.
    Valid,
    /// Delivered here; its last day is over.
    Expired,
    /// Delivered here, and revoked (C7).
    Revoked,
    /// No certificate of this number was delivered here.
    Unknown,
}

impl CertificateStatus {
    /// The status on `today`. Revocation is told before expiry.
    ///
    /// ```
    /// use forprev_core::certificate::CertificateStatus;
    /// let day = |text: &str| text.parse().unwrap();
    /// let until = Some(day("2028-06-15"));
    /// assert_eq!(CertificateStatus::of(until, false, day("2028-06-15")), CertificateStatus::Valid);
    /// assert_eq!(CertificateStatus::of(until, false, day("2028-06-16")), CertificateStatus::Expired);
    /// assert_eq!(CertificateStatus::of(until, true, day("2028-06-16")), CertificateStatus::Revoked);
    /// ```
    #[must_use]
    pub fn of(valid_until: Option<NaiveDate>, revoked: bool, today: NaiveDate) -> Self {
        if revoked {
            Self::Revoked
        } else if valid_until.is_some_and(|until| until < today) {
            Self::Expired
        } else {
            Self::Valid
        }
    }
}

/// The answer of `GET /public/certificates/{number}`: never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicCertificate {
    /// The number that was asked for.
    pub number: String,
    /// What it is.
    pub status: CertificateStatus,
    /// The dispositif's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dispositif: Option<String>,
    /// 1 or 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The certificate's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_code: Option<String>,
    /// Its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Its last day, where it expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// The organisation's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
}

/// The body of `POST /certificates/{number}/revoke` (C7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// Why: 1 to 2,000 characters, no name in it.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub reason: String,
}

impl Revocation {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new())
    }
}
