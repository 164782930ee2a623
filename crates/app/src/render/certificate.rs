//! The certificate as a PDF: one A4 page, PDF/A-2a and PDF/UA-1, the same bytes each time it is drawn.

mod design;
mod details;
mod document;
mod page;
mod verification;
mod words;

use chrono::NaiveDate;
use forprev_core::session::SessionKind;
use serde::{Deserialize, Serialize};

pub use document::{render_certificate, render_certificates};

/// All that is printed on a certificate. Its PDF depends on nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateSheet {
    /// Code of the dispositif (`SST`).
    pub dispositif_code: String,
    /// Label of the dispositif in the catalogue in force.
    pub dispositif_label: String,
    /// Level of the dispositif: 1 or 2.
    pub level: u8,
    /// Label of the certificate in the catalogue in force.
    pub certificate_label: String,
    /// Number of the certificate.
    pub certificate_number: String,
    /// Last name of the holder, as in the signed code.
    pub last_name: String,
    /// First name of the holder, as in the signed code.
    pub first_name: String,
    /// Birth date of the holder.
    pub birth_date: NaiveDate,
    /// First training or MAC.
    pub kind: SessionKind,
    /// Where the training took place.
    pub place: String,
    /// First day of the training, where the session states it.
    pub starts_on: Option<NaiveDate>,
    /// Last day of the training.
    pub ends_on: NaiveDate,
    /// First day of validity.
    pub valid_from: NaiveDate,
    /// Last day of validity; none for a certificate that does not expire (C1).
    pub valid_until: Option<NaiveDate>,
    /// Name of the organisation.
    pub organisation_name: String,
    /// Number of the habilitation under which the organisation certified.
    pub habilitation_number: String,
    /// First and last name of the lead formateur.
    pub formateur_name: String,
    /// First and last name of the person who generated the certificate.
    pub generated_by: String,
    /// Day of generation, in Paris.
    pub generated_on: NaiveDate,
    /// The signed code (C6): `FP1` and base32.
    pub signed_code: String,
    /// Address of the page that verifies, without the `#` and the code: `https://forprev.example/verifier`.
    pub verification_url: String,
}

/// Why a certificate could not be drawn. The sentences hold nothing of what a sheet says.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// The fonts built into the program cannot be read.
    #[error("the fonts of certificates cannot be read")]
    Fonts,
    /// The verification address and the signed code do not make a QR code.
    #[error("the signed code does not fit a QR code: {0}")]
    QrCode(#[from] qrcode::types::QrError),
    /// The page would not be valid PDF/A-2a and PDF/UA-1.
    #[error("the page is not valid PDF/A-2a and PDF/UA-1: {0}")]
    Document(String),
    /// A letter could not be laid out.
    #[error("a letter cannot be laid out: {0}")]
    Letter(String),
    /// The archive could not be written.
    #[error("the archive of certificates cannot be written: {0}")]
    Archive(#[from] zip::result::ZipError),
}
