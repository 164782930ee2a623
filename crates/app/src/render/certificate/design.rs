//! The look of a certificate: measures, colours, frame and mark.

use krilla::geom::{PathBuilder, Rect};

use crate::render::canvas::{Canvas, Ink, notched};

/// Width of an A4 page, in points.
pub(super) const PAGE_WIDTH: f32 = 595.276;
/// Height of an A4 page, in points.
pub(super) const PAGE_HEIGHT: f32 = 841.89;
/// Left edge of what is printed inside the frame.
pub(super) const LEFT: f32 = 70.0;
/// Width of what is printed inside the frame.
pub(super) const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;

/// Text.
pub(super) const INK: Ink = Ink(0x15, 0x2B, 0x36);
/// Labels and what is read last; 6.3:1 on white.
pub(super) const QUIET: Ink = Ink(0x4A, 0x61, 0x6D);
/// Titles and marks; 7:1 on white.
pub(super) const ACCENT: Ink = Ink(0x0E, 0x5A, 0x66);
/// Hairlines.
pub(super) const PALE: Ink = Ink(0xC6, 0xD5, 0xD9);
/// Ground of the panel.
pub(super) const TINT: Ink = Ink(0xEE, 0xF4, 0xF5);
/// A touch of warmth, for decoration only.
pub(super) const WARM: Ink = Ink(0xC2, 0x8A, 0x3D);

/// The frame around the page.
pub(super) fn frame(canvas: &mut Canvas<'_, '_>) {
    let inset = |by: f32| Rect::from_ltrb(by, by, PAGE_WIDTH - by, PAGE_HEIGHT - by);
    canvas.decorate(|canvas| {
        canvas.stroke(inset(24.0).and_then(|rect| notched(rect, 16.0)), 1.4, ACCENT);
        canvas.stroke(inset(29.0).and_then(|rect| notched(rect, 15.0)), 0.5, PALE);
    });
}

/// The mark of Forprev: a tick in a shield.
pub(super) fn mark(canvas: &mut Canvas<'_, '_>, x: f32, y: f32, size: f32) {
    let at = |u: f32, v: f32| (x + u * size, y + v * size);
    let mut shield = PathBuilder::new();
    let mut tick = PathBuilder::new();
    let (from, to) = (at(0.5, 0.0), at(0.92, 0.14));
    shield.move_to(from.0, from.1);
    shield.line_to(to.0, to.1);
    let (a, b, c) = (at(0.92, 0.62), at(0.78, 0.86), at(0.5, 1.0));
    shield.cubic_to(a.0, a.1, b.0, b.1, c.0, c.1);
    let (a, b, c) = (at(0.22, 0.86), at(0.08, 0.62), at(0.08, 0.14));
    shield.cubic_to(a.0, a.1, b.0, b.1, c.0, c.1);
    shield.close();
    let (a, b, c) = (at(0.31, 0.49), at(0.45, 0.63), at(0.70, 0.34));
    tick.move_to(a.0, a.1);
    tick.line_to(b.0, b.1);
    tick.line_to(c.0, c.1);
    canvas.decorate(|canvas| {
        canvas.fill(shield.finish(), ACCENT);
        canvas.stroke(tick.finish(), size * 0.085, Ink(0xFF, 0xFF, 0xFF));
    });
}

/// A short line with a diamond in its middle, centred on the page.
pub(super) fn ornament(canvas: &mut Canvas<'_, '_>, y: f32) {
    let (middle, reach, gap, half) = (PAGE_WIDTH / 2.0, 46.0, 8.0, 2.6);
    let mut diamond = PathBuilder::new();
    diamond.move_to(middle, y - half);
    diamond.line_to(middle + half, y);
    diamond.line_to(middle, y + half);
    diamond.line_to(middle - half, y);
    diamond.close();
    canvas.decorate(|canvas| {
        canvas.rule(middle - reach, y, reach - gap, 0.6, WARM);
        canvas.rule(middle + gap, y, reach - gap, 0.6, WARM);
        canvas.fill(diamond.finish(), WARM);
    });
}
