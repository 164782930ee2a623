//! Certificates: generated, downloaded, checked, revoked.

use crate::{
    Client, Result, Write,
    call::{Call, File},
};
use forprev_core::{
    certificate::{PublicCertificate, Revocation, SessionCertificates},
    endpoint::{
        GENERATE_CERTIFICATES, GET_CERTIFICATE_PDF, GET_CERTIFICATES_PDF, GET_CERTIFICATES_ZIP,
        GET_PUBLIC_CERTIFICATE, LIST_CERTIFICATES, REVOKE_CERTIFICATE,
    },
    id::SessionId,
};

impl Client {
    /// Generates the certificates of a session, or gives them again (S12).
    ///
    /// # Errors
    /// The codes of S2, S3, S10 and S13, or no answer.
    pub async fn generate_certificates(
        &self,
        session: SessionId,
        write: Write,
    ) -> Result<SessionCertificates> {
        self.answer(Call::to(GENERATE_CERTIFICATES, &[&session.to_string()]).write(write)).await
    }

    /// The certificates of a session.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `certificate.no_longer_available`, or no answer.
    pub async fn list_certificates(&self, session: SessionId) -> Result<SessionCertificates> {
        self.answer(Call::to(LIST_CERTIFICATES, &[&session.to_string()])).await
    }

    /// The certificates of a session, one file each, in a ZIP.
    ///
    /// # Errors
    /// As [`Client::list_certificates`].
    pub async fn get_certificates_zip(&self, session: SessionId) -> Result<File> {
        self.file(Call::to(GET_CERTIFICATES_ZIP, &[&session.to_string()])).await
    }

    /// The certificates of a session in one PDF.
    ///
    /// # Errors
    /// As [`Client::list_certificates`].
    pub async fn get_certificates_pdf(&self, session: SessionId) -> Result<File> {
        self.file(Call::to(GET_CERTIFICATES_PDF, &[&session.to_string()])).await
    }

    /// One certificate.
    ///
    /// # Errors
    /// As [`Client::list_certificates`], and `certificate.expired`.
    pub async fn get_certificate_pdf(&self, number: &str) -> Result<File> {
        self.file(Call::to(GET_CERTIFICATE_PDF, &[number])).await
    }

    /// Revokes a certificate, with a reason (C7).
    ///
    /// # Errors
    /// `forbidden`, `not_found`, `certificate.revoked`, or no answer.
    pub async fn revoke_certificate(
        &self,
        number: &str,
        revocation: &Revocation,
        write: Write,
    ) -> Result<PublicCertificate> {
        self.answer(Call::to(REVOKE_CERTIFICATE, &[number]).write(write).json(revocation)).await
    }

    /// What a certificate is, for whoever checks it; never a name.
    ///
    /// # Errors
    /// No answer.
    pub async fn get_public_certificate(&self, number: &str) -> Result<PublicCertificate> {
        self.answer(Call::to(GET_PUBLIC_CERTIFICATE, &[number])).await
    }
}
