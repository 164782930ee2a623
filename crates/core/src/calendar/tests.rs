use chrono::{Datelike, TimeDelta};
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// "Times that are easily missed": a session's end, the first day of its declaration (3 months before), the last
/// (1 month after), the closing day (3 months after).
#[test]
fn s1_s2_windows_around_month_ends() {
    for (end, first, last, closing) in [
        ("2026-08-31", "2026-05-31", "2026-09-30", "2026-11-30"),
        ("2027-02-28", "2026-11-28", "2027-03-28", "2027-05-28"),
        ("2028-02-29", "2027-11-29", "2028-03-29", "2028-05-29"),
        ("2026-05-31", "2026-02-28", "2026-06-30", "2026-08-31"),
    ] {
        assert_eq!(months_before(day(end), 3), day(first), "declared from, {end}");
        assert_eq!(months_after(day(end), 1), day(last), "declared to, {end}");
        assert_eq!(months_after(day(end), 3), day(closing), "closed by, {end}");
    }
}

#[test]
fn h2_h5_renewal_opens_and_alerts() {
    assert_eq!(months_before(day("2027-03-15"), 12), day("2026-03-15"));
    assert_eq!(months_before(day("2027-03-15"), 6), day("2026-09-15"));
    assert_eq!(months_before(day("2028-02-29"), 12), day("2027-02-28"));
}

#[test]
fn periods_named_by_the_rules() {
    for (from, months, until) in [
        ("2026-06-16", 24, "2028-06-15"),
        ("2028-02-29", 24, "2030-02-28"),
        ("2028-02-29", 48, "2032-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-03-15", 36, "2029-03-14"),
        ("2026-01-01", 12, "2026-12-31"),
        ("2026-03-01", 12, "2027-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-29", 1, "2026-02-28"),
        ("2026-01-28", 1, "2026-02-27"),
        ("2026-06-16", 0, "2026-06-15"),
    ] {
        assert_eq!(period_end(day(from), months), day(until), "{from} + {months}");
    }
}

#[test]
fn the_day_changes_in_paris() {
    for (instant, today) in [
        ("2026-07-14T21:59:59Z", "2026-07-14"),
        ("2026-07-14T22:00:00Z", "2026-07-15"),
        ("2026-07-14T22:30:00Z", "2026-07-15"),
        ("2026-07-14T23:30:00Z", "2026-07-15"),
        ("2026-12-14T22:30:00Z", "2026-12-14"),
        ("2026-12-14T22:59:59Z", "2026-12-14"),
        ("2026-12-14T23:00:00Z", "2026-12-15"),
        ("2026-12-14T23:30:00Z", "2026-12-15"),
        // The two nights on which the clocks change, at 01:00 UTC.
        ("2026-03-28T22:30:00Z", "2026-03-28"),
        ("2026-03-29T22:30:00Z", "2026-03-30"),
        ("2026-10-24T22:30:00Z", "2026-10-25"),
        ("2026-10-25T22:30:00Z", "2026-10-25"),
        ("2026-12-31T23:00:00Z", "2027-01-01"),
    ] {
        assert_eq!(today_in_paris(utc(instant)), day(today), "{instant}");
    }
}

#[test]
fn accepted_days_have_bounds() {
    assert_eq!(parse_day("1900-01-01"), Some(EARLIEST));
    assert_eq!(parse_day("2199-12-31"), Some(LATEST));
    for refused in ["1899-12-31", "2200-01-01", "9999-12-31", "0000-01-01", "-2026-01-01", "12026-01-01"] {
        assert_eq!(parse_day(refused), None, "{refused}");
    }
}

#[test]
fn only_days_that_exist_are_read() {
    for refused in [
        "",
        " 2026-08-31",
        "2026-08-31 ",
        "2026-02-29",
        "2026-04-31",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "2026-08-31T00:00:00Z",
        "20260831",
        "2026/08/31",
        "+026-08-31",
        "2026-+8-31",
        "２０２６-08-31",
        "2026-08",
    ] {
        assert_eq!(parse_day(refused), None, "{refused:?}");
    }
    for refused in
        ["", "31/02/2026", "31/08/26", "2026/08/31", "08/31/2026", "31/08/2026/", "1 / 9 / 2026", "46265"]
    {
        assert_eq!(parse_typed_day(refused), None, "{refused:?}");
    }
    assert_eq!(parse_typed_day("31/8/2026"), Some(day("2026-08-31")));
    assert_eq!(parse_typed_day("\u{a0}31/08/2026\n"), Some(day("2026-08-31")));
}

