//! Documents drawn by the server: certificates as PDF, and the archives that carry them.

pub mod archive;
pub mod certificate;
pub mod letter;

mod canvas;
mod fonts;
mod qr;
mod text;
