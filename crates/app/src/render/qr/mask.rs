//! The choice of a mask, which keeps a QR code free of patterns that readers stumble over.
//!
//! The library chooses as well, but module by module and anew for each code: it took half of the time of a
//! certificate. Here it draws each mask once for each size of code; a code is then laid over it, a line at a time.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::types::{Color, EcLevel, QrError, Version};

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// A row or a column, a bit for each module, the first one lowest, dark ones set: a code that fits on a certificate
/// has no more of them.
pub(super) type Line = u128;

/// A code, or what is to be laid over one, by rows and by columns.
#[derive(Debug, PartialEq)]
struct Square {
    rows: Vec<Line>,
    columns: Vec<Line>,
}

/// What codes of one size and level have in common.
struct Size {
    /// Without data, without a mask.
    empty: Canvas,
    plain: Square,
    /// Without data, under each mask.
    masked: [Square; 8],
}

static SIZES: RwLock<BTreeMap<(i16, EcLevel), Arc<Size>>> = RwLock::new(BTreeMap::new());

/// The rows of the code of these bits, of 128 modules a side at the most, under the mask of the lowest penalty.
///
/// # Errors
/// [`QrError`] when the bits are too long for their version, or the code has more modules.
pub(super) fn rows(bits: Bits, level: EcLevel) -> Result<Vec<Line>, QrError> {
    let version = bits.version();
    if version.width() > 128 {
        return Err(QrError::InvalidVersion);
    }
    let (data, correction) = construct_codewords(&bits.into_bytes(), version, level)?;
    let size = size(version, level);
    let mut canvas = size.empty.clone();
    canvas.draw_data(&data, &correction);
    let data = square(canvas, version).over(&size.plain);
    let masked = size.masked.iter().map(|mask| data.over(mask));
    masked.min_by_key(Square::penalty).map(|square| square.rows).ok_or(QrError::InvalidVersion)
}

fn size(version: Version, level: EcLevel) -> Arc<Size> {
    let key = (version.width(), level);
    let known = SIZES.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    known.unwrap_or_else(|| {
        let mut empty = Canvas::new(version, level);
        empty.draw_all_functional_patterns();
        let under = |mask| {
            let mut canvas = empty.clone();
            canvas.apply_mask(mask);
            square(canvas, version)
        };
        let masked = MASKS.map(under);
        let size = Arc::new(Size { plain: square(empty.clone(), version), masked, empty });
        SIZES.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&size));
        size
    })
}

fn square(canvas: Canvas, version: Version) -> Square {
    Square::new(&canvas.into_colors(), usize::try_from(version.width()).unwrap_or_default())
}

impl Square {
    fn new(modules: &[Color], width: usize) -> Self {
        let (mut rows, mut columns) = (vec![0; width], vec![0; width]);
        // From the last module to the first, so that each finds the later ones of its lines shifted.
        for (modules, row) in modules.chunks(width.max(1)).zip(&mut rows).rev() {
            for (module, column) in modules.iter().zip(&mut columns).rev() {
                let dark = Line::from(*module == Color::Dark);
                *row = *row << 1 | dark;
                *column = *column << 1 | dark;
            }
        }
        Self { rows, columns }
    }

    /// Dark where one of the two is, and only one.
    fn over(&self, other: &Self) -> Self {
        let lines = |ours: &[Line], theirs: &[Line]| {
            ours.iter().zip(theirs).map(|(one, other)| one ^ other).collect()
        };
        Self { rows: lines(&self.rows, &other.rows), columns: lines(&self.columns, &other.columns) }
    }

    /// The penalty of a masked code (ISO/IEC 18004, 7.8.3).
    fn penalty(&self) -> u32 {
        let width = self.rows.len();
        let of_lines = |lines: &[Line]| lines.iter().map(|one| line(*one, width)).sum::<u32>();
        let dark = self.rows.iter().map(|row| row.count_ones()).sum();
        of_lines(&self.rows)
            + of_lines(&self.columns)
            + blocks(&self.rows, width)
            + imbalance(dark, width * width)
    }
}

/// As many bits as there are.
fn all(width: usize) -> Line {
    u32::try_from(width)
        .ok()
        .and_then(|width| Line::MAX.checked_shr(128_u32.saturating_sub(width)))
        .unwrap_or(0)
}

