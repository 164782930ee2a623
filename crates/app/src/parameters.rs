//! National parameters, as they are in force on a day.

use crate::{Failure, Tx};
use chrono::NaiveDate;
use forprev_core::parameters::{Parameters, ParametersOn};
use forprev_store as store;

/// The parameters in force on `day`.
///
/// # Errors
/// The base cannot be read, or lacks a parameter.
pub fn on(tx: &mut Tx<'_>, day: NaiveDate) -> Result<Parameters, Failure> {
    let versions = store::parameter::versions(tx.conn)?;
    Parameters::in_force(&versions, day).map_err(|error| Failure::internal(error.to_string()))
}

/// `GET /parameters`: the day, today if none is given, and what is in force on it.
///
/// # Errors
/// The base cannot be read, or lacks a parameter.
pub fn get_parameters(tx: &mut Tx<'_>, day: Option<NaiveDate>) -> Result<ParametersOn, Failure> {
    let on_day = day.unwrap_or(tx.today);
    Ok(ParametersOn { on: on_day, parameters: on(tx, on_day)? })
}
