//! Days, months and periods, counted as the rules count them.
//!
//! "Today" is the day in Europe/Paris. Every period includes its first and its last day. Nothing here reads a
//! clock, and nothing panics: a day that cannot be represented is replaced by the nearest that can.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Europe::Paris;

mod written;

pub use written::{french_day, french_day_short, french_moment, french_months, parse_day, parse_typed_day};

/// The first day that the application accepts from anyone: 1 January 1900.
pub const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(1900, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The last day that the application accepts from anyone: 31 December 2199.
pub const LATEST: NaiveDate = match NaiveDate::from_ymd_opt(2199, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The day in Paris at an instant.
///
/// ```
/// use chrono::{NaiveDate, TimeZone, Utc};
/// use forprev_core::calendar::today_in_paris;
///
/// let summer = Utc.with_ymd_and_hms(2026, 7, 14, 22, 30, 0).unwrap();
/// assert_eq!(today_in_paris(summer), NaiveDate::from_ymd_opt(2026, 7, 15).unwrap());
/// let winter = Utc.with_ymd_and_hms(2026, 12, 14, 22, 30, 0).unwrap();
/// assert_eq!(today_in_paris(winter), NaiveDate::from_ymd_opt(2026, 12, 14).unwrap());
/// ```
#[must_use]
pub fn today_in_paris(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Paris).date_naive()
}

/// The time of day in Paris at an instant, to the minute: `09:05`.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use forprev_core::calendar::time_in_paris;
///
/// assert_eq!(time_in_paris(Utc.with_ymd_and_hms(2026, 7, 14, 22, 5, 59).unwrap()), "00:05");
/// ```
#[must_use]
pub fn time_in_paris(instant: DateTime<Utc>) -> String {
    let there = instant.with_timezone(&Paris);
    format!("{:02}:{:02}", there.hour(), there.minute())
}

/// The instant at which a day begins in Paris: what is kept "through day d" ends at the start of d + 1.
///
/// ```
/// use chrono::{NaiveDate, TimeZone, Utc};
/// use forprev_core::calendar::start_of_day_in_paris;
///
/// let day = NaiveDate::from_ymd_opt(2026, 7, 15).unwrap();
/// assert_eq!(start_of_day_in_paris(day), Utc.with_ymd_and_hms(2026, 7, 14, 22, 0, 0).unwrap());
/// ```
#[must_use]
pub fn start_of_day_in_paris(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Paris has changed its clocks at midnight in the past (1911, 1940): the earlier of two midnights begins the
    // day, and where there was none the offset of the hours before it gives the instant at which clocks jumped.
    match Paris.from_local_datetime(&midnight).earliest() {
        Some(start) => start.with_timezone(&Utc),
        None => Utc.from_utc_datetime(&midnight),
    }
}

/// The instant of a time of day in Paris: the earlier of two where clocks are put back, an hour later where they skip
/// it.
///
/// ```
/// use chrono::{NaiveDate, NaiveTime, TimeZone, Utc};
/// use forprev_core::calendar::instant_in_paris;
///
/// let day = NaiveDate::from_ymd_opt(2026, 7, 15).unwrap();
/// let seven = NaiveTime::from_hms_opt(7, 0, 0).unwrap();
/// assert_eq!(instant_in_paris(day, seven), Utc.with_ymd_and_hms(2026, 7, 15, 5, 0, 0).unwrap());
/// ```
#[must_use]
pub fn instant_in_paris(day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = day.and_time(time);
    let later = || Paris.from_local_datetime(&(local + TimeDelta::hours(1))).earliest();
    Paris
        .from_local_datetime(&local)
        .earliest()
        .or_else(later)
        .map_or_else(|| Utc.from_utc_datetime(&local), |instant| instant.with_timezone(&Utc))
}

/// The same day number `n` months later, or that month's last day where it has no such day.
///
/// ```
/// use chrono::NaiveDate;
/// use forprev_core::calendar::months_after;
///
/// let end_of_august = NaiveDate::from_ymd_opt(2026, 8, 31).unwrap();
/// assert_eq!(months_after(end_of_august, 6), NaiveDate::from_ymd_opt(2027, 2, 28).unwrap());
/// ```
#[must_use]
pub fn months_after(day: NaiveDate, n: u32) -> NaiveDate {
    day.checked_add_months(Months::new(n)).unwrap_or(NaiveDate::MAX)
}

/// The same day number `n` months earlier, or that month's last day where it has no such day.
///
/// ```
/// use chrono::NaiveDate;
/// use forprev_core::calendar::months_before;
///
/// let end_of_may = NaiveDate::from_ymd_opt(2026, 5, 31).unwrap();
/// assert_eq!(months_before(end_of_may, 3), NaiveDate::from_ymd_opt(2026, 2, 28).unwrap());
/// ```
#[must_use]
pub fn months_before(day: NaiveDate, n: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(n)).unwrap_or(NaiveDate::MIN)
}

/// The last day of the period of `n` months that begins on `from`: the day before the same day number `n` months
/// later, or that month's last day where it has no such day. A period of no month ends the day before it begins.
///
/// ```
/// use chrono::NaiveDate;
/// use forprev_core::calendar::period_end;
///
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// assert_eq!(period_end(day(2026, 6, 16), 24), day(2028, 6, 15));
/// assert_eq!(period_end(day(2028, 2, 29), 24), day(2030, 2, 28));
/// assert_eq!(period_end(day(2026, 8, 31), 6), day(2027, 2, 28));
/// ```
#[must_use]
pub fn period_end(from: NaiveDate, n: u32) -> NaiveDate {
    let Some(same_day) = from.checked_add_months(Months::new(n)) else { return NaiveDate::MAX };
    if same_day.day() == from.day() { day_before(same_day) } else { same_day }
}

/// The day after; the last day that can be represented is followed by itself.
///
/// ```
/// use chrono::NaiveDate;
/// use forprev_core::calendar::{day_after, day_before};
///
/// let new_year = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
/// assert_eq!(day_after(day_before(new_year)), new_year);
/// ```
#[must_use]
pub fn day_after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(NaiveDate::MAX)
}

/// The day before; the first day that can be represented is preceded by itself.
#[must_use]
pub fn day_before(day: NaiveDate) -> NaiveDate {
    day.pred_opt().unwrap_or(NaiveDate::MIN)
}

/// The day `n` days later.
///
/// ```
/// use chrono::NaiveDate;
/// use forprev_core::calendar::days_after;
///
/// let generated = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
/// assert_eq!(days_after(generated, 15), NaiveDate::from_ymd_opt(2026, 12, 8).unwrap());
/// ```
#[must_use]
pub fn days_after(day: NaiveDate, n: u32) -> NaiveDate {
    day.checked_add_days(Days::new(n.into())).unwrap_or(NaiveDate::MAX)
}

/// How many days are left until a day that still counts: 0 on the day itself, negative once it has passed.
///
/// ```
/// use chrono::NaiveDate;
/// use forprev_core::calendar::days_left;
///
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// assert_eq!(days_left(day(2026, 11, 23), day(2026, 12, 8)), 15);
/// assert_eq!(days_left(day(2026, 12, 9), day(2026, 12, 8)), -1);
/// ```
#[must_use]
pub fn days_left(today: NaiveDate, until: NaiveDate) -> i64 {
    until.signed_duration_since(today).num_days()
}

#[cfg(test)]
mod tests;
