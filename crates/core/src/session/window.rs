//! S1, S2, S14, C1: the days of a session. Figures come from the national parameters in force on its `end`, but for
//! the retention, in force on the day of generation.

use crate::{
    calendar::{day_after, months_after, months_before, period_end},
    parameters::Parameters,
    problem::{Code, Fault},
};
use chrono::{Days, NaiveDate};

/// S1: whether a session that ends on `end` can be declared on `declared`.
///
/// # Errors
/// `session.window.too_early` or `session.window.too_late`.
///
/// ```
/// use forprev_core::{parameters::Parameters, problem::Code, session::window::declaration};
/// let (day, parameters) = (|text: &str| text.parse().unwrap(), Parameters::starting());
/// assert!(declaration(day("2026-05-31"), day("2026-08-31"), &parameters).is_ok());
/// let early = declaration(day("2026-05-30"), day("2026-08-31"), &parameters).unwrap_err();
/// assert_eq!(early.code, Code::SessionWindowTooEarly);
/// ```
pub fn declaration(declared: NaiveDate, end: NaiveDate, parameters: &Parameters) -> Result<(), Fault> {
    let (from, until) = declaration_days(end, parameters);
    if declared < from {
        Err(Fault::new(Code::SessionWindowTooEarly).with("from", from).with("until", until))
    } else if until < declared {
        Err(Fault::new(Code::SessionWindowTooLate).with("from", from).with("until", until))
    } else {
        Ok(())
    }
}

/// S1: the first and the last day on which a session that ends on `end` can be declared.
#[must_use]
pub fn declaration_days(end: NaiveDate, parameters: &Parameters) -> (NaiveDate, NaiveDate) {
    (
        months_before(end, parameters.declaration_before_months),
        months_after(end, parameters.declaration_after_months),
    )
}

/// S2: the last day for submission, results and generation.
#[must_use]
pub fn closing_day(end: NaiveDate, parameters: &Parameters) -> NaiveDate {
    months_after(end, parameters.closing_after_months)
}

/// S2: whether a session is still open on `today`.
///
/// # Errors
/// `session.closed`.
pub fn open(today: NaiveDate, end: NaiveDate, parameters: &Parameters) -> Result<(), Fault> {
    let until = closing_day(end, parameters);
    if until < today { Err(Fault::new(Code::SessionClosed).with("until", until)) } else { Ok(()) }
}

/// S2: whether results can be entered on `today`.
///
/// # Errors
/// `results.too_early` or `session.closed`.
pub fn results(today: NaiveDate, end: NaiveDate, parameters: &Parameters) -> Result<(), Fault> {
    if today < end {
        return Err(Fault::new(Code::ResultsTooEarly).with("from", end));
    }
    open(today, end, parameters)
}

/// S2: whether certificates can be generated on `today`.
///
/// # Errors
/// `certificates.too_early` or `session.closed`.
pub fn certificates(today: NaiveDate, end: NaiveDate, parameters: &Parameters) -> Result<(), Fault> {
    if today < end {
        return Err(Fault::new(Code::CertificatesTooEarly).with("from", end));
    }
    open(today, end, parameters)
}

/// S3: the first and the last `end` of a session that can be declared on `today`, so that a form knows which
/// habilitations to offer.
#[must_use]
pub fn ends_declarable_on(today: NaiveDate, parameters: &Parameters) -> (NaiveDate, NaiveDate) {
    let reaches = |end: &NaiveDate| declaration(today, *end, parameters).is_ok();
    // Months have 28 to 31 days, so n months back and n months on differ by three days at the most, either way:
    // 28 February closes on 28 March, so on 31 March the first end is 1 March. `today` itself always reaches.
    let mut first = months_before(today, parameters.declaration_after_months);
    while first < today && !reaches(&first) {
        first = day_after(first);
    }
    while let Some(earlier) = first.pred_opt().filter(reaches) {
        first = earlier;
    }
    let mut last = months_after(today, parameters.declaration_before_months);
    while let Some(later) = last.succ_opt().filter(reaches) {
        last = later;
    }
    (first, last)
}

/// S14: the last day on which a session and its trainees can be read, from the day of generation.
///
/// ```
/// use forprev_core::session::window::last_day_readable;
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(last_day_readable(day("2026-11-23"), 15), day("2026-12-08"));
/// ```
#[must_use]
pub fn last_day_readable(generated_on: NaiveDate, retention_days: u32) -> NaiveDate {
    generated_on.checked_add_days(Days::new(u64::from(retention_days))).unwrap_or(NaiveDate::MAX)
}

/// S14: the last day on which a session that was never certified can be read: the retention counts from its closing
/// day. One without an end date closes as if it ended on the day of its creation.
#[must_use]
pub fn last_day_readable_uncertified(
    end: Option<NaiveDate>,
    created_on: NaiveDate,
    parameters: &Parameters,
) -> NaiveDate {
    last_day_readable(closing_day(end.unwrap_or(created_on), parameters), parameters.retention_days)
}

/// S14: the first day on which nothing of it is served, and from which the purge erases it.
#[must_use]
pub fn erased_from(last_day_readable: NaiveDate) -> NaiveDate {
    last_day_readable.succ_opt().unwrap_or(NaiveDate::MAX)
}

/// C1: the last day of a certificate, where it expires.
///
/// ```
/// use forprev_core::session::window::certificate_until;
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(certificate_until(day("2026-06-16"), Some(24)), Some(day("2028-06-15")));
/// assert_eq!(certificate_until(day("2026-06-16"), None), None);
/// ```
#[must_use]
pub fn certificate_until(end: NaiveDate, validity_months: Option<u32>) -> Option<NaiveDate> {
    validity_months.map(|months| period_end(end, months))
}
