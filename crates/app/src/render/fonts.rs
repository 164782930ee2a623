//! The fonts that documents embed, read once per process.

use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, ShapePlan, UnicodeBuffer, script};
use unicode_normalization::char::decompose_compatible;

use super::certificate::RenderError;
use super::text::Shaped;

/// A face, ready to shape text and to be embedded.
pub(super) struct Face {
    pub(super) font: Font,
    shaper: rustybuzz::Face<'static>,
    plan: ShapePlan,
    units_per_em: f32,
    /// The texts that every document has, shaped.
    pub(super) constants: RwLock<HashMap<&'static str, Shaped>>,
}

/// What stands for a letter that a face lacks.
const MISSING: char = '\u{FFFD}';

/// The two faces of a document.
pub(super) struct Fonts {
    /// Running text.
    pub(super) text: Face,
    /// Titles, and the holder's name.
    pub(super) display: Face,
}

/// The file of the face of running text.
pub(super) const TEXT: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
/// The file of the face of titles.
pub(super) const DISPLAY: &[u8] = include_bytes!("../../assets/fonts/NotoSerifDisplay-SemiBold.ttf");

static FONTS: LazyLock<Option<Fonts>> =
    LazyLock::new(|| Some(Fonts { text: Face::read(TEXT)?, display: Face::read(DISPLAY)? }));

/// The faces, read at the first call.
///
/// # Errors
/// [`RenderError::Fonts`] when the files built into the program are not fonts.
pub(super) fn fonts() -> Result<&'static Fonts, RenderError> {
    FONTS.as_ref().ok_or(RenderError::Fonts)
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let shaper = rustybuzz::Face::from_slice(bytes, 0)?;
        // Names are Latin; Greek and Cyrillic ones need no more than their letters, which this plan gives too.
        let plan = ShapePlan::new(&shaper, Direction::LeftToRight, Some(script::LATIN), None, &[]);
        let font = Font::new(bytes.into(), 0)?;
        let units_per_em = font.units_per_em();
        Some(Self { font, shaper, plan, units_per_em, constants: RwLock::default() })
    }

    fn has(&self, letter: char) -> bool {
        self.shaper.glyph_index(letter).is_some_and(|glyph| glyph.0 != 0)
    }

    /// The text as this face can show it: letters that it lacks give way to their plain form (`Ａ` to `A`), else to
    /// the mark of a missing letter. Invisible characters are left out.
    pub(super) fn showable(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        for letter in text.chars() {
            if letter.is_control() || is_invisible(letter) {
                continue;
            }
            if self.has(letter) {
                shown.push(letter);
                continue;
            }
            let mut plain = String::new();
            decompose_compatible(letter, |part| plain.push(part));
            if !plain.is_empty() && plain.chars().all(|part| self.has(part)) {
                shown.push_str(&plain);
            } else {
                shown.push(MISSING);
            }
        }
        shown
    }

    /// The glyphs of a text that [`Self::showable`] returned; lengths in ems.
    pub(super) fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
        let shaped = rustybuzz::shape_with_plan(&self.shaper, &self.plan, buffer);
        let infos = shaped.glyph_infos();
        let ems = |units: i32| units as f32 / self.units_per_em;
        let mut glyphs = Vec::with_capacity(infos.len());
        for (index, (info, place)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
            let start = info.cluster as usize;
            // A cluster ends where the next one begins.
            let rest = infos.iter().skip(index + 1);
            let end = rest.map(|next| next.cluster as usize).find(|next| *next != start);
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                ems(place.x_advance),
                ems(place.x_offset),
                ems(place.y_offset),
                ems(place.y_advance),
                start..end.unwrap_or(text.len()),
                None,
            ));
        }
        glyphs
    }
}

/// Characters that show nothing, and that a PDF/A must not map a glyph to.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{34F}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}')
}