#[test]
fn nothing_panics_at_the_ends_of_time() {
    assert_eq!(months_after(NaiveDate::MAX, 1), NaiveDate::MAX);
    assert_eq!(months_before(NaiveDate::MIN, u32::MAX), NaiveDate::MIN);
    assert_eq!(period_end(NaiveDate::MAX, u32::MAX), NaiveDate::MAX);
    assert_eq!(period_end(NaiveDate::MIN, 0), NaiveDate::MIN);
    assert_eq!(days_after(NaiveDate::MAX, u32::MAX), NaiveDate::MAX);
    assert_eq!(day_after(NaiveDate::MAX), NaiveDate::MAX);
    assert_eq!(day_before(NaiveDate::MIN), NaiveDate::MIN);
    let _ = start_of_day_in_paris(NaiveDate::MAX);
    let _ = start_of_day_in_paris(NaiveDate::MIN);
    let _ = french_day(NaiveDate::MAX);
}

prop_compose! {
    fn any_day()(offset in 0i64..109_572) -> NaiveDate { EARLIEST + TimeDelta::days(offset) }
}

proptest! {
    /// A period ends on or after its first day, and the next one begins the day after: no gap, no overlap, and the
    /// start of the next is the same day number again or the first day after a month that is too short for it.
    #[test]
    fn successive_periods_touch(from in any_day(), n in 1u32..=120) {
        let end = period_end(from, n);
        prop_assert!(end >= from);
        let next = day_after(end);
        prop_assert_eq!(day_before(next), end);
        let same_day = months_after(from, n);
        if same_day.day() == from.day() {
            prop_assert_eq!(next, same_day);
        } else {
            prop_assert_eq!(end, same_day);
            prop_assert_eq!(next.day(), 1);
        }
    }

    #[test]
    fn counting_months_is_monotonic(a in any_day(), b in any_day(), n in 0u32..=600, m in 0u32..=600) {
        let (a, b) = (a.min(b), a.max(b));
        let (n, m) = (n.min(m), n.max(m));
        prop_assert!(months_after(a, n) <= months_after(b, n));
        prop_assert!(months_before(a, n) <= months_before(b, n));
        prop_assert!(period_end(a, n) <= period_end(b, n));
        prop_assert!(months_after(a, n) <= months_after(a, m));
        prop_assert!(months_before(a, m) <= months_before(a, n));
        prop_assert!(period_end(a, n) <= period_end(a, m));
    }

    /// Going forth and back comes to the same day, or to the last day of a month that was too short on the way.
    #[test]
    fn before_undoes_after(from in any_day(), n in 0u32..=600) {
        for back in [months_before(months_after(from, n), n), months_after(months_before(from, n), n)] {
            prop_assert_eq!((back.year(), back.month()), (from.year(), from.month()));
            prop_assert!(back <= from);
            prop_assert!(back == from || from.day() > 28);
        }
    }

    #[test]
    fn written_days_are_read_back(date in any_day()) {
        prop_assert_eq!(parse_day(&date.to_string()), Some(date));
        prop_assert_eq!(parse_typed_day(&date.to_string()), Some(date));
        prop_assert_eq!(parse_typed_day(&french_day_short(date)), Some(date));
        prop_assert_eq!(parse_typed_day(&format!("{}/{}/{}", date.day(), date.month(), date.year())), Some(date));
    }

    #[test]
    fn a_paris_day_begins_once(date in any_day()) {
        let start = start_of_day_in_paris(date);
        prop_assert_eq!(today_in_paris(start), date);
        prop_assert_eq!(today_in_paris(start - TimeDelta::milliseconds(1)), day_before(date));
    }

    #[test]
    fn reading_never_panics(text in ".{0,20}") {
        let _ = parse_day(&text);
        let _ = parse_typed_day(&text);
    }
}
