//! What a grant makes: the habilitation with its number and its days, and its platforms (H3, H4).

use super::loaded::Loaded;
use crate::{Failure, Tx};
use chrono::{Datelike, NaiveDate};
use forprev_core::{
    catalogue::OrganisationKind,
    habilitation::number::{HabilitationNumber, HolderLetter},
    id::HabilitationId,
    organisation::caisse::INRS_NUMBER,
    request::decision::Term,
};
use forprev_store as store;

/// Makes the habilitation that a request asked for.
///
/// # Errors
/// The year's sequence is at its end; the base cannot be written.
pub(super) fn habilitation(
    tx: &mut Tx<'_>,
    loaded: &Loaded,
    decided_on: NaiveDate,
    term: Term,
) -> Result<store::habilitation::Row, Failure> {
    // What was withdrawn meanwhile is not renewed: this is a first habilitation again (H7).
    let renewed = loaded.known.renewed.as_ref().filter(|one| one.row.withdrawn_from.is_none());
    let row = store::habilitation::Row {
        id: HabilitationId::new(tx.new_id()),
        number: number(tx, loaded, decided_on)?,
        organisation_id: loaded.row.organisation_id,
        dispositif: loaded.row.dispositif.clone(),
        level: loaded.row.level,
        valid_from: term.valid_from,
        valid_until: term.valid_until,
        withdrawn_from: None,
        withdrawal_reason: None,
        version: 1,
        created_at: tx.now.into(),
        renews_id: renewed.map(|one| one.row.id),
    };
    store::habilitation::insert(tx.conn, row.clone())?;
    for one in &loaded.platforms {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        store::habilitation::insert_platform(
            tx.conn,
            store::habilitation::PlatformRow {
                id: one.id,
                habilitation_id: row.id,
                name: text(&one.name),
                address: text(&one.address),
                postal_code: text(&one.postal_code),
                city: text(&one.city),
                insee_code: text(&one.insee_code),
                kind: one.kind.clone(),
            },
        )?;
    }
    Ok(row)
}

/// The next number of the year in which it is decided.
fn number(tx: &mut Tx<'_>, loaded: &Loaded, decided_on: NaiveDate) -> Result<HabilitationNumber, Failure> {
    let letter = match loaded.organisation.kind {
        OrganisationKind::OrganismeDeFormation => HolderLetter::O,
        OrganisationKind::Entreprise => HolderLetter::E,
    };
    let caisse = match &loaded.row.caisse_code {
        Some(code) => store::place::caisse(tx.conn, code)?.map(|caisse| caisse.number),
        None => None,
    };
    let caisse = caisse.unwrap_or_else(|| INRS_NUMBER.to_owned());
    let year = decided_on.year();
    let place = store::habilitation::next_in_sequence(tx.conn, year)?;
    HabilitationNumber::new(place, year, &loaded.row.dispositif, loaded.row.level, letter, &caisse)
        .ok_or_else(|| Failure::internal("the year's sequence of habilitation numbers is at its end"))
}
