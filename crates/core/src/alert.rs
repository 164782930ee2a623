//! H5, C5: of the days on which something is to be told before an end, which one is due.

use crate::calendar::months_before;
use chrono::NaiveDate;

/// The day of the alert that is due today, so many `months` before `until`: of several that have passed the nearest to
/// the end alone, and none once the end itself has passed. What was told on that day is for the caller to know: an
/// alert is told once, whenever the system is up again.
///
/// ```
/// use forprev_core::alert::due;
/// let day = |text: &str| text.parse().unwrap();
/// let on = |today: &str| due(day("2027-03-15"), &[12, 6], day(today));
/// assert_eq!(on("2026-03-14"), None);
/// assert_eq!(on("2026-03-15"), Some(day("2026-03-15")));
/// assert_eq!(on("2026-09-14"), Some(day("2026-03-15")));
/// assert_eq!(on("2026-09-15"), Some(day("2026-09-15")));
/// assert_eq!(on("2027-03-15"), Some(day("2026-09-15")));
/// assert_eq!(on("2027-03-16"), None);
/// ```
#[must_use]
pub fn due(until: NaiveDate, months: &[u32], today: NaiveDate) -> Option<NaiveDate> {
    if until < today {
        return None;
    }
    months.iter().map(|months| months_before(until, *months)).filter(|day| *day <= today).max()
}
