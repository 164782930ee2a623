//! Certificates: generated once and all at once (S12), drawn on demand while they can be read (S14, C3), revoked (C7),
//! and checked by anyone.

mod download;
mod generate;
mod holder;
mod number;
mod public;
mod revoke;
mod sheet;

pub use download::{
    File, get_certificate_pdf, get_certificates_pdf, get_certificates_zip, list_certificates,
    list_my_certificates,
};
pub use generate::generate_certificates;
pub use public::get_public_certificate;
pub use revoke::revoke_certificate;
