//! What a certificate says: printed ([`CertificateSheet`]) and signed ([`SignedContent`]), from the same facts.

use crate::{Failure, Tx, render::certificate::CertificateSheet};
use chrono::NaiveDate;
use forprev_core::{
    catalogue::{CertificateType, Dispositif},
    certificate::{number::CertificateNumber, signature::SignedContent},
    habilitation::number::HabilitationNumber,
    session::SessionKind,
};
use forprev_store as store;

/// What all the certificates of a session have in common.
pub(super) struct Common<'a> {
    pub dispositif: &'a Dispositif,
    pub level: u8,
    pub certificate: &'a CertificateType,
    pub kind: SessionKind,
    pub place: String,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: NaiveDate,
    pub valid_until: Option<NaiveDate>,
    pub organisation: String,
    pub habilitation_number: HabilitationNumber,
    pub formateur: String,
    pub generated_by: String,
}

impl Common<'_> {
    /// The certificate of this trainee: what is printed, with its signed code.
    pub fn sheet(
        &self,
        tx: &Tx<'_>,
        number: &CertificateNumber,
        trainee: &store::trainee::Row,
    ) -> CertificateSheet {
        let signed_code = tx.app.signing.sign(&SignedContent {
            certificate_number: number.clone(),
            dispositif: self.dispositif.code.clone(),
            level: self.level,
            certificate_code: self.certificate.code.clone(),
            last_name: trainee.last_name.clone(),
            first_name: trainee.first_name.clone(),
            birth_date: trainee.birth_date,
            kind: self.kind,
            end: self.ends_on,
            valid_until: self.valid_until,
            organisation: self.organisation.clone(),
            habilitation_number: self.habilitation_number.clone(),
        });
        CertificateSheet {
            dispositif_code: self.dispositif.code.clone(),
            dispositif_label: self.dispositif.label.clone(),
            level: self.level,
            certificate_label: self.certificate.label.clone(),
            certificate_number: number.to_string(),
            last_name: trainee.last_name.clone(),
            first_name: trainee.first_name.clone(),
            birth_date: trainee.birth_date,
            kind: self.kind,
            place: self.place.clone(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            valid_from: self.ends_on,
            valid_until: self.valid_until,
            organisation_name: self.organisation.clone(),
            habilitation_number: self.habilitation_number.to_string(),
            formateur_name: self.formateur.clone(),
            generated_by: self.generated_by.clone(),
            generated_on: tx.today,
            signed_code,
            verification_url: format!("{}/verifier", tx.app.settings.public_url),
        }
    }
}

/// The sheet that was kept.
///
/// # Errors
/// What is kept is not a sheet of this program.
pub(super) fn kept(document: store::certificate::DocumentRow) -> Result<CertificateSheet, Failure> {
    Ok(serde_json::from_value(document.sheet.0)?)
}
