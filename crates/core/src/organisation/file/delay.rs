//! How long the caisse has had a file: the clock stands while the applicant completes it (C22).

use super::FileState;
use chrono::{DateTime, Utc};

/// How many whole days a file has been at the caisse until `now`, given when it came into each state, in order. The days in
/// which it was sent back do not count.
///
/// ```
/// use forprev_core::organisation::file::{FileState::{Returned, Submitted, Validated}, days_at_caisse};
/// let at = |text: &str| text.parse().unwrap();
/// let life = [(at("2026-03-01T08:00:00Z"), Submitted), (at("2026-03-05T08:00:00Z"), Returned), (at("2026-03-20T08:00:00Z"), Submitted)];
/// assert_eq!(days_at_caisse(&life, at("2026-03-22T09:00:00Z")), 6);
/// assert_eq!(days_at_caisse(&life[..2], at("2026-03-22T09:00:00Z")), 4);
/// let decided = [life[0], (at("2026-03-03T08:00:00Z"), Validated)];
/// assert_eq!(days_at_caisse(&decided, at("2027-01-01T00:00:00Z")), 2);
/// ```
#[must_use]
pub fn days_at_caisse(life: &[(DateTime<Utc>, FileState)], now: DateTime<Utc>) -> i64 {
    let ends = life.iter().skip(1).map(|(at, _)| *at).chain([now]);
    let spent = life.iter().zip(ends).filter(|((_, state), _)| *state == FileState::Submitted);
    spent.map(|((from, _), until)| (until - *from).num_seconds().max(0)).sum::<i64>() / 86_400
}
