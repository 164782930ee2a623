//! What was learnt, when, where and with whom: a panel of three facts and four lines.

use krilla::geom::Rect;
use krilla::tagging::{ListNumbering, Tag, TagGroup};

use super::design::{INK, LEFT, PALE, QUIET, TINT, WIDTH};
use super::{CertificateSheet, words};
use crate::render::canvas::{Align, Canvas, Ink, Place, rounded};
use crate::render::fonts::{Face, Fonts};
use crate::render::text::{Block, Shaped};

const PANEL_TOP: f32 = 392.0;
const PANEL_PADDING: f32 = 14.0;
const LABEL_SIZE: f32 = 8.5;
const LABEL_WIDTH: f32 = 96.0;
const LEADING: f32 = 1.38;
/// The rows end here: below stands the verification.
const BOTTOM: f32 = 650.0;

/// Draws the panel and the rows as one list of terms.
pub(super) fn draw(
    canvas: &mut Canvas<'_, '_>,
    fonts: &'static Fonts,
    sheet: &CertificateSheet,
    content: &mut TagGroup,
) {
    let mut list = TagGroup::new(Tag::L(ListNumbering::None));
    let bottom = panel(canvas, fonts, sheet, &mut list);
    rows(canvas, fonts, sheet, bottom + 8.0, &mut list);
    content.push(list);
}

/// One term: its label, and what it says in one or two blocks.
fn item(canvas: &mut Canvas<'_, '_>, label: (&Block, Place), said: &[(&Block, Place, Ink)]) -> TagGroup {
    let mut item = TagGroup::new(Tag::LI);
    item.push(canvas.text(Tag::Lbl, label.0, label.1, QUIET));
    let mut body = TagGroup::new(Tag::LBody);
    for (block, place, ink) in said {
        body.push(canvas.text(Tag::P, block, *place, *ink));
    }
    item.push(body);
    item
}

fn panel(
    canvas: &mut Canvas<'_, '_>,
    fonts: &'static Fonts,
    sheet: &CertificateSheet,
    list: &mut TagGroup,
) -> f32 {
    let facts = [
        ("Formation", words::kind(sheet).to_owned()),
        ("Dates de formation", words::training_days(sheet)),
        ("Validité", words::validity(sheet)),
    ];
    let width = (WIDTH - 4.0 * PANEL_PADDING) / 3.0;
    let facts = facts.map(|(label, said)| {
        let label = Shaped::constant(&fonts.text, label).wrap(LABEL_SIZE, width, 1.3);
        (label, Shaped::new(&fonts.text, &said).wrap_evenly(10.75, width, LEADING))
    });
    let said = facts.iter().map(|(_, said)| said.height()).fold(0.0, f32::max);
    let height = 2.0 * PANEL_PADDING + LABEL_SIZE * 1.3 + 3.0 + said - 3.0;
    canvas.decorate(|canvas| {
        let ground = Rect::from_xywh(LEFT, PANEL_TOP, WIDTH, height);
        canvas.fill(ground.and_then(|rect| rounded(rect, 6.0)), TINT);
    });
    for (index, (label, said)) in facts.iter().enumerate() {
        let x = LEFT + PANEL_PADDING + index as f32 * (width + PANEL_PADDING);
        let top = PANEL_TOP + PANEL_PADDING - 2.0;
        let place = Place { x, top, width, align: Align::Left };
        let below = Place { top: top + LABEL_SIZE * 1.3 + 3.0, ..place };
        list.push(item(canvas, (label, place), &[(said, below, INK)]));
    }
    PANEL_TOP + height
}

/// A row laid out: its label, its text, and a second text below in a quieter ink.
struct Row {
    label: Block,
    said: Block,
    note: Option<Block>,
}

impl Row {
    fn height(&self) -> f32 {
        self.said.height() + self.note.as_ref().map_or(0.0, Block::height)
    }
}

fn rows(
    canvas: &mut Canvas<'_, '_>,
    fonts: &'static Fonts,
    sheet: &CertificateSheet,
    top: f32,
    list: &mut TagGroup,
) {
    let texts = [
        ("Lieu", sheet.place.clone(), None),
        ("Délivré par", sheet.organisation_name.clone(), Some(words::habilitation(sheet))),
        ("Formateur", sheet.formateur_name.clone(), None),
        ("Généré par", words::generation(sheet), None),
    ];
    let room = BOTTOM - top;
    // All rows shrink together, so that they look alike, until they fit with some air between them.
    let (mut size, mut air) = (10.5, 24.0);
    let mut rows = lay_out(fonts, &texts, size);
    while total(&rows, air) > room && size > 3.0 {
        if air > 8.0 {
            air -= 2.0;
        } else {
            size -= 0.25;
            rows = lay_out(fonts, &texts, size);
        }
    }
    let mut y = top;
    for (index, row) in rows.iter().enumerate() {
        if index > 0 {
            canvas.decorate(|canvas| canvas.rule(LEFT, y, WIDTH, 0.5, PALE));
        }
        let first = y + air / 2.0;
        let x = LEFT + PANEL_PADDING;
        // On the baseline of the first line of its text.
        let lift = (row.said.leading - row.label.leading) / 2.0 + 0.28 * (row.said.size - row.label.size);
        let label = Place { x, top: first + lift, width: LABEL_WIDTH, align: Align::Left };
        let said = Place { x: x + LABEL_WIDTH, top: first, width: said_width(), align: Align::Left };
        let note = Place { top: first + row.said.height(), ..said };
        let mut blocks = vec![(&row.said, said, INK)];
        blocks.extend(row.note.as_ref().map(|block| (block, note, QUIET)));
        list.push(item(canvas, (&row.label, label), &blocks));
        y += row.height() + air;
    }
}

fn said_width() -> f32 {
    WIDTH - 2.0 * PANEL_PADDING - LABEL_WIDTH
}

fn total(rows: &[Row], air: f32) -> f32 {
    rows.iter().map(|row| row.height() + air).sum()
}

fn lay_out(
    fonts: &'static Fonts,
    texts: &[(&'static str, String, Option<String>); 4],
    size: f32,
) -> Vec<Row> {
    let block = |face: &'static Face, text: &str, size: f32| {
        Shaped::new(face, text).wrap(size, said_width(), LEADING)
    };
    texts
        .iter()
        .map(|(label, said, note)| Row {
            label: Shaped::constant(&fonts.text, label).wrap(LABEL_SIZE.min(size), LABEL_WIDTH, 1.3),
            said: block(&fonts.text, said, size),
            note: note.as_ref().map(|text| block(&fonts.text, text, (size - 1.25).max(3.0))),
        })
        .collect()
}
