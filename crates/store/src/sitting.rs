//! Sittings of the CNH (C21).

use crate::{
    Connection, Instant, Result,
    schema::{habilitation_request, sitting},
    stored::Stored,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    id::{RequestId, SittingId},
    request::sitting::SittingState,
};

/// A sitting as it is kept.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = sitting, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier.
    #[diesel(serialize_as = Stored<SittingId>)]
    pub id: SittingId,
    /// Where it is.
    #[diesel(serialize_as = Stored<SittingState>)]
    pub state: SittingState,
    /// Its day.
    pub held_on: NaiveDate,
    /// Where it is held.
    pub place: Option<String>,
    /// Rises with each change: the `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// Writes a new sitting.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(sitting::table).values(row).execute(c)?;
    Ok(())
}

/// The sitting of this identifier.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: SittingId) -> Result<Row> {
    Ok(sitting::table.find(Stored(id)).first(c)?)
}

/// Those of these sittings that exist.
///
/// # Errors
/// Those of the base.
pub fn find_all(c: &mut Connection, ids: &[SittingId]) -> Result<Vec<Row>> {
    Ok(sitting::table.filter(sitting::id.eq_any(ids.iter().copied().map(Stored))).load(c)?)
}

/// All the sittings: there are a dozen a year.
///
/// # Errors
/// Those of the base.
pub fn all(c: &mut Connection, state: Option<SittingState>) -> Result<Vec<Row>> {
    let mut all = sitting::table.into_boxed();
    if let Some(state) = state {
        all = all.filter(sitting::state.eq(Stored(state)));
    }
    Ok(all.order((sitting::held_on, sitting::id)).load(c)?)
}

/// Takes the row lock and the next version of a sitting, before it is changed.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn touch(c: &mut Connection, id: SittingId) -> Result<Row> {
    Ok(diesel::update(sitting::table.find(Stored(id)))
        .set(sitting::version.eq(sitting::version + 1))
        .returning(sitting::all_columns)
        .get_result(c)?)
}

/// Writes all of a sitting that [`touch`] took.
///
/// # Errors
/// Those of the base.
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let held = sitting::table.find(Stored(row.id));
    crate::version::saved(diesel::update(held).set(row).execute(c)?)
}

/// The requests on these agendas, each with its sitting, in the agendas' order.
///
/// # Errors
/// Those of the base.
pub fn agendas(c: &mut Connection, ids: &[SittingId]) -> Result<Vec<(SittingId, RequestId)>> {
    let ids: Vec<_> = ids.iter().copied().map(Stored).collect();
    Ok(habilitation_request::table
        .filter(habilitation_request::sitting_id.is_not_null())
        .filter(habilitation_request::sitting_id.assume_not_null().eq_any(ids))
        .order((
            habilitation_request::sitting_id,
            habilitation_request::agenda_position,
            habilitation_request::id,
        ))
        .select((habilitation_request::sitting_id.assume_not_null(), habilitation_request::id))
        .load(c)?)
}

/// What was last decided at these sittings, one by one: each request with its sitting.
///
/// # Errors
/// Those of the base.
pub fn decided(c: &mut Connection, ids: &[SittingId]) -> Result<Vec<(SittingId, RequestId)>> {
    let ids: Vec<_> = ids.iter().copied().map(Stored).collect();
    Ok(habilitation_request::table
        .filter(habilitation_request::decided_sitting_id.is_not_null())
        .filter(habilitation_request::decided_sitting_id.assume_not_null().eq_any(ids))
        .order((habilitation_request::decided_sitting_id, habilitation_request::id))
        .select((habilitation_request::decided_sitting_id.assume_not_null(), habilitation_request::id))
        .load(c)?)
}
