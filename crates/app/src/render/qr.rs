//! The QR code of a certificate.

mod mask;

use std::sync::Arc;

use krilla::image::{BitsPerComponent, CustomImage, Image, ImageColorspace};
use qrcode::bits::Bits;
use qrcode::types::{EcLevel, QrError, Version};

use super::certificate::RenderError;

/// Points in a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

/// The smallest module that cameras read from paper.
pub(super) const SMALLEST_MODULE: f32 = 0.38 * MM;

/// The largest side of a code on paper, without the quiet zone of four modules that surrounds it.
pub(super) const LARGEST_SIDE: f32 = 45.0 * MM;

/// The side wished for: modules are as large as this allows.
const SIDE: f32 = 40.0 * MM;

/// Points of the picture along the side of a module: so many that modules stay alike wide on a coarse screen.
const POINTS: usize = 3;

/// A code, ready to be drawn.
pub(super) struct Qr {
    rows: Vec<mask::Line>,
    /// What it can repair. M, but for contents that would be too large with it.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    pub(super) level: EcLevel,
}

impl Qr {
    /// The code of an address and of the signed code in its fragment.
    ///
    /// The address is written in byte mode, the signed code in alphanumeric mode, a third shorter: a camera shows
    /// their concatenation. Level M is taken as long as the code keeps its smallest module within its largest side.
    /// The longest names written with letters of three bytes each go beyond; for them a code of level L, which has
    /// fewer modules, is read better than a larger one, or one of smaller modules.
    ///
    /// # Errors
    /// [`QrError`] when the content is longer than a code of these measures holds, or the signed code is not of capitals and digits.
    pub(super) fn new(address: &str, signed_code: &str) -> Result<Self, QrError> {
        // Alphanumeric mode takes any other character for a 0 without a word.
        if !signed_code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
            return Err(QrError::InvalidCharacter);
        }
        let at_level = |level| smallest(address, signed_code, level);
        match at_level(EcLevel::M) {
            Ok((version, bits)) if fits(version) => Self::of(bits, EcLevel::M),
            _ => match at_level(EcLevel::L)? {
                (version, bits) if fits(version) => Self::of(bits, EcLevel::L),
                _ => Err(QrError::DataTooLong),
            },
        }
    }

    fn of(bits: Bits, level: EcLevel) -> Result<Self, QrError> {
        Ok(Self { rows: mask::rows(bits, level)?, level })
    }

    /// The number of modules of a side, without the quiet zone.
    pub(super) fn modules(&self) -> usize {
        self.rows.len()
    }

    /// The side of a module on paper, in points.
    pub(super) fn module(&self) -> f32 {
        let modules = self.modules() as f32;
        (SIDE / modules).max(SMALLEST_MODULE).min(LARGEST_SIDE / modules)
    }

    /// The code as a picture. (As a path its thousand corners took a quarter of the time of a certificate, and of its
    /// bytes.)
    ///
    /// # Errors
    /// [`RenderError::Document`], which does not come: a code of modules is a picture.
    pub(super) fn picture(&self) -> Result<Image, RenderError> {
        let width = self.modules() * POINTS;
        let side = u32::try_from(width).unwrap_or_default();
        let mut grey = Vec::with_capacity(width * width);
        for row in &self.rows {
            let start = grey.len();
            for module in 0..self.modules() {
                let shade = if row >> module & 1 == 1 { 0 } else { u8::MAX };
                grey.extend([shade; POINTS]);
            }
            for _ in 1..POINTS {
                grey.extend_from_within(start..start + width);
            }
        }
        Image::from_custom(Modules { side, grey: grey.into() }, false).map_err(RenderError::Document)
    }
}

/// Modules as shades of grey, row by row.
#[derive(Clone, Hash)]
struct Modules {
    side: u32,
    grey: Arc<[u8]>,
}

impl CustomImage for Modules {
    fn color_channel(&self) -> &[u8] {
        &self.grey
    }

    fn alpha_channel(&self) -> Option<&[u8]> {
        None
    }

    fn bits_per_component(&self) -> BitsPerComponent {
        BitsPerComponent::Eight
    }

    fn size(&self) -> (u32, u32) {
        (self.side, self.side)
    }

    fn icc_profile(&self) -> Option<&[u8]> {
        None
    }

    fn color_space(&self) -> ImageColorspace {
        ImageColorspace::Luma
    }
}

fn fits(version: Version) -> bool {
    f32::from(version.width()) * SMALLEST_MODULE <= LARGEST_SIDE
}

/// The smallest version that holds the content at a level, and the content's bits.
fn smallest(address: &str, signed_code: &str, level: EcLevel) -> Result<(Version, Bits), QrError> {
    for version in (1..=40).map(Version::Normal) {
        let mut bits = Bits::new(version);
        // A length that does not fit its field belongs to a larger version.
        if bits.push_byte_data(address.as_bytes()).is_err()
            || bits.push_alphanumeric_data(signed_code.as_bytes()).is_err()
            || bits.len() > bits.max_len(level)?
        {
            continue;
        }
        bits.push_terminator(level)?;
        return Ok((version, bits));
    }
    Err(QrError::DataTooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://forprev.example/verifier#";

    /// A code as long as one that signs so many bytes: with a signature, headers and every field, names of so many
    /// bytes take about 190 more.
    fn code(names: usize) -> String {
        let length = ((names + 190) * 8).div_ceil(5);
        "FP1".chars().chain("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".chars().cycle().take(length)).collect()
    }

    #[test]
    fn a_code_is_of_level_m_and_within_its_measures_for_names_of_two_bytes_a_letter() {
        // Names and organisation of the longest: 80 + 80 + 120 letters, of one byte each, then of two.
        for (names, modules) in [(40, 69), (280, 89), (560, 113)] {
            let qr = Qr::new(ADDRESS, &code(names)).unwrap();
            assert_eq!((qr.modules(), qr.level), (modules, EcLevel::M));
            assert!(qr.module() >= SMALLEST_MODULE);
            assert!(qr.module() * modules as f32 <= LARGEST_SIDE + 0.001);
        }
    }

    #[test]
    fn a_code_of_the_longest_names_of_three_bytes_a_letter_gives_up_level_m_and_no_measure() {
        let qr = Qr::new(ADDRESS, &code(840)).unwrap();
        assert_eq!((qr.modules(), qr.level), (113, EcLevel::L));
        assert!(qr.module() >= SMALLEST_MODULE);
        assert!(qr.module() * 113.0 <= LARGEST_SIDE + 0.001);
    }

    #[test]
    fn what_is_no_signed_code_makes_no_qr_code() {
        assert!(matches!(Qr::new(ADDRESS, "FP1é"), Err(QrError::InvalidCharacter)));
        assert!(matches!(Qr::new(ADDRESS, &"A".repeat(5_000)), Err(QrError::DataTooLong)));
    }
}
