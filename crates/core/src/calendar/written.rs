//! Days as people and machines write them.

use chrono::{DateTime, Datelike, Months, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::Paris;

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

/// An instant in French words, by the clocks of Paris: `23 novembre 2026 à 9 h 05`.
///
/// ```
/// use forprev_core::calendar::french_moment;
///
/// assert_eq!(french_moment("2026-11-23T08:05:00Z".parse().unwrap()), "23 novembre 2026 à 9\u{a0}h\u{a0}05");
/// ```
#[must_use]
pub fn french_moment(instant: DateTime<Utc>) -> String {
    let local = instant.with_timezone(&Paris);
    format!("{} à {}\u{a0}h\u{a0}{:02}", french_day(local.date_naive()), local.hour(), local.minute())
}

/// From one day to a later one, in years and months as a person would say it; `None` under two whole months, where
/// one counts days.
///
/// ```
/// use forprev_core::calendar::{french_months, parse_day};
///
/// let between = |from, to| french_months(parse_day(from).unwrap(), parse_day(to).unwrap());
/// assert_eq!(between("2026-11-24", "2029-10-19").as_deref(), Some("2 ans et 10 mois"));
/// assert_eq!(between("2026-11-24", "2027-11-24").as_deref(), Some("1 an"));
/// assert_eq!(between("2026-11-24", "2027-01-23"), None);
/// ```
#[must_use]
pub fn french_months(from: NaiveDate, to: NaiveDate) -> Option<String> {
    let apart = (to.year() - from.year()) * 12 + i32::try_from(to.month()).ok()?
        - i32::try_from(from.month()).ok()?;
    let apart = u32::try_from(apart).ok()?;
    // A month is whole once its day has come, or its last day where it has none of that number.
    let begun = from.checked_add_months(Months::new(apart)).is_some_and(|day| day > to);
    let whole = if begun { apart.checked_sub(1)? } else { apart };
    let years = match whole / 12 {
        0 => None,
        1 => Some("1 an".to_owned()),
        n => Some(format!("{n} ans")),
    };
    let months = (whole % 12 > 0).then(|| format!("{} mois", whole % 12));
    match (years, months) {
        (Some(years), Some(months)) => Some(format!("{years} et {months}")),
        (Some(years), None) => Some(years),
        (None, months) => months.filter(|_| whole >= 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_in_years_and_months_from_two_months_on() {
        for (from, to, words) in [
            ("2026-11-24", "2026-11-24", None),
            ("2026-11-24", "2026-11-23", None),
            ("2026-11-24", "2020-01-01", None),
            ("2026-11-24", "2026-12-24", None),
            ("2026-11-24", "2027-01-23", None),
            ("2026-11-24", "2027-01-24", Some("2 mois")),
            ("2026-12-31", "2027-02-27", None),
            ("2026-12-31", "2027-02-28", Some("2 mois")),
            ("2026-11-24", "2027-11-23", Some("11 mois")),
            ("2026-11-24", "2027-11-24", Some("1 an")),
            ("2026-11-24", "2027-12-24", Some("1 an et 1 mois")),
            ("2028-02-29", "2030-02-27", Some("1 an et 11 mois")),
            ("2028-02-29", "2030-02-28", Some("2 ans")),
            ("2026-11-24", "2029-10-19", Some("2 ans et 10 mois")),
            ("1900-01-01", "2199-12-31", Some("299 ans et 11 mois")),
        ] {
            let day = |text| parse_day(text).unwrap();
            assert_eq!(french_months(day(from), day(to)).as_deref(), words, "{from} to {to}");
        }
    }
}
