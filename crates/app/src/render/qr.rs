//! The QR code of a certificate.

use krilla::geom::{Path, PathBuilder};
use qrcode::bits::Bits;
use qrcode::types::{Color, EcLevel, QrError};
use qrcode::{QrCode, Version};

/// Points in a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

/// The smallest module that cameras read from paper.
pub(super) const SMALLEST_MODULE: f32 = 0.38 * MM;

/// The largest side of a code on paper, without the quiet zone of four modules that surrounds it.
pub(super) const LARGEST_SIDE: f32 = 45.0 * MM;

/// The side wished for: modules are as large as this allows.
const SIDE: f32 = 40.0 * MM;

/// A code, ready to be drawn.
pub(super) struct Qr {
    modules: Vec<Color>,
    width: usize,
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
    /// [`QrError`] when the content is longer than any code holds, or the signed code is not of capitals and digits.
    pub(super) fn new(address: &str, signed_code: &str) -> Result<Self, QrError> {
        // Alphanumeric mode takes any other character for a 0 without a word.
        if !signed_code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
            return Err(QrError::InvalidCharacter);
        }
        let at_level = |level| smallest(address, signed_code, level);
        match at_level(EcLevel::M) {
            Ok((version, bits)) if fits(version) => Self::of(bits, EcLevel::M),
            _ => at_level(EcLevel::L).and_then(|(_, bits)| Self::of(bits, EcLevel::L)),
        }
    }

    fn of(bits: Bits, level: EcLevel) -> Result<Self, QrError> {
        let code = QrCode::with_bits(bits, level)?;
        let width = code.width();
        Ok(Self { modules: code.into_colors(), width, level })
    }

    /// The number of modules of a side, without the quiet zone.
    pub(super) fn modules(&self) -> usize {
        self.width
    }

    /// The side of a module on paper, in points.
    pub(super) fn module(&self) -> f32 {
        let modules = self.width as f32;
        (SIDE / modules).max(SMALLEST_MODULE).min(LARGEST_SIDE / modules)
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && self.modules.get(y * self.width + x) == Some(&Color::Dark)
    }

    /// The outlines of the dark modules, each one unit wide: fewer points than a rectangle for each run, and no
    /// inner edge that a viewer could let shine through.
    pub(super) fn path(&self) -> Option<Path> {
        let mut outline = Outline::around(self);
        let mut path = PathBuilder::new();
        while let Some((start, heading)) = outline.first() {
            let (mut at, mut heading) = (start, heading);
            path.move_to(at.0 as f32, at.1 as f32);
            loop {
                at = heading.step(at);
                let Some(next) = outline.leave(at, heading) else { break };
                if next != heading {
                    path.line_to(at.0 as f32, at.1 as f32);
                }
                heading = next;
            }
            path.close();
        }
        path.finish()
    }
}

/// A way along the grid between modules; the dark module is on its right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    Right,
    Down,
    Left,
    Up,
}

impl Heading {
    fn bit(self) -> u8 {
        1 << self as u8
    }

    fn step(self, (x, y): (usize, usize)) -> (usize, usize) {
        match self {
            Self::Right => (x + 1, y),
            Self::Down => (x, y + 1),
            Self::Left => (x.saturating_sub(1), y),
            Self::Up => (x, y.saturating_sub(1)),
        }
    }

    /// Straight on last: at the corner that two dark modules share, either turn gives the same surface.
    fn next(self) -> [Self; 3] {
        match self {
            Self::Right => [Self::Down, Self::Up, Self::Right],
            Self::Down => [Self::Left, Self::Right, Self::Down],
            Self::Left => [Self::Up, Self::Down, Self::Left],
            Self::Up => [Self::Right, Self::Left, Self::Up],
        }
    }
}

/// For each point of the grid, the ways along the edge of a dark module that start there and are still to be drawn.
struct Outline {
    ways: Vec<u8>,
    width: usize,
    searched: usize,
}

impl Outline {
    fn around(qr: &Qr) -> Self {
        let width = qr.width + 1;
        let mut outline = Self { ways: vec![0; width * width], width, searched: 0 };
        for (y, x) in (0..qr.width).flat_map(|y| (0..qr.width).map(move |x| (y, x))) {
            if !qr.is_dark(x, y) {
                continue;
            }
            let above = y.checked_sub(1).is_some_and(|y| qr.is_dark(x, y));
            let before = x.checked_sub(1).is_some_and(|x| qr.is_dark(x, y));
            outline.add((x, y), Heading::Right, above);
            outline.add((x + 1, y), Heading::Down, qr.is_dark(x + 1, y));
            outline.add((x + 1, y + 1), Heading::Left, qr.is_dark(x, y + 1));
            outline.add((x, y + 1), Heading::Up, before);
        }
        outline
    }

    fn add(&mut self, at: (usize, usize), heading: Heading, inner: bool) {
        if let (false, Some(ways)) = (inner, self.ways.get_mut(at.1 * self.width + at.0)) {
            *ways |= heading.bit();
        }
    }

    /// Takes the first way that is left, in reading order. It is at a corner: what begins highest begins rightwards
    /// or, around a hole, downwards.
    fn first(&mut self) -> Option<((usize, usize), Heading)> {
        let left = self.ways.iter().skip(self.searched).position(|ways| *ways != 0)?;
        self.searched += left;
        let at = (self.searched % self.width, self.searched / self.width);
        let heading = [Heading::Right, Heading::Down, Heading::Left, Heading::Up].into_iter();
        heading.into_iter().find_map(|heading| self.take(at, heading)).map(|heading| (at, heading))
    }

    /// Takes the way that goes on from a point; none is left where an outline comes back to its start.
    fn leave(&mut self, at: (usize, usize), heading: Heading) -> Option<Heading> {
        heading.next().into_iter().find_map(|next| self.take(at, next))
    }

    fn take(&mut self, at: (usize, usize), heading: Heading) -> Option<Heading> {
        let ways = self.ways.get_mut(at.1 * self.width + at.0)?;
        let there = *ways & heading.bit() != 0;
        *ways &= !heading.bit();
        there.then_some(heading)
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

    #[test]
    fn the_outline_goes_around_every_dark_module_once() {
        let qr = Qr::new(ADDRESS, &code(40)).unwrap();
        let mut outline = Outline::around(&qr);
        // Twice the surface inside, by the shoelace formula: holes count negative.
        let mut twice = 0_i64;
        while let Some((start, heading)) = outline.first() {
            let (mut at, mut way) = (start, heading);
            loop {
                let next = way.step(at);
                twice += at.0 as i64 * next.1 as i64 - next.0 as i64 * at.1 as i64;
                at = next;
                let Some(next) = outline.leave(at, way) else { break };
                way = next;
            }
            assert_eq!(at, start);
        }
        let dark = qr.modules.iter().filter(|module| **module == Color::Dark).count();
        assert_eq!(twice, 2 * dark as i64);
    }
}
