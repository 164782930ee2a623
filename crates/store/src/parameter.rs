//! National parameters, each value with the day from which it holds.

use crate::{Connection, Json, Result, schema::parameter};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::parameters::ParameterVersion;

/// All the values of all the parameters, for `Parameters::in_force`.
///
/// # Errors
/// Those of the base.
pub fn versions(c: &mut Connection) -> Result<Vec<ParameterVersion>> {
    let rows: Vec<(String, NaiveDate, Json<serde_json::Value>)> =
        parameter::table.order((parameter::name, parameter::holds_from)).load(c)?;
    Ok(rows
        .into_iter()
        .map(|(name, holds_from, Json(value))| ParameterVersion { name, holds_from, value })
        .collect())
}

/// Writes a value, in place of one that held from the same day.
///
/// # Errors
/// Those of the base.
pub fn set(c: &mut Connection, version: &ParameterVersion) -> Result<()> {
    let value = Json(version.value.clone());
    each!(c, c => {
        diesel::insert_into(parameter::table)
            .values((
                parameter::name.eq(&version.name),
                parameter::holds_from.eq(version.holds_from),
                parameter::value.eq(&value),
            ))
            .on_conflict((parameter::name, parameter::holds_from))
            .do_update()
            .set(parameter::value.eq(&value))
            .execute(c)
    })?;
    Ok(())
}

/// Writes a value, unless one that holds from the same day is there: what INRS edited stays.
///
/// # Errors
/// Those of the base.
pub fn set_unless_there(c: &mut Connection, version: &ParameterVersion) -> Result<()> {
    let row = (
        parameter::name.eq(&version.name),
        parameter::holds_from.eq(version.holds_from),
        parameter::value.eq(Json(version.value.clone())),
    );
    each!(c, c => diesel::insert_into(parameter::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}
