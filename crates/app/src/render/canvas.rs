//! Drawing on a page: what is content is tagged, all else is an artifact.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag, TagGroup, TagKind};

use super::text::{Block, Line};

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ink(pub(super) u8, pub(super) u8, pub(super) u8);

impl Ink {
    fn fill(self) -> Fill {
        let color = rgb::Color::new(self.0, self.1, self.2);
        Fill { paint: color.into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
    }

    fn stroke(self, width: f32) -> Stroke {
        let color = rgb::Color::new(self.0, self.1, self.2);
        Stroke { paint: color.into(), width, ..Stroke::default() }
    }
}

/// Where lines stand in the width that they are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// Where a block of text goes, in points from the top left corner of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) x: f32,
    pub(super) top: f32,
    pub(super) width: f32,
    pub(super) align: Align,
}

/// The part of an em between the top of a line and its baseline, once the leading is shared out.
const ASCENT: f32 = 0.78;

/// A page being drawn.
pub(super) struct Canvas<'page, 'document> {
    pub(super) surface: &'page mut Surface<'document>,
}

impl Canvas<'_, '_> {
    /// Draws what has no meaning of its own.
    pub(super) fn decorate(&mut self, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        draw(self);
        self.surface.end_tagged();
    }

    /// Fills a path.
    pub(super) fn fill(&mut self, path: Option<Path>, ink: Ink) {
        if let Some(path) = path {
            self.surface.set_stroke(None);
            self.surface.set_fill(Some(ink.fill()));
            self.surface.draw_path(&path);
        }
    }

    /// Strokes a path.
    pub(super) fn stroke(&mut self, path: Option<Path>, width: f32, ink: Ink) {
        if let Some(path) = path {
            self.surface.set_fill(None);
            self.surface.set_stroke(Some(ink.stroke(width)));
            self.surface.draw_path(&path);
            self.surface.set_stroke(None);
        }
    }

    /// Draws a horizontal line.
    pub(super) fn rule(&mut self, x: f32, y: f32, width: f32, thickness: f32, ink: Ink) {
        let mut path = PathBuilder::new();
        path.move_to(x, y);
        path.line_to(x + width, y);
        self.stroke(path.finish(), thickness, ink);
    }

    /// Draws a block of text and returns its structure element.
    pub(super) fn text(
        &mut self,
        tag: impl Into<TagKind>,
        block: &Block,
        place: Place,
        ink: Ink,
    ) -> TagGroup {
        let mut tag = tag.into();
        if let Some(original) = &block.shaped.original {
            // What is read aloud and searched is the text, not what the face could show of it.
            tag.as_any_mut().set_actual_text(Some(original.clone()));
        }
        let mut group = TagGroup::new(tag);
        self.surface.set_fill(Some(ink.fill()));
        for (index, line) in block.lines.iter().enumerate() {
            let top = place.top + index as f32 * block.leading;
            let baseline = top + (block.leading - block.size) / 2.0 + ASCENT * block.size;
            let free = place.width - line.width * block.size;
            let x = match place.align {
                Align::Left => place.x,
                Align::Centre => place.x + free / 2.0,
                Align::Right => place.x + free,
            };
            let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            self.line(block, line, x, baseline);
            self.surface.end_tagged();
            group.push(id);
        }
        group
    }

    fn line(&mut self, block: &Block, line: &Line, x: f32, baseline: f32) {
        let shaped = &block.shaped;
        let glyphs = shaped.glyphs.get(line.glyphs.clone()).unwrap_or_default();
        let font = shaped.face.font.clone();
        self.surface.draw_glyphs(Point::from_xy(x, baseline), glyphs, font, &shaped.text, block.size, false);
    }
}

/// A rectangle with rounded corners.
pub(super) fn rounded(rect: Rect, radius: f32) -> Option<Path> {
    corners(rect, radius, 0.552_285)
}

/// A rectangle whose corners are cut by a quarter of a circle, like an old ticket.
pub(super) fn notched(rect: Rect, radius: f32) -> Option<Path> {
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let (r, k) = (radius, radius * (1.0 - 0.552_285));
    let near = r - k;
    let mut path = PathBuilder::new();
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.cubic_to(right - r, top + near, right - near, top + r, right, top + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right - near, bottom - r, right - r, bottom - near, right - r, bottom);
    path.line_to(left + r, bottom);
    path.cubic_to(left + r, bottom - near, left + near, bottom - r, left, bottom - r);
    path.line_to(left, top + r);
    path.cubic_to(left + near, top + r, left + r, top + near, left + r, top);
    path.close();
    path.finish()
}

fn corners(rect: Rect, r: f32, bend: f32) -> Option<Path> {
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let k = r * (1.0 - bend);
    let mut path = PathBuilder::new();
    path.move_to(left + r, top);
    path.line_to(right - r, top);
    path.cubic_to(right - k, top, right, top + k, right, top + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(left + r, bottom);
    path.cubic_to(left + k, bottom, left, bottom - k, left, bottom - r);
    path.line_to(left, top + r);
    path.cubic_to(left, top + k, left + k, top, left + r, top);
    path.close();
    path.finish()
}
