//! The yearly review of accesses: asked for once each time, by whichever server comes first.

use crate::{
    Connection, Instant, Result,
    dialect::in_parts,
    schema::{access_review, profile},
    stored::Stored,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::actor::ProfileKind;

/// A review that was asked for.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = access_review, treat_none_as_default_value = false)]
pub struct Row {
    /// Of which profile.
    pub profile_id: String,
    /// The day on which it was due.
    pub due_on: NaiveDate,
    /// The day on which it was asked for.
    pub told_on: NaiveDate,
    /// When the profile was suspended since nobody confirmed it.
    pub suspended_at: Option<Instant>,
}

/// Notes that a review is asked for. Whether this call was the first to do so.
///
/// # Errors
/// Those of the base.
pub fn ask(c: &mut Connection, row: Row) -> Result<bool> {
    let written = each!(c, c => {
        diesel::insert_into(access_review::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(written == 1)
}

/// All that was asked for of these profiles.
///
/// # Errors
/// Those of the base.
pub fn of_profiles(c: &mut Connection, profiles: &[String]) -> Result<Vec<Row>> {
    in_parts(profiles, |some| access_review::table.filter(access_review::profile_id.eq_any(some)).load(c))
}

/// The profiles of this kind whose review was asked for on this day or before, and that nobody confirmed since, unless
/// they were suspended or ended.
///
/// # Errors
/// Those of the base.
pub fn unanswered(
    c: &mut Connection,
    kind: ProfileKind,
    told_by: NaiveDate,
) -> Result<Vec<(Row, crate::profile::Row)>> {
    let confirmed = profile::reviewed_on
        .is_not_null()
        .and(profile::reviewed_on.assume_not_null().ge(access_review::told_on));
    Ok(access_review::table
        .inner_join(profile::table)
        .filter(profile::kind.eq(Stored(kind)))
        .filter(profile::ended_at.is_null())
        .filter(profile::suspended_at.is_null())
        .filter(access_review::suspended_at.is_null())
        .filter(access_review::told_on.le(told_by))
        .filter(diesel::dsl::not(confirmed))
        .order((access_review::profile_id, access_review::due_on))
        .load(c)?)
}

/// Notes that the profile was suspended. Whether this call was the first to do so.
///
/// # Errors
/// Those of the base.
pub fn suspended(c: &mut Connection, row: &Row, at: Instant) -> Result<bool> {
    let open = access_review::table
        .filter(access_review::profile_id.eq(&row.profile_id))
        .filter(access_review::due_on.eq(row.due_on))
        .filter(access_review::suspended_at.is_null());
    Ok(diesel::update(open).set(access_review::suspended_at.eq(at)).execute(c)? == 1)
}
