//! Operations on what sessions refer to, and on what anyone may read.

use super::operation::Described;
use forprev_core::{
    catalogue::Dispositif,
    certificate::PublicCertificate,
    endpoint as e,
    formateur::FormateurFound,
    organisation::{CaisseChoice, CommuneChoice, PublicOrganisation, register::RegisterEntry},
    parameters::ParametersOn,
    problem::Code,
    query::{CatalogueQuery, CommuneQuery, DirectoryQuery, FormateurQuery, OnQuery, PageQuery},
};

pub(super) fn operations() -> Vec<Described> {
    vec![
        Described::new(
            e::GET_PARAMETERS,
            "reference",
            "National parameters",
            "The figures that INRS edits, as they are in force on a day; today if none is given.",
        )
        .query::<OnQuery>()
        .answers::<ParametersOn>(200, "The parameters.")
        .refuses(&[Code::BadDate]),
        Described::new(
            e::LIST_DISPOSITIFS,
            "reference",
            "Catalogue",
            "The dispositifs with their levels and certificates, as they are in force on a day; today if none is given.",
        )
        .query::<CatalogueQuery>()
        .lists::<Dispositif>("The dispositifs.")
        .refuses(&[Code::BadCursor, Code::BadChoice, Code::BadDate]),
        Described::new(e::LIST_CAISSES, "reference", "Caisses", "O1: all of them, by code.")
            .query::<PageQuery>()
            .lists::<CaisseChoice>("The caisses.")
            .refuses(&[Code::BadCursor, Code::BadChoice]),
        Described::new(
            e::LIST_COMMUNES,
            "reference",
            "Communes",
            "O1: the communes of a postal code, or those whose name begins so. One postal code can hold several.",
        )
        .query::<CommuneQuery>()
        .lists::<CommuneChoice>("The communes.")
        .refuses(&[
            Code::BadCursor,
            Code::BadChoice,
            Code::Required,
            Code::BadFormat,
            Code::TooLong,
            Code::ControlCharacter,
        ]),
        Described::new(
            e::GET_COMPANY,
            "reference",
            "An establishment in the register of companies",
            "B19: what the public register says of a SIRET, to fill a form in; it may be a day old. A closed establishment \
             is told so. Answers within two seconds: `register.unreachable` where the register does not, and the form is \
             filled in by hand. 30 a minute.",
        )
        .answers::<RegisterEntry>(200, "The establishment. What the firm does not let the register tell is left out.")
        .answers_for_all()
        .refuses(&[Code::SiretInvalid, Code::RegisterUnknownSiret, Code::RegisterUnreachable]),
        Described::new(
            e::LIST_FORMATEURS,
            "reference",
            "Formateurs",
            "By number, anyone; by name, those who led a session of the organisation. With a habilitation and a day, \
             whether they are qualified (S4), and why not.",
        )
        .query::<FormateurQuery>()
        .lists::<FormateurFound>("The formateurs.")
        .refuses(&[Code::BadCursor, Code::BadChoice, Code::Required, Code::BadFormat, Code::BadDate, Code::TooLong, Code::ControlCharacter, Code::NotFound]),
        Described::new(
            e::LIST_PUBLIC_ORGANISATIONS,
            "public",
            "Public directory",
            "O5: the organisations that agreed to be published and have a valid habilitation, with what they agreed \
             to publish. CSV by `Accept: text/csv`. `ETag` tells each change; `Last-Modified` goes by seconds.",
        )
        .query::<DirectoryQuery>()
        .lists::<PublicOrganisation>("A page of organisations; as CSV, all of them, a line for each habilitation.")
        .or_text("text/csv")
        .nothing(304, "Nothing changed since `If-None-Match`, or, without it, since `If-Modified-Since`.")
        .refuses(&[Code::BadCursor, Code::BadChoice, Code::TooLong, Code::ControlCharacter]),
        Described::new(
            e::GET_PUBLIC_CERTIFICATE,
            "public",
            "Status of a certificate",
            "`valid`, `expired`, `revoked` or `unknown`; never a name. Its authenticity, the signed code proves.",
        )
        .answers::<PublicCertificate>(200, "The status; `unknown` for a number that nobody gave.")
        .answers_for_all(),
        Described::new(
            e::GET_JWKS,
            "public",
            "Keys that sign certificates",
            "Ed25519 public keys as JWKS (RFC 8037), retired ones included. Also at `/api/v1/.well-known/jwks.json`.",
        )
        .object("application/jwk-set+json", "The keys."),
    ]
}
