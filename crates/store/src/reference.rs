//! Reference data, carried by the program: communes, départements, caisses, and the values with which the catalogue
//! and the national parameters start. Where it comes from: `data/README.md`.

use crate::{
    Connection, Error, Pool, Result, catalogue, grid, parameter,
    place::{CaisseRow, CommuneRow, DepartementRow},
    schema::{caisse, caisse_departement, commune, departement},
    setting,
};
use chrono::NaiveDate;
use diesel::{prelude::*, upsert::excluded};
use forprev_core::{
    catalogue::{Catalogue, Dated},
    organisation::caisse::{Caisse, CaisseKind, caisse_of},
    parameters::{ParameterVersion, Parameters},
    request::grid::GridEntry,
    text::search_key,
};
use serde::Deserialize;

const COMMUNES: &str = include_str!("../data/communes.csv");
const DEPARTEMENTS: &str = include_str!("../data/departements.csv");
const CAISSES: &str = include_str!("../data/caisses.csv");
const CATALOGUE: &str = include_str!("../data/dispositifs.json");
const GRIDS: &str = include_str!("../data/grids.json");

/// The setting that tells which reference data the base holds.
const SETTING: &str = "reference_data";

/// The day from which the starting values hold: before anything that the system was told of.
const START: NaiveDate = match NaiveDate::from_ymd_opt(2020, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Brings the reference data of this program into the base, unless they are there. Of the catalogue and of the
/// parameters, what INRS edited stays. Whether anything was to be done.
///
/// # Errors
/// Those of the base.
pub fn load(pool: &Pool) -> Result<bool> {
    let ours = fingerprint();
    if pool.read(|c| setting::get(c, SETTING))?.as_ref() == Some(&ours) {
        return Ok(false);
    }
    pool.write(|c| {
        // Two servers that start at once: the second one finds it done.
        if setting::get(c, SETTING)?.as_ref() == Some(&ours) {
            return Ok(false);
        }
        load_places(c)?;
        load_catalogue(c)?;
        load_grids(c)?;
        load_parameters(c)?;
        setting::set(c, SETTING, &ours)?;
        Ok(true)
    })
}

/// Changes whenever the carried data do (FNV-1a: nobody has a reason to forge it).
fn fingerprint() -> String {
    let bytes = [COMMUNES, DEPARTEMENTS, CAISSES, CATALOGUE, GRIDS].into_iter().flat_map(str::bytes);
    let parameters = format!("{:?}", Parameters::starting());
    let hash = bytes.chain(parameters.bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

fn load_places(c: &mut Connection) -> Result<()> {
    #[derive(Deserialize)]
    struct Departement {
        code: String,
        name: String,
        region_code: String,
        region: String,
    }
    #[derive(Deserialize)]
    struct Commune {
        postal_code: String,
        insee_code: String,
        name: String,
        departement: String,
    }
    let departements = lines(DEPARTEMENTS)?.into_iter().map(|one: Departement| DepartementRow {
        code: one.code,
        name: one.name,
        region_code: one.region_code,
        region: one.region,
    });
    let departements: Vec<_> = departements.collect();
    let codes: Vec<_> = departements.iter().map(|one| one.code.clone()).collect();
    upsert_departements(c, departements)?;
    let caisses = lines(CAISSES)?.into_iter().map(Listed::read).collect::<Result<Vec<_>>>()?;
    let rows = caisses.iter().map(|one| CaisseRow {
        code: one.code.clone(),
        number: one.number.clone(),
        name: one.name.clone(),
        kind: one.kind.as_str().into(),
    });
    upsert_caisses(c, rows.collect())?;
    // O1 as core says it: some territories are another one's.
    let territory = |code: String| {
        let caisse = caisse_of(&code, &caisses).code()?.to_owned();
        Some((caisse_departement::departement.eq(code), caisse_departement::caisse_code.eq(caisse)))
    };
    let territories: Vec<_> = codes.into_iter().filter_map(territory).collect();
    diesel::delete(caisse_departement::table).execute(c)?;
    insert_rows!(c, caisse_departement, 2, territories);
    let communes: Vec<_> = lines(COMMUNES)?
        .into_iter()
        .map(|one: Commune| CommuneRow {
            name_key: search_key(&one.name),
            postal_code: one.postal_code,
            insee_code: one.insee_code,
            name: one.name,
            departement: one.departement,
        })
        .collect();
    // Nothing points to a commune: those that merged since are gone with the rest.
    diesel::delete(commune::table).execute(c)?;
    insert_rows!(c, commune, 5, communes);
    Ok(())
}

/// A caisse as its file lists it.
#[derive(Deserialize)]
struct Listed {
    code: String,
    number: String,
    name: String,
    kind: String,
    departements: String,
}

impl Listed {
    fn read(self) -> Result<Caisse> {
        let kind = CaisseKind::of(&self.kind);
        Ok(Caisse {
            kind: kind.ok_or_else(|| Error::Internal(format!("carried caisse {}: kind", self.code)))?,
            departements: self.departements.split_whitespace().map(ToOwned::to_owned).collect(),
            code: self.code,
            number: self.number,
            name: self.name,
        })
    }
}

fn lines<T: serde::de::DeserializeOwned>(csv: &str) -> Result<Vec<T>> {
    let rows: std::result::Result<_, _> =
        csv::Reader::from_reader(csv.as_bytes()).into_deserialize().collect();
    rows.map_err(|error| Error::Internal(format!("carried reference data: {error}")))
}

// Organisations point to these: they are changed in place.
fn upsert_departements(c: &mut Connection, rows: Vec<DepartementRow>) -> Result<()> {
    each!(c, c => {
        diesel::insert_into(departement::table)
            .values(rows)
            .on_conflict(departement::code)
            .do_update()
            .set((
                departement::name.eq(excluded(departement::name)),
                departement::region_code.eq(excluded(departement::region_code)),
                departement::region.eq(excluded(departement::region)),
            ))
            .execute(c)
    })?;
    Ok(())
}

fn upsert_caisses(c: &mut Connection, rows: Vec<CaisseRow>) -> Result<()> {
    each!(c, c => {
        diesel::insert_into(caisse::table)
            .values(rows)
            .on_conflict(caisse::code)
            .do_update()
            .set((
                caisse::number.eq(excluded(caisse::number)),
                caisse::name.eq(excluded(caisse::name)),
                caisse::kind.eq(excluded(caisse::kind)),
            ))
            .execute(c)
    })?;
    Ok(())
}

fn load_catalogue(c: &mut Connection) -> Result<()> {
    let Catalogue { dispositifs, certificates_delivered_by_inrs } = serde_json::from_str(CATALOGUE)
        .map_err(|error| Error::Internal(format!("carried catalogue: {error}")))?;
    for (position, entry) in (0..).zip(dispositifs) {
        catalogue::add_dispositif(c, position, &Dated { holds_from: START, entry })?;
    }
    for (position, entry) in (0..).zip(certificates_delivered_by_inrs) {
        catalogue::add_inrs_certificate(c, position, &Dated { holds_from: START, entry })?;
    }
    Ok(())
}

fn load_grids(c: &mut Connection) -> Result<()> {
    let entries: Vec<GridEntry> = serde_json::from_str(GRIDS)
        .map_err(|error| Error::Internal(format!("carried examination grids: {error}")))?;
    for entry in entries {
        grid::add(c, &Dated { holds_from: START, entry })?;
    }
    Ok(())
}

fn load_parameters(c: &mut Connection) -> Result<()> {
    let values = serde_json::to_value(Parameters::starting())
        .map_err(|error| Error::Internal(format!("starting parameters: {error}")))?;
    for (name, value) in values.as_object().into_iter().flatten() {
        let version = ParameterVersion { name: name.clone(), holds_from: START, value: value.clone() };
        parameter::set_unless_there(c, &version)?;
    }
    Ok(())
}
