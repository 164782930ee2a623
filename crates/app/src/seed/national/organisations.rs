//! Organisations all over the country, and their habilitations.

use super::{Size, draw, name, one_of};
use crate::{Failure, Tx, seed::id};
use chrono::{Datelike, Days};
use forprev_core::{
    calendar::period_end,
    catalogue::OrganisationKind,
    habilitation::number::{HabilitationNumber, HolderLetter},
    id::{HabilitationId, OrganisationId},
    organisation::ServiceReach,
};
use forprev_store as store;

/// Where head offices are: postal code, INSEE code.
const PLACES: [(&str, &str); 12] = [
    ("35000", "35238"),
    ("29200", "29019"),
    ("44000", "44109"),
    ("75011", "75111"),
    ("69003", "69383"),
    ("38000", "38185"),
    ("94000", "94028"),
    ("78000", "78646"),
    ("42000", "42218"),
    ("29000", "29232"),
    ("56100", "56121"),
    ("74000", "74010"),
];

/// What habilitations are for, level 1, and the certificate of each.
pub(super) const LEVELS: [(&str, &str); 8] = [
    ("SST", "SST"),
    ("PRAPIBC", "PRAPIBC"),
    ("PRAP2S", "PRAP2S"),
    ("APSASD", "APSASD"),
    ("RPS", "RPS"),
    ("TRANSMAT", "APS_TRM"),
    ("TRANSVOY", "APS_TRV"),
    ("EVRP", "EVRP"),
];

/// The organisation of this place.
pub(super) fn organisation(index: usize) -> OrganisationId {
    OrganisationId::new(id(101, index))
}

/// The habilitation of this place: organisations take turns, and none has two for the same dispositif.
pub(super) fn habilitation(
    index: usize,
    size: Size,
) -> (HabilitationId, usize, (&'static str, &'static str)) {
    let (owner, turn) = (index % size.organisations, index / size.organisations);
    let level = LEVELS.get((owner + turn) % LEVELS.len()).copied().unwrap_or(("SST", "SST"));
    (HabilitationId::new(id(102, index)), owner, level)
}

/// Writes them.
pub(super) fn write(tx: &mut Tx<'_>, size: Size) -> Result<(), Failure> {
    let mut places = Vec::new();
    for (postal_code, insee_code) in PLACES {
        let commune = store::place::commune(tx.conn, postal_code, insee_code)?
            .ok_or_else(|| Failure::internal("a commune of the national data does not exist"))?;
        let caisse = store::place::caisse_of(tx.conn, &commune.departement)?;
        places.push((commune, caisse));
    }
    let place = |index: usize| places.get(index % places.len());
    let mut rows = Vec::with_capacity(size.organisations);
    for index in 0..size.organisations {
        let Some((commune, caisse)) = place(index) else { continue };
        let (word, _) = name(index as u64);
        let raison_sociale = format!("{word} Formation {index}");
        let entreprise = index % 4 == 3;
        let (sort_key, search_key) = store::organisation::keys(&raison_sociale, None, &commune.name);
        rows.push(store::organisation::Row {
            id: organisation(index),
            kind: if entreprise {
                OrganisationKind::Entreprise
            } else {
                OrganisationKind::OrganismeDeFormation
            },
            raison_sociale,
            enseigne: None,
            siret: siret(index)?,
            nda: None,
            regime: Some("general".to_owned()),
            address: format!("{} rue des Essais", index % 200 + 1),
            postal_code: commune.postal_code.clone(),
            city: commune.name.clone(),
            insee_code: commune.insee_code.clone(),
            departement: commune.departement.clone(),
            caisse_code: caisse.as_ref().map(|caisse| caisse.code.clone()),
            published: !entreprise,
            reach: (!entreprise).then_some(if index.is_multiple_of(3) {
                ServiceReach::National
            } else {
                ServiceReach::Regional
            }),
            published_email: (!entreprise).then(|| format!("organisme{index}@demo.example")),
            published_phone: None,
            published_website: None,
            sort_key,
            search_key,
            version: 1,
            created_at: tx.now.into(),
            updated_at: tx.now.into(),
        });
    }
    store::organisation::insert_all(tx.conn, rows)?;

    let mut rows = Vec::with_capacity(size.habilitations);
    for index in 0..size.habilitations {
        let (habilitation_id, owner, (dispositif, _)) = habilitation(index, size);
        // Of those of five years, one in six has ended by now.
        let valid_from = tx.today - Days::new(draw(index as u64) % 1_300);
        let caisse = place(owner).and_then(|(_, caisse)| caisse.as_ref());
        let number = HabilitationNumber::new(
            10_000 + u32::try_from(index % 90_000).unwrap_or_default(),
            valid_from.year(),
            dispositif,
            1,
            if owner % 4 == 3 { HolderLetter::E } else { HolderLetter::O },
            caisse.map_or("00", |caisse| caisse.number.as_str()),
        );
        rows.push(store::habilitation::Row {
            id: habilitation_id,
            number: number
                .ok_or_else(|| Failure::internal("a habilitation number of the national data is none"))?,
            organisation_id: organisation(owner),
            dispositif: dispositif.to_owned(),
            level: 1,
            valid_from,
            valid_until: period_end(valid_from, 36),
            withdrawn_from: None,
            withdrawal_reason: None,
            version: 1,
            created_at: tx.now.into(),
            renews_id: None,
        });
    }
    store::habilitation::insert_all(tx.conn, rows)?;
    Ok(())
}

fn siret(index: usize) -> Result<forprev_core::organisation::siret::Siret, Failure> {
    (0..10)
        .find_map(|last| format!("{:09}{:04}{last}", 800_000_000 + index, 2).parse().ok())
        .ok_or_else(|| Failure::internal("no SIRET fits"))
}

/// A habilitation drawn among all.
pub(super) fn any(seed: u64, size: Size) -> (HabilitationId, usize, (&'static str, &'static str)) {
    let index = usize::try_from(draw(seed) % size.habilitations.max(1) as u64).unwrap_or_default();
    habilitation(index, size)
}

/// The place of an organisation's head office: postal code, INSEE code.
pub(super) fn place_of(owner: usize) -> (&'static str, &'static str) {
    PLACES.get(owner % PLACES.len()).copied().or_else(|| one_of(&PLACES, 0)).unwrap_or(("35000", "35238"))
}
