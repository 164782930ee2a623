//! QR codes in pictures, and the signatures of certificates: what few pages need, in two workers, kept out of the
//! module that all load. What a code means is `forprev_core`'s.
//!
//! rxing's detector and decoder are called one by one: its ready-made reader brings the tables of every character
//! set with it, which more than doubles the module, and our codes are plain ASCII. It was chosen over rqrr, which
//! reads our codes (77 to 97 modules a side) in a quarter of slightly turned pictures at best, rxing in all of them.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

pub mod check;
pub mod worker;

use rxing::{
    Binarizer, Luma8LuminanceSource,
    common::{BitMatrix, DetectorRXingResult, GlobalHistogramBinarizer, HybridBinarizer},
    qrcode::cpp_port::{
        decoder::Decode,
        detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR},
    },
};

/// More pixels than that and a picture is made smaller by its sender.
pub const PIXELS_MAX: usize = 16_000_000;

/// The texts of the QR codes in a picture, each once. `pixels` is its brightness row by row, from 0 for black to 255
/// for white; `width` divides its length. Codes that are not text are left out.
#[must_use]
pub fn read(pixels: &[u8], width: usize) -> Vec<String> {
    let fits = width > 0 && pixels.len() <= PIXELS_MAX && pixels.len().is_multiple_of(width);
    let (Ok(wide), Ok(high)) = (u32::try_from(width), u32::try_from(pixels.len() / width.max(1))) else {
        return Vec::new();
    };
    if !fits || high == 0 {
        return Vec::new();
    }
    let source = || Luma8LuminanceSource::new(pixels.to_vec(), wide, high);
    // By neighbourhood, for uneven light; then as a whole, for small and even pictures.
    let by_part = HybridBinarizer::new(source());
    let found = by_part.get_black_matrix().map(texts_in).unwrap_or_default();
    if !found.is_empty() {
        return found;
    }
    let whole = GlobalHistogramBinarizer::new(source());
    whole.get_black_matrix().map(texts_in).unwrap_or_default()
}

fn texts_in(picture: &BitMatrix) -> Vec<String> {
    let mut texts = Vec::new();
    let mut corners = FindFinderPatterns(picture, true);
    for set in GenerateFinderPatternSets(&mut corners) {
        let Some(text) = text_of(picture, &set) else { continue };
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn text_of(
    picture: &BitMatrix,
    corners: &rxing::qrcode::cpp_port::detector::FinderPatternSet,
) -> Option<String> {
    let sampled = SampleQR(picture, corners).ok()?;
    let decoded =
        Decode(sampled.getBits()).ok().filter(rxing::common::cpp_essentials::DecoderResult::isValid)?;
    String::from_utf8(decoded.content().bytes().to_vec()).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
