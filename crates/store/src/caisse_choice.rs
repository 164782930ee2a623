//! H1: the caisses that people chose.

use crate::{
    Connection, Result,
    schema::{caisse, caisse_choice},
    stored::Stored,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::id::PersonId;

/// How many are told at the most.
const TOLD: i64 = 50;

/// Notes that a person chose this caisse; of several on one day, the last one.
///
/// # Errors
/// Those of the base.
pub fn put(c: &mut Connection, person: PersonId, caisse: &str, on: NaiveDate) -> Result<()> {
    let row = (
        caisse_choice::person_id.eq(Stored(person)),
        caisse_choice::since_on.eq(on),
        caisse_choice::caisse_code.eq(caisse),
    );
    each!(c, c => {
        diesel::insert_into(caisse_choice::table)
            .values(row)
            .on_conflict((caisse_choice::person_id, caisse_choice::since_on))
            .do_update()
            .set(caisse_choice::caisse_code.eq(caisse))
            .execute(c)
    })?;
    Ok(())
}

/// The caisses that a person chose, code, name and first day, the last one first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<(String, String, NaiveDate)>> {
    Ok(caisse_choice::table
        .inner_join(caisse::table)
        .filter(caisse_choice::person_id.eq(Stored(person)))
        .order(caisse_choice::since_on.desc())
        .limit(TOLD)
        .select((caisse::code, caisse::name, caisse_choice::since_on))
        .load(c)?)
}
