//! B21: what the public register of companies last said of each organisation.

use crate::{
    Connection, Instant, Json, Result,
    schema::{organisation, register_watch},
    stored::Stored,
};
use diesel::prelude::*;
use forprev_core::{
    id::OrganisationId,
    organisation::{register::RegisterEntry, siret::Siret},
};

/// Organisations that were not checked since `since`: those that never were first, then those that were longest ago.
///
/// # Errors
/// Those of the base.
pub fn due(c: &mut Connection, since: Instant, limit: i64) -> Result<Vec<(OrganisationId, Siret)>> {
    let mut found: Vec<(OrganisationId, Siret)> = organisation::table
        .left_join(register_watch::table)
        .filter(register_watch::organisation_id.is_null())
        .order(organisation::id)
        .limit(limit)
        .select((organisation::id, organisation::siret))
        .load(c)?;
    let left = limit.saturating_sub(i64::try_from(found.len()).unwrap_or(limit));
    let again: Vec<(OrganisationId, Siret)> = register_watch::table
        .inner_join(organisation::table)
        .filter(register_watch::checked_at.lt(since))
        .order((register_watch::checked_at, register_watch::organisation_id))
        .limit(left)
        .select((organisation::id, organisation::siret))
        .load(c)?;
    found.extend(again);
    Ok(found)
}

/// Notes that an organisation is checked now, unless another server did since `since`. What the register said before;
/// nothing where this call is not to go on.
///
/// # Errors
/// Those of the base.
pub fn take(
    c: &mut Connection,
    id: OrganisationId,
    since: Instant,
    at: Instant,
) -> Result<Option<Option<RegisterEntry>>> {
    let old = register_watch::table.find(Stored(id)).filter(register_watch::checked_at.lt(since));
    let before: Option<Option<Json<RegisterEntry>>> = diesel::update(old)
        .set(register_watch::checked_at.eq(at))
        .returning(register_watch::said)
        .get_result(c)
        .optional()?;
    if let Some(before) = before {
        return Ok(Some(before.map(|said| said.0)));
    }
    let row = (register_watch::organisation_id.eq(Stored(id)), register_watch::checked_at.eq(at));
    let written = each!(c, c => {
        diesel::insert_into(register_watch::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok((written == 1).then_some(None))
}

/// Keeps what the register says now of an organisation that [`take`] took.
///
/// # Errors
/// Those of the base.
pub fn keep(c: &mut Connection, id: OrganisationId, said: &RegisterEntry) -> Result<()> {
    let row = register_watch::table.find(Stored(id));
    diesel::update(row).set(register_watch::said.eq(Json(said.clone()))).execute(c)?;
    Ok(())
}
