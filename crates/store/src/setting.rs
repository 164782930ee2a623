//! What the program notes for itself, by name.

use crate::{Connection, Result, schema::setting};
use diesel::prelude::*;

/// The value of this name, where there is one.
///
/// # Errors
/// Those of the base.
pub fn get(c: &mut Connection, name: &str) -> Result<Option<String>> {
    Ok(setting::table.find(name).select(setting::value).first(c).optional()?)
}

/// Writes a value.
///
/// # Errors
/// Those of the base.
pub fn set(c: &mut Connection, name: &str, value: &str) -> Result<()> {
    each!(c, c => {
        diesel::insert_into(setting::table)
            .values((setting::name.eq(name), setting::value.eq(value)))
            .on_conflict(setting::name)
            .do_update()
            .set(setting::value.eq(value))
            .execute(c)
    })?;
    Ok(())
}
