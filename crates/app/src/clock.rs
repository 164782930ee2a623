//! The one clock of the application: everything dated reads it, so that tests and demonstrations can set it.

use chrono::{DateTime, Duration, SubsecRound, TimeZone, Utc};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Instant,
};

/// Where "now" comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that started at an instant given, and runs on from there: the demonstration's.
    Started {
        /// The instant given.
        at: DateTime<Utc>,
        /// When it was given, by the machine.
        since: Instant,
    },
    /// A clock that stands still until it is moved: the tests'. Milliseconds since 1970.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that shows `at` now and runs on.
    #[must_use]
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        Self::Started { at, since: Instant::now() }
    }

    /// A clock that shows `at` until it is moved. Its clones move with it.
    #[must_use]
    pub fn manual(at: DateTime<Utc>) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(at.timestamp_millis())))
    }

    /// The instant, cut to milliseconds: what both databases keep.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match self {
            Self::System => Utc::now(),
            Self::Started { at, since } => {
                *at + Duration::from_std(since.elapsed()).unwrap_or_else(|_| Duration::zero())
            }
            Self::Manual(millis) => {
                Utc.timestamp_millis_opt(millis.load(Ordering::SeqCst)).single().unwrap_or_default()
            }
        };
        now.trunc_subsecs(3)
    }

    /// Moves a clock that stands still to `at`; others go on as they do.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Self::Manual(millis) = self {
            millis.store(at.timestamp_millis(), Ordering::SeqCst);
        }
    }

    /// Moves a clock that stands still on by `duration`; others go on as they do.
    pub fn advance(&self, duration: Duration) {
        self.set(self.now() + duration);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_when_told_and_its_clones_with_it() {
        let start = Utc.with_ymd_and_hms(2026, 7, 14, 22, 30, 0).unwrap();
        let clock = Clock::manual(start);
        let clone = clock.clone();
        assert_eq!(clock.now(), start);
        clone.advance(Duration::minutes(10));
        assert_eq!(clock.now(), start + Duration::minutes(10));
    }

    #[test]
    fn a_started_clock_runs_from_its_instant() {
        let start = Utc.with_ymd_and_hms(2020, 1, 1, 0, 0, 0).unwrap();
        let now = Clock::starting_at(start).now();
        assert!(start <= now && now < start + Duration::minutes(1));
    }
}
