//! Where a session is held: its département (O1, C8), and what the platform chosen says of it.

use crate::{Failure, Tx};
use forprev_core::{
    organisation::caisse::{Commune, resolve_departement},
    problem::Code,
    session::content::PlaceContent,
};
use forprev_store as store;

/// The code of the place's département; none while there is no postal code, and the reason where there is none.
pub(super) fn departement(
    tx: &mut Tx<'_>,
    place: &PlaceContent,
) -> Result<Result<Option<String>, Code>, Failure> {
    let Some(postal_code) = &place.postal_code else { return Ok(Ok(None)) };
    let rows = store::place::communes(tx.conn, postal_code.as_str())?;
    let communes: Vec<Commune> = rows.into_iter().filter_map(commune).collect();
    let found = resolve_departement(postal_code, place.insee_code.as_ref(), &communes);
    Ok(found.map(|code| Some(code.to_owned())))
}

fn commune(row: store::place::CommuneRow) -> Option<Commune> {
    Some(Commune {
        postal_code: row.postal_code.parse().ok()?,
        insee_code: row.insee_code.parse().ok()?,
        name: row.name,
        departement: row.departement,
    })
}

/// What is blank of the place is filled from the platform chosen.
pub(super) fn fill(place: &mut PlaceContent, platforms: &[store::habilitation::PlatformRow]) {
    let Some(chosen) = platforms.iter().find(|one| Some(one.id) == place.platform_id) else { return };
    let blank = |text: &Option<String>| text.is_none();
    if blank(&place.name) {
        place.name = Some(chosen.name.clone());
    }
    if blank(&place.address) {
        place.address = Some(chosen.address.clone());
    }
    if blank(&place.city) {
        place.city = Some(chosen.city.clone());
    }
    if place.postal_code.is_none() {
        place.postal_code = chosen.postal_code.parse().ok();
    }
    let same = place.postal_code.as_ref().is_some_and(|code| code.as_str() == chosen.postal_code);
    if same && place.insee_code.is_none() {
        place.insee_code = chosen.insee_code.parse().ok();
    }
}

/// The columns of a session that tell its place.
pub(super) fn write(row: &mut store::session::Row, place: &PlaceContent, departement: Option<String>) {
    row.place_name.clone_from(&place.name);
    row.place_address.clone_from(&place.address);
    row.place_postal_code = place.postal_code.as_ref().map(ToString::to_string);
    row.place_city.clone_from(&place.city);
    row.place_insee_code = place.insee_code.as_ref().map(ToString::to_string);
    row.platform_id = place.platform_id;
    row.departement = departement;
}

/// The place that these columns tell.
pub(super) fn read(row: &store::session::Row) -> PlaceContent {
    PlaceContent {
        name: row.place_name.clone(),
        address: row.place_address.clone(),
        postal_code: row.place_postal_code.as_deref().and_then(|text| text.parse().ok()),
        city: row.place_city.clone(),
        insee_code: row.place_insee_code.as_deref().and_then(|text| text.parse().ok()),
        platform_id: row.platform_id,
    }
}
