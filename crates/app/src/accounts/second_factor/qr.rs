//! An `otpauth` address as a QR code, drawn in SVG: one path, a run of dark modules at a time.

use crate::Failure;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Modules of the quiet zone around a code (ISO/IEC 18004).
const QUIET: usize = 4;

/// The drawing of this text.
pub(super) fn svg(text: &str) -> Result<String, Failure> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|_| Failure::internal("an address is too long for a QR code"))?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, length) = (x + QUIET, y + QUIET, run.len());
                let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_a_quiet_zone_and_its_first_finder() {
        let drawn =
            svg("otpauth://totp/Forprev:JKA37899?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Forprev")
                .unwrap();
        assert!(drawn.starts_with("<svg "), "{drawn}");
        assert!(drawn.contains("d=\"M4 4h7v1h-7z"), "the upper left finder is seven wide: {drawn}");
    }
}
