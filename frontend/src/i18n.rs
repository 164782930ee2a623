//! Words: where a text comes from, how a figure is put into it, how a plural is chosen, how a day is written.
//!
//! Texts live in `texts/fr/<area>.rs`, one static struct per area; [`t`] gives them all. The compiler sees that
//! another language has each of them.

use crate::texts::{Texts, fr};
use chrono::{Datelike, NaiveDate};

/// The texts of the language in use.
#[must_use]
pub fn t() -> &'static Texts {
    &fr::TEXTS
}

/// A text that changes with a number.
#[derive(Clone, Copy, Debug)]
pub struct Plural {
    /// For none and for one, as French counts.
    pub one: &'static str,
    /// From two on.
    pub other: &'static str,
}

impl Plural {
    /// The text for `n`, with `{n}` put in.
    #[must_use]
    pub fn of(self, n: i64) -> String {
        fill(if n.abs() < 2 { self.one } else { self.other }, &[("n", &n.to_string())])
    }
}

/// `text` with each `{name}` replaced.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// A day in full: "lundi 23 novembre 2026".
#[must_use]
pub fn long_day(day: NaiveDate) -> String {
    let words = &t().days;
    let weekday = name(words.weekdays, day.weekday().num_days_from_monday());
    format!("{weekday} {}", plain_day(day))
}

/// A day without its weekday: "23 novembre 2026".
#[must_use]
pub fn plain_day(day: NaiveDate) -> String {
    let words = &t().days;
    let first = if day.day() == 1 { words.first } else { "" };
    format!("{}{first} {} {}", day.day(), name(words.months, day.month0()), day.year())
}

/// A day in figures: "23/11/2026".
#[must_use]
pub fn short_day(day: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// From one day to another: "23/11/2026 – 24/11/2026", or the one day where they are the same.
#[must_use]
pub fn span(from: Option<NaiveDate>, to: NaiveDate) -> String {
    match from {
        Some(from) if from != to => format!("{} – {}", short_day(from), short_day(to)),
        _ => short_day(to),
    }
}

fn name(list: &'static str, index: u32) -> &'static str {
    list.split(' ').nth(index as usize).unwrap_or_default()
}

/// The day that someone typed: `JJ/MM/AAAA` with any separator, eight digits, or ISO. Years have four digits:
/// with two nobody can tell 1926 from 2026.
///
/// ```ignore
/// assert_eq!(typed_day("3.4.2026"), typed_day("2026-04-03"));
/// assert_eq!(typed_day("31/02/2026"), None);
/// ```
#[must_use]
pub fn typed_day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u32>().ok();
    let (year, month, day) = match parts.as_slice() {
        [all] if all.len() == 8 => {
            (all.get(4..)?.parse::<i32>().ok()?, number(all.get(2..4)?)?, number(all.get(..2)?)?)
        }
        [year, month, day] if year.len() == 4 && day.len() <= 2 && month.len() <= 2 => {
            (year.parse::<i32>().ok()?, number(month)?, number(day)?)
        }
        [day, month, year] if year.len() == 4 && day.len() <= 2 && month.len() <= 2 => {
            (year.parse::<i32>().ok()?, number(month)?, number(day)?)
        }
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, day).filter(|day| day.year() >= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 3);
        for text in
            ["03/04/2026", "3/4/2026", "3.4.2026", "03 04 2026", "03042026", " 2026-04-03 ", "03-04-2026"]
        {
            assert_eq!(typed_day(text), day, "{text}");
        }
        for text in ["", "3/4/26", "31/02/2026", "2026", "3/4", "00/01/2026", "3/4/02026", "abc", "١/٢/٢٠٢٦"]
        {
            assert_eq!(typed_day(text), None, "{text}");
        }
    }

    #[test]
    fn figures_and_plurals_are_put_in() {
        assert_eq!(fill("{a} et {b}", &[("a", "un"), ("b", "deux")]), "un et deux");
        assert_eq!(t().days.left.of(1), "1 jour restant");
        assert_eq!(t().days.left.of(2), "2 jours restants");
    }

    #[test]
    fn days_are_written_out() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        assert_eq!(long_day(day), "lundi 23 novembre 2026");
        assert_eq!(plain_day(NaiveDate::from_ymd_opt(2026, 8, 1).unwrap()), "1er août 2026");
        assert_eq!(span(None, day), "23/11/2026");
    }
}
