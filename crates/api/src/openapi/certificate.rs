//! Operations on certificates.

use super::operation::Described;
use forprev_core::{
    certificate::{PublicCertificate, Revocation, SessionCertificates},
    endpoint as e,
    problem::Code,
};

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::GENERATE_CERTIFICATES,
            "certificates",
            "Generate the certificates of a session",
            "S12: for the trainees who passed, in one go, all or none, once: a repeated or concurrent request gives \
             the same certificates. Second signature (S13).",
        )
        .answers::<SessionCertificates>(201, "Generated.")
        .answers::<SessionCertificates>(200, "Generated before, or a trial.")
        .refuses(&[
            Code::StepUpRequired,
            Code::SessionState,
            Code::SessionClosed,
            Code::CertificatesTooEarly,
            Code::HabilitationNotValid,
            Code::HabilitationSuspended,
            Code::HabilitationWithdrawn,
            Code::FormateurNotQualified,
            Code::FormateurQualificationExpired,
            Code::SamePerson,
            Code::ClientValidation,
            Code::ContentChanged,
            Code::DelegationNone,
        ]),
        Described::new(
            e::LIST_CERTIFICATES,
            "certificates",
            "Certificates of a session",
            "Through D+15 (S14), in the session's order.",
        )
        .answers::<SessionCertificates>(200, "The certificates."),
        Described::new(
            e::GET_CERTIFICATES_ZIP,
            "certificates",
            "Certificates of a session in a ZIP",
            "One PDF each. Through D+15 (C2).",
        )
        .gives("application/zip", "The archive."),
        Described::new(
            e::GET_CERTIFICATES_PDF,
            "certificates",
            "Certificates of a session in one PDF",
            "One page each. Through D+15 (C2).",
        )
        .gives("application/pdf", "The document."),
        Described::new(
            e::GET_CERTIFICATE_PDF,
            "certificates",
            "A certificate",
            "Of a session through D+15 (C2), the same bytes each time; one's own formateur certificate while it is \
             valid (C3).",
        )
        .gives("application/pdf", "The document.")
        .refuses(&[
            Code::CertificateNoLongerAvailable,
            Code::CertificateExpired,
            Code::CertificateNotInForce,
        ]),
        Described::new(
            e::REVOKE_CERTIFICATE,
            "certificates",
            "Revoke a certificate",
            "C7: by INRS or the caisse, with a reason. A revoked certificate verifies as authentic and revoked.",
        )
        .json::<Revocation>()
        .answers::<PublicCertificate>(200, "Revoked.")
        .refuses(&[Code::Required, Code::TooLong, Code::ControlCharacter, Code::CertificateRevoked]),
    ]
}
