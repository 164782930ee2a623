//! Days as people and machines write them.

use chrono::{Datelike, NaiveDate};

use super::{EARLIEST, LATEST};

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

fn accepted(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    (EARLIEST..=LATEST).contains(&date).then_some(date)
}

fn digits(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Reads a day written `2026-08-31`, from 1900 to 2199; anything else, and a day that does not exist, is `None`.
///
/// ```
/// use forprev_core::calendar::parse_day;
///
/// assert!(parse_day("2026-08-31").is_some());
/// assert_eq!(parse_day("2026-02-30"), None);
/// assert_eq!(parse_day("2026-8-31"), None);
/// assert_eq!(parse_day("31/08/2026"), None);
/// ```
#[must_use]
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let well_formed =
        parts.next().is_none() && digits(year, 4..=4) && digits(month, 2..=2) && digits(day, 2..=2);
    well_formed.then(|| accepted(year, month, day)).flatten()
}

/// Reads a day as typed in a form or a spreadsheet: `31/08/2026`, `1/9/2026` or `2026-08-31`, spaces around it left
/// out. A year of two digits is not guessed.
///
/// ```
/// use forprev_core::calendar::{parse_day, parse_typed_day};
///
/// assert_eq!(parse_typed_day(" 1/9/2026 "), parse_day("2026-09-01"));
/// assert_eq!(parse_typed_day("2026-09-01"), parse_day("2026-09-01"));
/// assert_eq!(parse_typed_day("01/09/26"), None);
/// ```
#[must_use]
pub fn parse_typed_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let mut parts = text.split('/');
    let (Some(day), Some(month), Some(year), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return parse_day(text);
    };
    let well_formed = digits(year, 4..=4) && digits(month, 1..=2) && digits(day, 1..=2);
    well_formed.then(|| accepted(year, month, day)).flatten()
}

/// A day in French words: `31 août 2026`, and `1er` for the first of a month.
///
/// ```
/// use forprev_core::calendar::{french_day, parse_day};
///
/// assert_eq!(french_day(parse_day("2026-08-31").unwrap()), "31 août 2026");
/// assert_eq!(french_day(parse_day("2026-09-01").unwrap()), "1er septembre 2026");
/// ```
#[must_use]
pub fn french_day(day: NaiveDate) -> String {
    let month = MONTHS.get(day.month0() as usize).copied().unwrap_or_default();
    let number = match day.day() {
        1 => "1er".to_owned(),
        n => n.to_string(),
    };
    format!("{number} {month} {}", day.year())
}

/// A day in French figures: `31/08/2026`.
///
/// ```
/// use forprev_core::calendar::{french_day_short, parse_day};
///
/// assert_eq!(french_day_short(parse_day("2026-09-01").unwrap()), "01/09/2026");
/// ```
#[must_use]
pub fn french_day_short(day: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}
