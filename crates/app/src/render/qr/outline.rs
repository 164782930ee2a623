//! The outlines of the dark modules of a QR code.

use super::Qr;

/// A way along the grid between modules; the dark module is on its right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Right,
    Down,
    Left,
    Up,
}

impl Heading {
    fn bit(self) -> u8 {
        1 << self as u8
    }

    pub(super) fn step(self, (x, y): (usize, usize)) -> (usize, usize) {
        match self {
            Self::Right => (x + 1, y),
            Self::Down => (x, y + 1),
            Self::Left => (x.saturating_sub(1), y),
            Self::Up => (x, y.saturating_sub(1)),
        }
    }

    /// Straight on last: at the corner that two dark modules share, either turn gives the same surface.
    fn next(self) -> [Self; 3] {
        match self {
            Self::Right => [Self::Down, Self::Up, Self::Right],
            Self::Down => [Self::Left, Self::Right, Self::Down],
            Self::Left => [Self::Up, Self::Down, Self::Left],
            Self::Up => [Self::Right, Self::Left, Self::Up],
        }
    }
}

/// For each point of the grid, the ways along the edge of a dark module that start there and are still to be drawn.
pub(super) struct Outline {
    ways: Vec<u8>,
    width: usize,
    searched: usize,
}

impl Outline {
    pub(super) fn around(qr: &Qr) -> Self {
        let width = qr.width + 1;
        let mut outline = Self { ways: vec![0; width * width], width, searched: 0 };
        for (y, x) in (0..qr.width).flat_map(|y| (0..qr.width).map(move |x| (y, x))) {
            if !qr.is_dark(x, y) {
                continue;
            }
            let above = y.checked_sub(1).is_some_and(|y| qr.is_dark(x, y));
            let before = x.checked_sub(1).is_some_and(|x| qr.is_dark(x, y));
            outline.add((x, y), Heading::Right, above);
            outline.add((x + 1, y), Heading::Down, qr.is_dark(x + 1, y));
            outline.add((x + 1, y + 1), Heading::Left, qr.is_dark(x, y + 1));
            outline.add((x, y + 1), Heading::Up, before);
        }
        outline
    }

    fn add(&mut self, at: (usize, usize), heading: Heading, inner: bool) {
        if let (false, Some(ways)) = (inner, self.ways.get_mut(at.1 * self.width + at.0)) {
            *ways |= heading.bit();
        }
    }

    /// Takes the first way that is left, in reading order. It is at a corner: what begins highest begins rightwards
    /// or, around a hole, downwards.
    pub(super) fn first(&mut self) -> Option<((usize, usize), Heading)> {
        let left = self.ways.iter().skip(self.searched).position(|ways| *ways != 0)?;
        self.searched += left;
        let at = (self.searched % self.width, self.searched / self.width);
        let heading = [Heading::Right, Heading::Down, Heading::Left, Heading::Up].into_iter();
        heading.into_iter().find_map(|heading| self.take(at, heading)).map(|heading| (at, heading))
    }

    /// Takes the way that goes on from a point; none is left where an outline comes back to its start.
    pub(super) fn leave(&mut self, at: (usize, usize), heading: Heading) -> Option<Heading> {
        heading.next().into_iter().find_map(|next| self.take(at, next))
    }

    fn take(&mut self, at: (usize, usize), heading: Heading) -> Option<Heading> {
        let ways = self.ways.get_mut(at.1 * self.width + at.0)?;
        let there = *ways & heading.bit() != 0;
        *ways &= !heading.bit();
        there.then_some(heading)
    }
}