/// Runs of five and more modules of one colour, and what looks like a finder pattern with light modules on a side.
fn line(modules: Line, width: usize) -> u32 {
    const PATTERNS: [u16; 2] = [0b000_0101_1101, 0b101_1101_0000];
    let light = !modules & all(width);
    let runs = |of: Line| {
        // Where five begin. A run of n has n − 4 such places, and costs n − 2.
        let five = of & (of >> 1) & (of >> 2) & (of >> 3) & (of >> 4);
        five.count_ones() + 2 * (five & !(five << 1)).count_ones()
    };
    let looks_like = |pattern: u16| {
        let module = |place: u32| (if pattern >> place & 1 == 1 { modules } else { light }) >> place;
        (0..11).fold(Line::MAX, |found, place| found & module(place)).count_ones()
    };
    runs(modules) + runs(light) + PATTERNS.map(looks_like).into_iter().sum::<u32>() * 40
}

/// Squares of two by two modules of one colour.
fn blocks(rows: &[Line], width: usize) -> u32 {
    let pairs = rows.iter().zip(rows.iter().skip(1));
    let squares = pairs.map(|(upper, lower)| {
        let (beside, below) = (!(upper ^ (upper >> 1)), !(upper ^ lower));
        (beside & below & (below >> 1) & all(width.saturating_sub(1))).count_ones()
    });
    squares.sum::<u32>() * 3
}

/// How far the share of dark modules is from a half, in steps of five hundredths.
fn imbalance(dark: u32, modules: usize) -> u32 {
    let apart = (dark as usize * 2).abs_diff(modules);
    u32::try_from(apart * 10 / modules.max(1) * 10).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Color> {
        text.chars().map(|c| if c == '#' { Color::Dark } else { Color::Light }).collect()
    }

    #[test]
    fn penalties_are_those_of_the_standard() {
        let line = |text: &str| {
            let modules = of(text);
            let bits = modules.iter().rev().fold(0, |bits, one| bits << 1 | Line::from(*one == Color::Dark));
            super::line(bits, modules.len())
        };
        assert_eq!(line("#####"), 3);
        assert_eq!(line("#######."), 5);
        assert_eq!(line("#.###.#...."), 40);
        assert_eq!(line("....#.###.#"), 40);
        assert_eq!(line("...#.###.#."), 0);
        let blocks = |text: &str| super::blocks(&Square::new(&of(text), 3).rows, 3);
        assert_eq!(blocks("##.##..##"), 3);
        assert_eq!(blocks("#########"), 12);
        for (dark, points) in
            [(500, 0), (455, 0), (545, 0), (450, 10), (402, 10), (598, 10), (250, 50), (750, 50)]
        {
            assert_eq!(imbalance(dark, 1000), points, "{dark}");
        }
    }

    #[test]
    fn rows_and_columns_of_a_square() {
        let square = Square::new(&of("##..#...#"), 3);
        assert_eq!(square.rows, [0b011, 0b010, 0b100]);
        assert_eq!(square.columns, [0b001, 0b011, 0b100]);
    }

    #[test]
    fn the_code_is_the_best_of_those_that_the_library_draws() {
        for (number, level) in [(1, EcLevel::L), (2, EcLevel::M), (9, EcLevel::M), (27, EcLevel::L)] {
            let version = Version::Normal(number);
            for text in ["", "FORPREV", "00000000"] {
                let bits = || {
                    let mut bits = Bits::new(version);
                    bits.push_alphanumeric_data(text.as_bytes()).unwrap();
                    bits.push_terminator(level).unwrap();
                    bits
                };
                let (data, correction) = construct_codewords(&bits().into_bytes(), version, level).unwrap();
                let drawn = MASKS.map(|mask| {
                    let mut canvas = Canvas::new(version, level);
                    canvas.draw_all_functional_patterns();
                    canvas.draw_data(&data, &correction);
                    canvas.apply_mask(mask);
                    square(canvas, version)
                });
                let best = drawn.into_iter().min_by_key(Square::penalty).unwrap();
                assert_eq!(rows(bits(), level).unwrap(), best.rows, "{text} at {number}");
            }
        }
    }

    #[test]
    fn a_code_of_more_modules_than_a_line_holds_is_refused() {
        let mut bits = Bits::new(Version::Normal(28));
        bits.push_terminator(EcLevel::M).unwrap();
        assert!(rows(bits, EcLevel::M).is_err());
    }
}
