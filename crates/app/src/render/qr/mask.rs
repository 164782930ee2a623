//! The choice of a mask, which keeps a QR code free of patterns that readers stumble over.
//!
//! The library chooses as well, but calls the allocator several times for each module and mask: it took half of the
//! time of a certificate.

use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::types::{Color, EcLevel, QrError};

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

/// The modules of the code of these bits, row by row, under the mask of the lowest penalty.
///
/// # Errors
/// [`QrError`] when the bits are too long for their version.
pub(super) fn modules(bits: Bits, level: EcLevel) -> Result<Vec<Color>, QrError> {
    let version = bits.version();
    let (data, correction) = construct_codewords(&bits.into_bytes(), version, level)?;
    let mut canvas = Canvas::new(version, level);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    let width = usize::try_from(version.width()).unwrap_or_default();
    let masked = MASKS.into_iter().map(|mask| {
        let mut canvas = canvas.clone();
        canvas.apply_mask(mask);
        canvas.into_colors()
    });
    masked.min_by_key(|modules| penalty(modules, width)).ok_or(QrError::InvalidVersion)
}

/// A row or a column, a bit for each module, dark ones set: a code that fits on a certificate has no more of them.
type Line = u128;

/// The penalty of a masked code (ISO/IEC 18004, 7.8.3), of 128 modules a side at the most.
pub(super) fn penalty(modules: &[Color], width: usize) -> u32 {
    let (rows, columns) = (lines(modules, width, 1), lines(modules, 1, width));
    let of_lines = |lines: &[Line]| lines.iter().map(|one| line(*one, width)).sum::<u32>();
    let dark = rows.iter().map(|row| row.count_ones()).sum();
    of_lines(&rows) + of_lines(&columns) + blocks(&rows, width) + imbalance(dark, modules.len())
}

/// The lines of a square: its modules stand `apart` from each other, and so do its lines.
fn lines(modules: &[Color], lines_apart: usize, apart: usize) -> Vec<Line> {
    let width = lines_apart.max(apart);
    let one = |first: usize| {
        let of_line = modules.iter().skip(first * lines_apart).step_by(apart.max(1)).take(width);
        of_line
            .enumerate()
            .fold(0, |line, (place, module)| line | (Line::from(*module == Color::Dark) << (place % 128)))
    };
    (0..width).map(one).collect()
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
    let percent = dark as usize * 100 / modules.max(1);
    u32::try_from(percent.abs_diff(50) / 5 * 10).unwrap_or_default()
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
        let blocks = |text: &str| super::blocks(&lines(&of(text), 3, 1), 3);
        assert_eq!(blocks("##.##..##"), 3);
        assert_eq!(blocks("#########"), 12);
        assert_eq!(imbalance(2, 4), 0);
        assert_eq!(imbalance(3, 4), 50);
    }

    #[test]
    fn rows_and_columns_of_a_square() {
        let square = of("##..#...#");
        assert_eq!(lines(&square, 3, 1), [0b011, 0b010, 0b100]);
        assert_eq!(lines(&square, 1, 3), [0b001, 0b011, 0b100]);
    }
}
