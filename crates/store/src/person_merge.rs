//! A15: two accounts of one person made one. The merged account's number leads to the kept person; what went over is
//! noted ([`Moved`]), so that it can go back.

mod caisses;
mod moved;
mod told;

pub use moved::{Caisse, CaisseChoice, Delegation, Known, Moved, carry_over, give_back};

use crate::{
    Connection, Instant, Json, Result,
    dialect::in_parts,
    person,
    schema::person_merge,
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::id::PersonId;
use std::collections::HashMap;

/// A merge.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = person_merge, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// The account that closed.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub merged_id: PersonId,
    /// The person who was kept.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub kept_id: PersonId,
    /// Why.
    pub reason: String,
    /// What went over.
    pub moved: Json<Moved>,
    /// Who did it.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub merged_by: PersonId,
    /// When.
    pub created_at: Instant,
    /// When it was undone.
    pub undone_at: Option<Instant>,
    /// Who undid it.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub undone_by: Option<PersonId>,
}

// A reason may name somebody.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("person_merge::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Writes a merge.
///
/// # Errors
/// [`crate::Error::Unique`] `person_merge_merged_id_unique`.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(person_merge::table).values(row).execute(c)?;
    Ok(())
}

/// The merge in which this account closed, unless it was undone.
///
/// # Errors
/// Those of the base.
pub fn of_merged(c: &mut Connection, merged: PersonId) -> Result<Option<Row>> {
    Ok(person_merge::table
        .filter(person_merge::merged_id.eq(Stored(merged)))
        .filter(person_merge::undone_at.is_null())
        .first(c)
        .optional()?)
}

/// The merges in which these accounts closed.
///
/// # Errors
/// Those of the base.
pub fn of_all(c: &mut Connection, merged: &[PersonId]) -> Result<Vec<Row>> {
    in_parts(merged, |some| {
        person_merge::table
            .filter(person_merge::merged_id.eq_any(some.iter().copied().map(Stored)))
            .filter(person_merge::undone_at.is_null())
            .load(c)
    })
}

/// The accounts that were merged into this one, and into those.
///
/// # Errors
/// Those of the base.
pub fn merged_into(c: &mut Connection, kept: PersonId) -> Result<Vec<PersonId>> {
    let (mut found, mut asked): (Vec<PersonId>, Vec<PersonId>) = (Vec::new(), vec![kept]);
    while !asked.is_empty() {
        let next: Vec<PersonId> = person_merge::table
            .filter(person_merge::kept_id.eq_any(asked.iter().copied().map(Stored)))
            .filter(person_merge::undone_at.is_null())
            .select(person_merge::merged_id)
            .load(c)?;
        found.extend(&next);
        asked = next;
    }
    Ok(found)
}

/// Notes that a merge was undone.
///
/// # Errors
/// [`crate::Error::NotFound`] where it was undone before.
pub fn undone(c: &mut Connection, id: &str, by: PersonId, at: Instant) -> Result<()> {
    let open = person_merge::table.filter(person_merge::id.eq(id)).filter(person_merge::undone_at.is_null());
    let set = (person_merge::undone_at.eq(at), person_merge::undone_by.eq(Stored(by)));
    crate::version::saved(diesel::update(open).set(set).execute(c)?)
}

/// Whom each of these people is now: those whose account was merged into another's only.
///
/// # Errors
/// Those of the base.
pub fn kept(c: &mut Connection, people: &[PersonId]) -> Result<HashMap<PersonId, PersonId>> {
    let mut now: HashMap<PersonId, PersonId> = HashMap::new();
    let mut asked = people.to_vec();
    // Who was kept may have been merged later. None is merged into one that is merged: this comes to an end.
    loop {
        let next: HashMap<PersonId, PersonId> =
            of_all(c, &asked)?.into_iter().map(|row| (row.merged_id, row.kept_id)).collect();
        if next.is_empty() {
            return Ok(now);
        }
        for to in now.values_mut() {
            *to = next.get(to).copied().unwrap_or(*to);
        }
        for (from, to) in &next {
            if people.contains(from) {
                now.insert(*from, *to);
            }
        }
        asked = next.into_values().collect();
    }
}

/// The person who has this account now.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub(crate) fn followed(c: &mut Connection, found: Option<person::Row>) -> Result<Option<person::Row>> {
    let Some(row) = found else { return Ok(None) };
    match kept(c, &[row.id])?.get(&row.id) {
        None => Ok(Some(row)),
        Some(kept) => person::find(c, *kept).map(Some),
    }
}
