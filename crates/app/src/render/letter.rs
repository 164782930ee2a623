//! A decision letter as PDF: text that flows over pages, laid out by genpdf. It is not tagged: the page of the letter
//! (`GET /letters/{id}`) says the same to who does not read PDFs.

use super::{certificate::RenderError, fonts};
use chrono::{DateTime, Utc};
use forprev_core::letter::{Block, LetterText};
use genpdf::{
    Alignment, Document, Element, Margins, SimplePageDecorator,
    elements::{Break, PaddedElement, Paragraph, UnorderedList},
    fonts::{FontData, FontFamily},
    style::{Effect, Style},
};
use lopdf::{Dictionary, Object, ObjectId, StringFormat};
use std::collections::HashMap;

/// Points, of running text.
const TEXT: u8 = 11;
/// Millimetres, around the page.
const MARGINS: (u8, u8, u8, u8) = (22, 22, 22, 25);

/// The letter as PDF: the same bytes for the same letter.
///
/// # Errors
/// [`RenderError::Fonts`], [`RenderError::Letter`].
pub fn letter(text: &LetterText, issuer: &str, at: DateTime<Utc>) -> Result<Vec<u8>, RenderError> {
    let failed = |error: genpdf::error::Error| RenderError::Letter(error.to_string());
    let mut document = Document::new(family()?);
    document.set_title(text.title.clone());
    document.set_font_size(TEXT);
    document.set_line_spacing(1.35);
    let (top, right, bottom, left) = MARGINS;
    let mut pages = SimplePageDecorator::new();
    pages.set_margins(Margins::trbl(top, right, bottom, left));
    let head = issuer.to_owned();
    pages.set_header(move |page| {
        let words = if page == 1 { head.clone() } else { format!("{head} — page {page}") };
        PaddedElement::new(
            Paragraph::new(words).aligned(Alignment::Left).styled(Style::new().with_font_size(9)),
            Margins::trbl(0, 0, 8, 0),
        )
    });
    document.set_page_decorator(pages);
    let title = Style::from(Effect::Bold).with_font_size(18);
    document.push(Paragraph::default().styled_string(text.title.clone(), title));
    document.push(Break::new(1.0));
    for block in &text.blocks {
        match block {
            Block::Heading(words) => {
                document.push(Break::new(0.4));
                let style = Style::from(Effect::Bold).with_font_size(13);
                document.push(Paragraph::default().styled_string(words.clone(), style));
            }
            Block::Paragraph(words) => document.push(Paragraph::new(words.clone())),
            Block::List(items) => {
                let mut list = UnorderedList::with_bullet("–");
                for item in items {
                    list.push(Paragraph::new(item.clone()));
                }
                document.push(list);
            }
        }
        document.push(Break::new(0.5));
    }
    let mut bytes = Vec::new();
    document.render(&mut bytes).map_err(failed)?;
    settled(&bytes, at)
}

/// genpdf wants four faces; a letter uses two.
fn family() -> Result<FontFamily<FontData>, RenderError> {
    let face = |bytes: &'static [u8]| FontData::new(bytes.to_vec(), None).map_err(|_| RenderError::Fonts);
    Ok(FontFamily {
        regular: face(fonts::TEXT)?,
        bold: face(fonts::DISPLAY)?,
        italic: face(fonts::TEXT)?,
        bold_italic: face(fonts::DISPLAY)?,
    })
}

/// The same document with each face once, compressed, in its language, and with nothing in it that changes from one time to
/// the next.
fn settled(bytes: &[u8], at: DateTime<Utc>) -> Result<Vec<u8>, RenderError> {
    let failed = |error: lopdf::Error| RenderError::Letter(error.to_string());
    let mut document = lopdf::Document::load_mem(bytes).map_err(failed)?;
    merge_same_streams(&mut document);
    let stamp = Object::String(at.format("D:%Y%m%d%H%M%SZ").to_string().into_bytes(), StringFormat::Literal);
    if let Some(info) = dictionary(&mut document, b"Info") {
        info.set("CreationDate", stamp.clone());
        info.set("ModDate", stamp);
        info.remove(b"Identifier");
    }
    if let Some(root) = dictionary(&mut document, b"Root") {
        root.set("Lang", Object::String(b"fr-FR".to_vec(), StringFormat::Literal));
        // Its metadata say when and by which program, once more and otherwise.
        root.remove(b"Metadata");
        // A profile of printing inks, larger than all else: a letter is black.
        root.remove(b"OutputIntents");
    }
    document.trailer.remove(b"ID");
    document.prune_objects();
    for object in document.objects.values_mut() {
        if let Ok(stream) = object.as_stream_mut() {
            stream.allows_compression = true;
        }
    }
    document.compress();
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|error| RenderError::Letter(error.to_string()))?;
    Ok(out)
}

fn dictionary<'a>(document: &'a mut lopdf::Document, of: &[u8]) -> Option<&'a mut Dictionary> {
    let id = document.trailer.get(of).and_then(Object::as_reference).ok()?;
    document.objects.get_mut(&id)?.as_dict_mut().ok()
}

/// Of streams that are the same, as a face that is written twice, one stays.
fn merge_same_streams(document: &mut lopdf::Document) {
    let mut first: HashMap<Vec<u8>, ObjectId> = HashMap::new();
    let mut instead: HashMap<ObjectId, ObjectId> = HashMap::new();
    for (id, object) in &document.objects {
        if let Ok(stream) = object.as_stream()
            && stream.content.len() > 1_000
        {
            let kept = *first.entry(stream.content.clone()).or_insert(*id);
            if kept != *id {
                instead.insert(*id, kept);
            }
        }
    }
    document.traverse_objects(|object| {
        if let Object::Reference(id) = object
            && let Some(kept) = instead.get(id)
        {
            *id = *kept;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use forprev_core::letter::{LetterKind, examples};

    #[test]
    fn the_same_letter_is_the_same_bytes_and_small() {
        let text = LetterText::of(LetterKind::Refusal.first_model(), &examples());
        let at = "2026-03-12T09:00:00Z".parse().unwrap();
        let one = letter(&text, "Commission nationale d’habilitation", at).unwrap();
        assert_eq!(one, letter(&text, "Commission nationale d’habilitation", at).unwrap());
        assert!(one.starts_with(b"%PDF-") && one.len() < 330_000, "{}", one.len());
    }
}
