//! How often the register is asked, over all who ask.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// The turns that were given, lately and to come.
#[derive(Debug)]
pub(crate) struct Pace {
    requests: usize,
    within: Duration,
    turns: VecDeque<Instant>,
}

impl Pace {
    /// So many requests in this time.
    pub(crate) fn new(requests: usize, within: Duration) -> Self {
        Self { requests: requests.max(1), within, turns: VecDeque::new() }
    }

    /// How long to wait for the next turn, which is taken; none where that would be longer than `patience`.
    pub(crate) fn take(&mut self, now: Instant, patience: Duration) -> Option<Duration> {
        while self.turns.len() > self.requests
            || self.turns.front().is_some_and(|turn| now.saturating_duration_since(*turn) >= self.within)
        {
            self.turns.pop_front();
        }
        let full = self.turns.len() >= self.requests;
        let at = match self.turns.front().filter(|_| full) {
            Some(first) => (*first + self.within).max(now),
            None => now,
        };
        let wait = at.saturating_duration_since(now);
        if wait >= patience {
            return None;
        }
        self.turns.push_back(at);
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn no_second_has_more_than_it_may() {
        let (mut pace, start) = (Pace::new(7, SECOND), Instant::now());
        let ms = Duration::from_millis;
        let patience = ms(2000);
        let mut turns = Vec::new();
        for asked in [0, 0, 0, 100, 100, 200, 200, 300, 300, 900, 950, 1100, 1150, 1999] {
            let now = start + ms(asked);
            turns.extend(pace.take(now, patience).map(|wait| now + wait));
        }
        assert_eq!(turns.len(), 14, "all within the time that one waits");
        for window in turns.windows(8) {
            assert!(window[7].duration_since(window[0]) >= SECOND, "{window:?}");
        }
        assert_eq!(turns[7], start + SECOND, "the eighth waits for the first one's second to end");
    }

    #[test]
    fn who_would_wait_too_long_takes_no_turn() {
        let (mut pace, start) = (Pace::new(1, SECOND), Instant::now());
        let half = Duration::from_millis(500);
        assert_eq!(pace.take(start, half), Some(Duration::ZERO));
        assert_eq!(pace.take(start, half), None);
        assert_eq!(pace.take(start, half), None);
        assert_eq!(pace.take(start + Duration::from_millis(700), half), Some(Duration::from_millis(300)));
        assert_eq!(pace.take(start + Duration::from_secs(3), half), Some(Duration::ZERO));
    }
}
