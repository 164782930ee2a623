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

/// The penalty of a masked code (ISO/IEC 18004, 7.8.3).
pub(super) fn penalty(modules: &[Color], width: usize) -> u32 {
    let rows: Vec<bool> = modules.iter().map(|module| *module == Color::Dark).collect();
    let mut columns = Vec::with_capacity(rows.len());
    for x in 0..width {
        columns.extend(rows.iter().skip(x).step_by(width.max(1)));
    }
    let lines = |modules: &[bool]| modules.chunks_exact(width.max(1)).map(line).sum::<u32>();
    lines(&rows) + lines(&columns) + blocks(&rows, width) + imbalance(&rows)
}

/// Runs of five and more modules of one colour, and what looks like a finder pattern with light modules on a side.
fn line(modules: &[bool]) -> u32 {
    const BEFORE: u16 = 0b000_0101_1101;
    const AFTER: u16 = 0b101_1101_0000;
    let (mut penalty, mut run, mut last, mut seen) = (0, 0, None, 0_u16);
    for (index, module) in modules.iter().enumerate() {
        run = if last == Some(*module) { run + 1 } else { 1 };
        last = Some(*module);
        penalty += match run {
            5 => 3,
            6.. => 1,
            _ => 0,
        };
        seen = ((seen << 1) | u16::from(*module)) & 0b111_1111_1111;
        if index >= 10 && (seen == BEFORE || seen == AFTER) {
            penalty += 40;
        }
    }
    penalty
}

/// Squares of two by two modules of one colour.
fn blocks(modules: &[bool], width: usize) -> u32 {
    let rows = || modules.chunks_exact(width.max(1));
    rows()
        .zip(rows().skip(1))
        .map(|(upper, lower)| {
            let pairs = upper.windows(2).zip(lower.windows(2));
            pairs.map(|(a, b)| u32::from(a == b && a.first() == a.last()) * 3).sum::<u32>()
        })
        .sum()
}

/// How far the share of dark modules is from a half, in steps of five hundredths.
fn imbalance(modules: &[bool]) -> u32 {
    let dark = modules.iter().filter(|module| **module).count();
    let percent = dark * 100 / modules.len().max(1);
    u32::try_from(percent.abs_diff(50) / 5 * 10).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<bool> {
        text.chars().map(|c| c == '#').collect()
    }

    #[test]
    fn penalties_are_those_of_the_standard() {
        assert_eq!(line(&of("#####")), 3);
        assert_eq!(line(&of("#######.")), 5);
        assert_eq!(line(&of("#.###.#....")), 40);
        assert_eq!(line(&of("....#.###.#")), 40);
        assert_eq!(line(&of("...#.###.#.")), 0);
        assert_eq!(blocks(&of("##.##..##"), 3), 3);
        assert_eq!(blocks(&of("#########"), 3), 12);
        assert_eq!(imbalance(&of("##..")), 0);
        assert_eq!(imbalance(&of("###.")), 50);
    }
}
