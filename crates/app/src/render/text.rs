//! Text that always fits its room: it shrinks, then it wraps.

use std::ops::Range;
use std::sync::{Arc, PoisonError};

use krilla::text::KrillaGlyph;

use super::fonts::Face;

/// A text shaped with a face, in ems. Cheap to clone.
#[derive(Clone)]
pub(super) struct Shaped {
    pub(super) face: &'static Face,
    pub(super) text: Arc<str>,
    pub(super) glyphs: Arc<[KrillaGlyph]>,
    clusters: Arc<[Cluster]>,
    /// The text as given, where the face could not show all of it.
    pub(super) original: Option<String>,
}

/// Glyphs that stay together: a letter with its marks.
struct Cluster {
    glyphs: Range<usize>,
    advance: f32,
    is_space: bool,
    ends_word: bool,
}

/// One line of a shaped text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) glyphs: Range<usize>,
    /// Without the spaces at its end, in ems.
    pub(super) width: f32,
}

/// A text laid out at a size in points.
pub(super) struct Block {
    pub(super) shaped: Shaped,
    pub(super) lines: Vec<Line>,
    pub(super) size: f32,
    /// From one baseline to the next, in points.
    pub(super) leading: f32,
}

/// The room of a text, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) width: f32,
    pub(super) height: f32,
    /// The size wished for.
    pub(super) size: f32,
    /// One line shrinks down to this size before it becomes two.
    pub(super) one_line: f32,
    /// The largest size of a text of several lines.
    pub(super) wrapped: f32,
    /// From one baseline to the next, in ems.
    pub(super) leading: f32,
}

/// No text is set smaller, in points: what does not fit then is longer than any length that the rules allow.
const SMALLEST: f32 = 3.0;
const STEP: f32 = 0.25;

impl Shaped {
    pub(super) fn new(face: &'static Face, text: &str) -> Self {
        let shown = face.showable(text);
        let glyphs = face.glyphs(&shown);
        let clusters = clusters(&shown, &glyphs);
        let original = (shown != text).then(|| text.to_owned());
        Self { face, text: shown.into(), glyphs: glyphs.into(), clusters: clusters.into(), original }
    }

    /// A text that every document has: shaped once per process.
    pub(super) fn constant(face: &'static Face, text: &'static str) -> Self {
        let known = face.constants.read().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        known.unwrap_or_else(|| {
            let shaped = Self::new(face, text);
            let mut constants = face.constants.write().unwrap_or_else(PoisonError::into_inner);
            constants.insert(text, shaped.clone());
            shaped
        })
    }

    /// The width in ems on one line.
    pub(super) fn width(&self) -> f32 {
        self.width_of(0..self.clusters.len())
    }

    fn width_of(&self, clusters: Range<usize>) -> f32 {
        let clusters = self.clusters.get(clusters).unwrap_or_default();
        let visible = clusters.iter().rposition(|cluster| !cluster.is_space).map_or(0, |last| last + 1);
        clusters.iter().take(visible).map(|cluster| cluster.advance).sum()
    }

    fn line(&self, clusters: Range<usize>) -> Line {
        let width = self.width_of(clusters.clone());
        let range = self.clusters.get(clusters).unwrap_or_default();
        let start = range.first().map_or(0, |cluster| cluster.glyphs.start);
        let end = range.last().map_or(start, |cluster| cluster.glyphs.end);
        Line { glyphs: start..end, width }
    }

    /// Lines of at most `width` ems, broken between words, inside one only where it is longer than a line.
    pub(super) fn lines(&self, width: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        let (mut start, mut word_end, mut so_far) = (0, 0, 0.0);
        for (index, cluster) in self.clusters.iter().enumerate() {
            // What is left of a line after its last whole word may still be too long: once more.
            while !cluster.is_space && index > start && so_far + cluster.advance > width {
                let end = if word_end > start { word_end } else { index };
                lines.push(self.line(start..end));
                start = end;
                so_far = self.clusters.get(start..index).unwrap_or_default().iter().map(|c| c.advance).sum();
            }
            so_far += cluster.advance;
            if cluster.ends_word {
                word_end = index + 1;
            }
        }
        if start < self.clusters.len() || lines.is_empty() {
            lines.push(self.line(start..self.clusters.len()));
        }
        lines
    }

    /// As many lines as [`Self::lines`] makes, of lengths as even as can be.
    fn even_lines(&self, width: f32) -> Vec<Line> {
        let mut best = self.lines(width);
        let (mut low, mut high) = (0.0, width);
        for _ in 0..7 {
            let middle = f32::midpoint(low, high);
            let tried = self.lines(middle);
            if tried.len() <= best.len() {
                high = middle;
                best = tried;
            } else {
                low = middle;
            }
        }
        best
    }

    /// Lays the text out in a room: as large as wished on one line, else smaller, else on several lines.
    pub(super) fn fit(self, room: Room) -> Block {
        let one_line = (room.width / self.width().max(f32::EPSILON)).min(room.size);
        if one_line >= room.one_line {
            let lines = vec![self.line(0..self.clusters.len())];
            return Block { shaped: self, lines, size: one_line, leading: one_line * room.leading };
        }
        let mut size = room.wrapped;
        loop {
            let count = self.lines(room.width / size).len();
            if count as f32 * size * room.leading <= room.height || size <= SMALLEST {
                let lines = self.even_lines(room.width / size);
                return Block { shaped: self, lines, size, leading: size * room.leading };
            }
            size -= STEP;
        }
    }

    /// As [`Self::wrap`], with lines of lengths as even as can be.
    pub(super) fn wrap_evenly(self, size: f32, width: f32, leading: f32) -> Block {
        let lines = self.even_lines(width / size);
        Block { shaped: self, lines, size, leading: size * leading }
    }

    /// Lays the text out at one size, on as many lines as it takes.
    pub(super) fn wrap(self, size: f32, width: f32, leading: f32) -> Block {
        let lines = self.lines(width / size);
        Block { shaped: self, lines, size, leading: size * leading }
    }
}

impl Block {
    /// The height of all lines, in points.
    pub(super) fn height(&self) -> f32 {
        self.lines.len() as f32 * self.leading
    }

    /// The width of the longest line, in points.
    pub(super) fn width(&self) -> f32 {
        self.lines.iter().map(|line| line.width * self.size).fold(0.0, f32::max)
    }
}

fn clusters(text: &str, glyphs: &[KrillaGlyph]) -> Vec<Cluster> {
    let mut clusters: Vec<(Range<usize>, Cluster)> = Vec::new();
    for (index, glyph) in glyphs.iter().enumerate() {
        if let Some((range, cluster)) = clusters.last_mut()
            && *range == glyph.text_range
        {
            cluster.glyphs.end = index + 1;
            cluster.advance += glyph.x_advance;
            continue;
        }
        let part = text.get(glyph.text_range.clone()).unwrap_or_default();
        let is_space = part.chars().all(|c| c == ' ');
        let ends_word = is_space || part.ends_with(['-', '/', '‐', '–']);
        let cluster = Cluster { glyphs: index..index + 1, advance: glyph.x_advance, is_space, ends_word };
        clusters.push((glyph.text_range.clone(), cluster));
    }
    clusters.into_iter().map(|(_, cluster)| cluster).collect()
}
