//! The examination grids (C28), each state of each item with the day from which it holds.

use crate::{Connection, Json, Result, schema::grid_entry_version};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{catalogue::Dated, request::grid::GridEntry};

/// All the states of all the items.
///
/// # Errors
/// Those of the base.
pub fn entries(c: &mut Connection) -> Result<Vec<Dated<GridEntry>>> {
    let rows: Vec<(NaiveDate, Json<GridEntry>)> = grid_entry_version::table
        .order((grid_entry_version::code, grid_entry_version::holds_from))
        .select((grid_entry_version::holds_from, grid_entry_version::document))
        .load(c)?;
    Ok(rows.into_iter().map(|(holds_from, Json(entry))| Dated { holds_from, entry }).collect())
}

/// Writes a state of an item, unless one that holds from the same day is there: what INRS edited stays.
///
/// # Errors
/// Those of the base.
pub fn add(c: &mut Connection, version: &Dated<GridEntry>) -> Result<()> {
    let row = (
        grid_entry_version::code.eq(&version.entry.code),
        grid_entry_version::holds_from.eq(version.holds_from),
        grid_entry_version::document.eq(Json(version.entry.clone())),
    );
    each!(c, c => diesel::insert_into(grid_entry_version::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}
