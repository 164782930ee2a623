//! The page from top to bottom: who certifies what, about whom, for how long, and how to verify it.

use std::num::NonZeroU16;

use krilla::Document;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla::tagging::{Tag, TagGroup, TagKind, kind};

use super::design::{self, ACCENT, INK, LEFT, PAGE_HEIGHT, PAGE_WIDTH, PALE, QUIET, WIDTH};
use super::verification::Verification;
use super::{CertificateSheet, RenderError, details, words};
use crate::render::canvas::{Align, Canvas, Ink, Place};
use crate::render::fonts::Fonts;
use crate::render::text::{Block, Room, Shaped};

/// Draws the page of a certificate and returns its structure.
///
/// # Errors
/// [`RenderError`] when the signed code fits no QR code.
pub(super) fn draw(
    document: &mut Document,
    fonts: &'static Fonts,
    sheet: &CertificateSheet,
    page_index: usize,
) -> Result<TagGroup, RenderError> {
    let size = Size::from_wh(PAGE_WIDTH, PAGE_HEIGHT)
        .ok_or_else(|| RenderError::Document("page size".to_owned()))?;
    let verification = Verification::new(fonts, sheet, page_index)?;
    let mut content = TagGroup::new(Tag::Section);

    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    let mut canvas = Canvas { surface: &mut surface };
    design::frame(&mut canvas);
    head(&mut canvas, fonts, sheet, &mut content);
    title(&mut canvas, fonts, sheet, &mut content);
    holder(&mut canvas, fonts, sheet, &mut content);
    details::draw(&mut canvas, fonts, sheet, &mut content);
    let address = verification.draw(&mut canvas, &mut content);
    surface.finish();
    content.push(verification.link(&mut page, address));
    page.finish();
    Ok(content)
}

fn head(
    canvas: &mut Canvas<'_, '_>,
    fonts: &'static Fonts,
    sheet: &CertificateSheet,
    content: &mut TagGroup,
) {
    design::mark(canvas, LEFT - 2.0, 58.0, 30.0);
    let name = Shaped::constant(&fonts.display, "Forprev").wrap(19.0, 120.0, 1.2);
    let place = Place { x: LEFT + 36.0, top: 61.5, width: 120.0, align: Align::Left };
    content.push(canvas.text(Tag::P, &name, place, ACCENT));

    let right = Place { x: LEFT + WIDTH - 260.0, top: 60.0, width: 260.0, align: Align::Right };
    let label = Shaped::constant(&fonts.text, "Certificat n°").wrap(8.0, right.width, 1.3);
    content.push(canvas.text(Tag::P, &label, right, QUIET));
    let room = Room { width: 260.0, height: 20.0, size: 11.0, one_line: 5.0, wrapped: 8.0, leading: 1.25 };
    let number = Shaped::new(&fonts.text, &sheet.certificate_number).fit(room);
    content.push(canvas.text(Tag::P, &number, Place { top: 71.0, ..right }, INK));
    canvas.decorate(|canvas| canvas.rule(LEFT, 100.0, WIDTH, 0.5, PALE));
}

fn title(
    canvas: &mut Canvas<'_, '_>,
    fonts: &'static Fonts,
    sheet: &CertificateSheet,
    content: &mut TagGroup,
) {
    let what = Shaped::constant(&fonts.display, "Certificat").wrap(15.0, WIDTH, 1.25);
    content.push(centred(canvas, Tag::P, what, 118.0, 20.0, INK));
    let room = Room { width: WIDTH, height: 28.0, size: 10.0, one_line: 8.5, wrapped: 9.5, leading: 1.4 };
    let scheme = Shaped::new(&fonts.text, &words::level(sheet)).fit(room);
    content.push(centred(canvas, Tag::P, scheme, 139.0, 28.0, QUIET));
    let room = Room { width: WIDTH, height: 66.0, size: 29.0, one_line: 21.0, wrapped: 25.0, leading: 1.25 };
    let label = Shaped::new(&fonts.display, &sheet.certificate_label).fit(room);
    let heading = heading(1, &sheet.certificate_label);
    content.push(centred(canvas, heading, label, 169.0, 66.0, ACCENT));
}

fn holder(
    canvas: &mut Canvas<'_, '_>,
    fonts: &'static Fonts,
    sheet: &CertificateSheet,
    content: &mut TagGroup,
) {
    let intro = Shaped::constant(&fonts.text, "délivré à").wrap(10.5, WIDTH, 1.3);
    content.push(centred(canvas, Tag::P, intro, 241.0, 16.0, QUIET));
    let room = Room { width: WIDTH, height: 72.0, size: 33.0, one_line: 20.0, wrapped: 24.0, leading: 1.32 };
    let name = words::holder(sheet);
    let block = Shaped::new(&fonts.display, &name).fit(room);
    content.push(centred(canvas, Tag::P, block, 256.0, 78.0, INK));
    let birth = Shaped::new(&fonts.text, &words::birth(sheet)).wrap(10.5, WIDTH, 1.3);
    content.push(centred(canvas, Tag::P, birth, 338.0, 16.0, QUIET));
    design::ornament(canvas, 372.0);
}

/// A heading, titled with its own text as PDF/UA asks; a title cannot be empty.
pub(super) fn heading(level: u16, text: &str) -> Tag<kind::Hn> {
    let title = if text.is_empty() { "Certificat" } else { text };
    Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(title.to_owned()))
}

/// Draws a block in the middle of a band across the page.
fn centred(
    canvas: &mut Canvas<'_, '_>,
    tag: impl Into<TagKind>,
    block: Block,
    top: f32,
    height: f32,
    ink: Ink,
) -> TagGroup {
    let top = top + (height - block.height()) / 2.0;
    canvas.text(tag, &block, Place { x: LEFT, top, width: WIDTH, align: Align::Centre }, ink)
}
