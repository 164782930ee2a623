//! Habilitations of an organisation, as its people and its caisse read them.

use crate::{Failure, Tx, failure::refuse_if_any, parameters};
use forprev_core::{
    habilitation::{Habilitation, Platform},
    id::OrganisationId,
    page::{Page, latest_first},
    policy::organisation::{HabilitationScope, OrganisationStanding, habilitations},
    query::HabilitationQuery,
    session::window,
};
use forprev_store as store;

/// `GET /organisations/{id}/habilitations`: the last to end first. With `offered`, those for which a session can be
/// declared today: valid on some day of the window around today, upcoming ones included (S3).
///
/// # Errors
/// `request.cursor`, what the query's shape refuses; `not_found` where the organisation is not theirs to see.
pub fn list_habilitations(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    query: &HabilitationQuery,
) -> Result<Page<Habilitation>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let offered = query.offered.unwrap_or_default();
    let row = store::organisation::find(tx.conn, organisation)?;
    let scope = habilitations(tx.actor, &standing(&row))?;
    let parameters = parameters::on(tx, tx.today)?;
    let (first, last) = window::ends_declarable_on(tx.today, &parameters);
    let found = store::habilitation::of_organisation(tx.conn, organisation)?;
    let theirs = found
        .into_iter()
        .filter(|one| match &scope {
            HabilitationScope::All => true,
            HabilitationScope::These(these) => these.contains(&one.row.id),
        })
        .filter(|one| !offered || one.validity().within(first, last))
        .collect();
    let last_first =
        |one: &store::habilitation::Whole| format!("{} {}", latest_first(one.row.valid_until), one.row.id);
    Ok(wanted.cut(theirs, last_first).map(|one| told(tx, one)))
}

/// What the policy needs to know of an organisation.
pub(crate) fn standing(row: &store::organisation::Row) -> OrganisationStanding {
    OrganisationStanding { id: row.id, caisse: row.caisse_code.clone() }
}

fn told(tx: &Tx<'_>, found: store::habilitation::Whole) -> Habilitation {
    let validity = found.validity();
    Habilitation {
        id: found.row.id,
        number: found.row.number,
        organisation_id: found.row.organisation_id,
        dispositif: found.row.dispositif,
        level: found.row.level,
        status: validity.status(tx.today),
        validity,
        renews: found.row.renews_id,
        platforms: found.platforms.into_iter().map(platform).collect(),
    }
}

fn platform(row: store::habilitation::PlatformRow) -> Platform {
    Platform {
        id: row.id,
        name: row.name,
        kind: row.kind,
        address: row.address,
        postal_code: row.postal_code,
        city: row.city,
        insee_code: row.insee_code,
    }
}
