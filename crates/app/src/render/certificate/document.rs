//! The PDF around the pages: standards, metadata, structure, outline.

use chrono::{Datelike, NaiveDate};
use krilla::Document;
use krilla::SerializeSettings;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::TagTree;

use super::{CertificateSheet, RenderError, page, words};
use crate::render::fonts::fonts;

/// Draws one certificate, as a PDF of one page that is PDF/A-2a and PDF/UA-1.
///
/// The same sheet gives the same bytes each time. The signed code stands in the XMP metadata (`pdf:Keywords`),
/// which are not compressed, so that the file can be verified without its page being looked at.
///
/// # Errors
/// [`RenderError`] when the signed code fits no QR code, or the page would break one of the two standards.
pub fn render_certificate(sheet: &CertificateSheet) -> Result<Vec<u8>, RenderError> {
    render_certificates(std::slice::from_ref(sheet))
}

/// Draws several certificates as one PDF, a page each, in the order given.
///
/// The metadata of a file are about the whole of it: with more than one certificate they hold no signed code. Each
/// page is verified by its QR code, or by its link, where the codes stand uncompressed in the order of the pages.
///
/// # Errors
/// As [`render_certificate`].
pub fn render_certificates(sheets: &[CertificateSheet]) -> Result<Vec<u8>, RenderError> {
    let fonts = fonts()?;
    let mut document =
        Document::new_with(SerializeSettings { configuration: standards()?, ..Default::default() });
    let mut tags = TagTree::new();
    let mut outline = Outline::new();
    for (index, sheet) in sheets.iter().enumerate() {
        tags.push(page::draw(&mut document, fonts, sheet, index)?);
        let target = XyzDestination::new(index, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(words::holder(sheet), target));
    }
    document.set_tag_tree(tags);
    document.set_outline(outline);
    document.set_metadata(metadata(sheets));
    document.finish().map_err(|error| RenderError::Document(error.to_string()))
}

fn standards() -> Result<Configuration, RenderError> {
    ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| RenderError::Document(format!("{error:?}")))
}

fn metadata(sheets: &[CertificateSheet]) -> Metadata {
    let metadata = Metadata::new()
        .language("fr-FR".to_owned())
        .text_direction(TextDirection::LeftToRight)
        .creator("Forprev".to_owned())
        .producer("Forprev".to_owned());
    let last = sheets.iter().max_by_key(|sheet| sheet.generated_on);
    let metadata = match last {
        Some(sheet) => metadata
            .creation_date(midnight(sheet.generated_on))
            .authors(vec![plain(&sheet.organisation_name)]),
        None => metadata.creation_date(DateTime::new(1970)),
    };
    match sheets {
        [sheet] => metadata
            .title(plain(&format!("{} – {}", sheet.certificate_label, words::holder(sheet))))
            .description(plain(&format!(
                "Certificat n° {}, {}",
                sheet.certificate_number,
                words::level(sheet)
            )))
            .keywords(vec![sheet.signed_code.clone()])
            .document_id(sheet.certificate_number.clone()),
        _ => {
            let numbers: Vec<&str> = sheets.iter().map(|sheet| sheet.certificate_number.as_str()).collect();
            metadata.title(format!("{} certificats", sheets.len())).document_id(numbers.join(" "))
        }
    }
}

/// A text as metadata can hold it: XML has no control characters.
fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control() && !matches!(letter, '\u{FFFE}' | '\u{FFFF}')).collect()
}

fn midnight(day: NaiveDate) -> DateTime {
    let number = |value: u32| u8::try_from(value).unwrap_or(1);
    DateTime::new(u16::try_from(day.year()).unwrap_or(0))
        .month(number(day.month()))
        .day(number(day.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}
