//! Twelve organisations with habilitations in every state.

use super::id;
use crate::{Failure, Tx};
use chrono::{Datelike, Days, NaiveDate};
use forprev_core::{
    calendar::{months_before, period_end},
    catalogue::OrganisationKind,
    habilitation::number::{HabilitationNumber, HolderLetter},
    id::{HabilitationId, OrganisationId, PlatformId},
    organisation::{ServiceReach, siret::Siret},
};
use forprev_store as store;

struct Invented {
    name: &'static str,
    enseigne: Option<&'static str>,
    entreprise: bool,
    address: &'static str,
    postal_code: &'static str,
    insee_code: &'static str,
    national: bool,
    held: &'static [Held],
}

/// A habilitation, by the state it is to be in.
struct Held(&'static str, u8, When);

#[derive(Clone, Copy)]
enum When {
    /// Runs since ten months, for 36 in all.
    Valid,
    /// Ends in so many days.
    EndsIn(u64),
    /// Ended so many days ago.
    EndedAgo(u64),
    /// Begins in so many days.
    BeginsIn(u64),
    /// Suspended since ten days, open.
    Suspended,
    /// Withdrawn thirty days ago.
    Withdrawn,
}

use When::{BeginsIn, EndedAgo, EndsIn, Suspended, Valid, Withdrawn};

#[rustfmt::skip]
const ORGANISATIONS: [Invented; 12] = [
    Invented { name: "Prévention Ouest Formation", enseigne: Some("POF"), entreprise: false, address: "12 rue de la Monnaie", postal_code: "35000", insee_code: "35238", national: true,
        held: &[Held("SST", 1, Valid), Held("SST", 2, Valid), Held("PRAPIBC", 1, EndsIn(160)), Held("CATEC", 1, Valid)] },
    Invented { name: "Atelier Santé Travail Lyon", enseigne: None, entreprise: false, address: "48 cours Gambetta", postal_code: "69003", insee_code: "69383", national: false,
        held: &[Held("SST", 1, Valid), Held("PRAP2S", 1, EndsIn(75))] },
    Invented { name: "Chantiers de l’Armor", enseigne: None, entreprise: true, address: "3 quai du Commandant Malbert", postal_code: "29200", insee_code: "29019", national: false,
        held: &[Held("SST", 1, EndsIn(40)), Held("ECHAFPIED", 1, Valid)] },
    Invented { name: "Sécurité Formation Île-de-France", enseigne: Some("Séfor"), entreprise: false, address: "7 rue Oberkampf", postal_code: "75011", insee_code: "75111", national: true,
        held: &[Held("SST", 1, EndedAgo(20)), Held("SST", 2, Valid), Held("EVRP", 1, Valid)] },
    Invented { name: "Alpes Gestes et Postures", enseigne: None, entreprise: false, address: "22 avenue Alsace-Lorraine", postal_code: "38000", insee_code: "38185", national: false,
        held: &[Held("PRAPIBC", 1, Suspended), Held("SST", 1, Valid)] },
    Invented { name: "Institut francilien de la prévention", enseigne: Some("IFP"), entreprise: false, address: "5 rue des Archives", postal_code: "94000", insee_code: "94028", national: false,
        held: &[Held("RPS", 1, Valid), Held("TMS", 1, Valid), Held("SST", 1, Withdrawn)] },
    Invented { name: "Logistique Saint-Étienne", enseigne: None, entreprise: true, address: "90 rue de la Talaudière", postal_code: "42000", insee_code: "42218", national: false,
        held: &[Held("SST", 1, Valid), Held("TRANSMAT", 1, Valid)] },
    Invented { name: "Cap Ergonomie", enseigne: None, entreprise: false, address: "14 place Alsace-Lorraine", postal_code: "56100", insee_code: "56121", national: false,
        held: &[Held("PRAPIBC", 1, Valid), Held("PRAP2S", 1, BeginsIn(14))] },
    Invented { name: "Désamiantage Conseil Formation", enseigne: Some("DCF"), entreprise: false, address: "31 boulevard de la Reine", postal_code: "78000", insee_code: "78646", national: true,
        held: &[Held("AMIANTESS4", 1, Valid)] },
    Invented { name: "Haute-Savoie Secours", enseigne: None, entreprise: false, address: "2 rue Sommeiller", postal_code: "74000", insee_code: "74010", national: false,
        held: &[Held("SST", 1, Valid), Held("APSASD", 1, Valid)] },
    Invented { name: "Quimper Aide à domicile", enseigne: None, entreprise: false, address: "6 rue de Pont-l’Abbé", postal_code: "29000", insee_code: "29232", national: false,
        held: &[Held("APSASD", 1, Valid), Held("HAPASMS", 1, EndsIn(300))] },
    Invented { name: "Transports Loire Atlantique", enseigne: None, entreprise: true, address: "18 quai de la Fosse", postal_code: "44000", insee_code: "44109", national: false,
        held: &[Held("TRANSVOY", 1, Valid), Held("SST", 1, Valid)] },
];

/// A habilitation of the demonstration.
pub(super) struct Habilitation {
    pub organisation: usize,
    pub organisation_id: OrganisationId,
    pub id: HabilitationId,
    pub dispositif: &'static str,
    pub level: u8,
}

/// Writes the organisations; their habilitations in the order of this file.
pub(super) fn write(tx: &mut Tx<'_>) -> Result<Vec<Habilitation>, Failure> {
    let mut written = Vec::new();
    for (index, one) in ORGANISATIONS.iter().enumerate() {
        let (row, caisse) = organisation(tx, index, one)?;
        let organisation_id = row.id;
        store::organisation::insert(tx.conn, row)?;
        for held in one.held {
            let id = HabilitationId::new(id(2, written.len()));
            let (row, suspension) =
                habilitation(tx.today, written.len(), id, organisation_id, one, held, &caisse)?;
            store::habilitation::insert(
                tx.conn,
                store::habilitation::Row { created_at: tx.now.into(), ..row },
            )?;
            if let Some(from_on) = suspension {
                suspend(tx, id, from_on)?;
            }
            if matches!(held.0, "CATEC" | "ECHAFPIED" | "AMIANTESS4") {
                platform(tx, written.len(), id, one)?;
            }
            written.push(Habilitation {
                organisation: index,
                organisation_id,
                id,
                dispositif: held.0,
                level: held.1,
            });
        }
    }
    Ok(written)
}

fn organisation(
    tx: &mut Tx<'_>,
    index: usize,
    one: &Invented,
) -> Result<(store::organisation::Row, String), Failure> {
    let commune = store::place::commune(tx.conn, one.postal_code, one.insee_code)?
        .ok_or_else(|| Failure::internal("a commune of the demonstration does not exist"))?;
    let caisse = store::place::caisse_of(tx.conn, &commune.departement)?;
    let (sort_key, search_key) = store::organisation::keys(one.name, one.enseigne, &commune.name);
    let row = store::organisation::Row {
        id: OrganisationId::new(id(1, index)),
        kind: if one.entreprise {
            OrganisationKind::Entreprise
        } else {
            OrganisationKind::OrganismeDeFormation
        },
        raison_sociale: one.name.to_owned(),
        enseigne: one.enseigne.map(str::to_owned),
        siret: siret(index)?,
        nda: (!one.entreprise).then(|| format!("{}350{index:06}35", 5)),
        regime: Some("general".to_owned()),
        address: one.address.to_owned(),
        postal_code: one.postal_code.to_owned(),
        city: commune.name,
        insee_code: one.insee_code.to_owned(),
        departement: commune.departement,
        caisse_code: caisse.as_ref().map(|caisse| caisse.code.clone()),
        published: !one.entreprise,
        reach: (!one.entreprise).then_some(if one.national {
            ServiceReach::National
        } else {
            ServiceReach::Regional
        }),
        published_email: (!one.entreprise).then(|| format!("contact-{index}@demo.example")),
        published_phone: None,
        published_website: None,
        sort_key,
        search_key,
        version: 1,
        created_at: tx.now.into(),
        updated_at: tx.now.into(),
    };
    Ok((row, caisse.map_or_else(|| "00".to_owned(), |caisse| caisse.number)))
}

/// A SIRET that passes O3: the last digit is the one that fits.
fn siret(index: usize) -> Result<Siret, Failure> {
    (0..10)
        .find_map(|last| format!("{:09}{:04}{last}", 900_100_000 + index * 137, 1).parse().ok())
        .ok_or_else(|| Failure::internal("no SIRET fits"))
}

fn habilitation(
    today: NaiveDate,
    sequence: usize,
    id: HabilitationId,
    organisation_id: OrganisationId,
    one: &Invented,
    held: &Held,
    caisse: &str,
) -> Result<(store::habilitation::Row, Option<NaiveDate>), Failure> {
    let Held(dispositif, level, when) = held;
    let (before, after) = (|days: u64| today - Days::new(days), |days: u64| today + Days::new(days));
    let running = (months_before(today, 10), 36);
    let (valid_from, valid_until) = match when {
        Valid | Suspended | Withdrawn => (running.0, period_end(running.0, running.1)),
        EndsIn(days) => (months_before(after(*days), 36).succ_opt().unwrap_or(today), after(*days)),
        EndedAgo(days) => (months_before(before(*days), 36).succ_opt().unwrap_or(today), before(*days)),
        BeginsIn(days) => (after(*days), period_end(after(*days), 36)),
    };
    let letter = if one.entreprise { HolderLetter::E } else { HolderLetter::O };
    let sequence = u32::try_from(sequence).unwrap_or_default() + 1;
    let number = HabilitationNumber::new(sequence, valid_from.year(), dispositif, *level, letter, caisse)
        .ok_or_else(|| Failure::internal("a habilitation number of the demonstration is none"))?;
    let withdrawn = matches!(when, Withdrawn);
    let row = store::habilitation::Row {
        id,
        number,
        organisation_id,
        dispositif: (*dispositif).to_owned(),
        level: *level,
        valid_from,
        valid_until,
        withdrawn_from: withdrawn.then(|| before(30)),
        withdrawal_reason: withdrawn.then(|| "Cessation de l’activité de formation".to_owned()),
        version: 1,
        // Written by the caller, who knows the instant.
        created_at: chrono::DateTime::UNIX_EPOCH.into(),
        renews_id: None,
    };
    Ok((row, matches!(when, Suspended).then(|| before(10))))
}

fn suspend(tx: &mut Tx<'_>, id: HabilitationId, from_on: NaiveDate) -> Result<(), Failure> {
    store::habilitation::insert_suspension(
        tx.conn,
        store::habilitation::SuspensionRow {
            id: super::id(3, 0).to_string(),
            habilitation_id: id,
            from_on,
            until_on: None,
            reason: Some("Contrôle en cours".to_owned()),
            created_at: tx.now.into(),
        },
    )?;
    Ok(())
}

fn platform(
    tx: &mut Tx<'_>,
    index: usize,
    habilitation_id: HabilitationId,
    one: &Invented,
) -> Result<(), Failure> {
    let city = store::place::commune(tx.conn, one.postal_code, one.insee_code)?.map(|commune| commune.name);
    store::habilitation::insert_platform(
        tx.conn,
        store::habilitation::PlatformRow {
            id: PlatformId::new(id(4, index)),
            habilitation_id,
            name: "Plateforme technique".to_owned(),
            address: one.address.to_owned(),
            postal_code: one.postal_code.to_owned(),
            city: city.unwrap_or_default(),
            insee_code: one.insee_code.to_owned(),
            kind: None,
        },
    )?;
    Ok(())
}
