//! H5, C5: what was told before an end, so that it is told once.

use crate::{Connection, Instant, Result, schema::alert};
use chrono::NaiveDate;
use diesel::prelude::*;

/// Notes that something is told of a thing, for the day on which it was due. Whether it was not told before: of several
/// servers at once, one is told so.
///
/// # Errors
/// Those of the base.
pub fn raise(c: &mut Connection, kind: &str, subject: &str, due_on: NaiveDate, at: Instant) -> Result<bool> {
    let row = (
        alert::kind.eq(kind),
        alert::subject_id.eq(subject),
        alert::due_on.eq(due_on),
        alert::raised_at.eq(at),
    );
    let written = each!(c, c => {
        diesel::insert_into(alert::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(written == 1)
}

/// Which of these things were told of, each with the day on which that was due.
///
/// # Errors
/// Those of the base.
pub fn raised(c: &mut Connection, kind: &str, subjects: &[String]) -> Result<Vec<(String, NaiveDate)>> {
    crate::dialect::in_parts(subjects, |some| {
        alert::table
            .filter(alert::kind.eq(kind))
            .filter(alert::subject_id.eq_any(some))
            .select((alert::subject_id, alert::due_on))
            .load(c)
    })
}
