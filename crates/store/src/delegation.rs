//! Habilitations attached to délégataires (U3).

use crate::{
    Connection, Instant, Result, habilitation,
    schema::{delegation, habilitation as h, profile},
    stored::Stored,
};
use diesel::prelude::*;
use forprev_core::{habilitation::renewal::chain, id::HabilitationId};

/// A habilitation attached to a délégataire (U3).
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = delegation, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUID.
    pub id: String,
    /// The délégataire's profile.
    pub profile_id: String,
    /// The habilitation.
    #[diesel(serialize_as = Stored<HabilitationId>)]
    pub habilitation_id: HabilitationId,
    /// When it was attached.
    pub created_at: Instant,
    /// When it was removed.
    pub removed_at: Option<Instant>,
}

/// Attaches a habilitation.
///
/// # Errors
/// [`crate::Error::Unique`] `delegation_profile_id_habilitation_id_unique`.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(delegation::table).values(row).execute(c)?;
    Ok(())
}

/// Attaches many.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, delegation, 5, rows);
    Ok(())
}

/// What is attached to these profiles and was not removed.
///
/// # Errors
/// Those of the base.
pub fn of_profiles(c: &mut Connection, profiles: &[&str]) -> Result<Vec<Row>> {
    Ok(delegation::table
        .filter(delegation::profile_id.eq_any(profiles))
        .filter(delegation::removed_at.is_null())
        .order(delegation::id)
        .load(c)?)
}

/// The habilitations that count for these profiles, each with its profile (U3): what was attached and not removed, and
/// what renews it, up to a renewal that was removed by itself.
///
/// # Errors
/// Those of the base.
pub fn in_force(c: &mut Connection, profiles: &[&str]) -> Result<Vec<(String, HabilitationId)>> {
    let rows: Vec<Row> =
        delegation::table.filter(delegation::profile_id.eq_any(profiles)).order(delegation::id).load(c)?;
    let (attached, removed): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.removed_at.is_none());
    let mut counts: Vec<_> =
        attached.iter().map(|row| (row.profile_id.clone(), row.habilitation_id)).collect();
    if counts.is_empty() {
        return Ok(counts);
    }
    let organisations = profile::table
        .filter(profile::id.eq_any(profiles))
        .filter(profile::organisation_id.is_not_null())
        .select(profile::organisation_id.assume_not_null());
    let all: Vec<habilitation::Row> =
        h::table.filter(h::organisation_id.eq_any(organisations)).order(h::id).load(c)?;
    let links: Vec<_> = all.iter().map(habilitation::Row::link).collect();
    for row in &attached {
        let Some(one) = links.iter().find(|one| one.id == row.habilitation_id) else { continue };
        let renewals = chain(one, &links);
        let removed_from = |later: &HabilitationId| {
            removed.iter().any(|other| other.profile_id == row.profile_id && other.habilitation_id == *later)
        };
        // Removed from one of them, it does not come back with the next.
        for later in renewals.into_iter().take_while(|later| !removed_from(later)) {
            let new = (row.profile_id.clone(), later);
            if !counts.contains(&new) {
                counts.push(new);
            }
        }
    }
    Ok(counts)
}

/// Removes a delegation.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn remove(c: &mut Connection, id: &str, at: Instant) -> Result<()> {
    let open = delegation::table.filter(delegation::id.eq(id)).filter(delegation::removed_at.is_null());
    crate::version::saved(diesel::update(open).set(delegation::removed_at.eq(at)).execute(c)?)
}
