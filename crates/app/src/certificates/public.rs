//! What anyone may ask of a certificate: its state, never a name.

use crate::{Failure, Tx};
use forprev_core::certificate::{CertificateStatus, PublicCertificate, number::CertificateNumber};
use forprev_store as store;

/// The state of the certificate of this number, as typed. One that no certificate has is `unknown`, and so is a text
/// that is no number: there is nothing to learn from a difference.
///
/// # Errors
/// The base cannot be read.
pub fn get_public_certificate(tx: &mut Tx<'_>, number: &str) -> Result<PublicCertificate, Failure> {
    let parsed = number.parse::<CertificateNumber>().ok();
    let found = match &parsed {
        Some(parsed) => store::certificate::find(tx.conn, parsed)?,
        None => None,
    };
    let Some(row) = found else {
        return Ok(PublicCertificate {
            number: parsed.map_or_else(|| number.chars().take(60).collect(), |parsed| parsed.to_string()),
            status: CertificateStatus::Unknown,
            dispositif: None,
            level: None,
            certificate_code: None,
            valid_from: None,
            valid_until: None,
            organisation: None,
        });
    };
    let organisation = store::organisation::find(tx.conn, row.organisation_id)?;
    Ok(PublicCertificate {
        number: row.number.to_string(),
        status: CertificateStatus::of(row.valid_until, row.revoked_at.is_some(), tx.today),
        dispositif: Some(row.dispositif),
        level: Some(row.level),
        certificate_code: Some(row.certificate_code),
        valid_from: Some(row.ends_on),
        valid_until: row.valid_until,
        organisation: Some(organisation.raison_sociale),
    })
}
