//! The catalogue of dispositifs, each state of each entry with the day from which it holds.

use crate::{
    Connection, Json, Result,
    schema::{dispositif_version, inrs_certificate_version},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::catalogue::{CertificateType, Dated, Dispositif};

/// All the states of all the dispositifs, in the catalogue's order.
///
/// # Errors
/// Those of the base.
pub fn dispositifs(c: &mut Connection) -> Result<Vec<Dated<Dispositif>>> {
    let rows: Vec<(NaiveDate, Json<Dispositif>)> = dispositif_version::table
        .order((dispositif_version::position, dispositif_version::code, dispositif_version::holds_from))
        .select((dispositif_version::holds_from, dispositif_version::document))
        .load(c)?;
    Ok(rows.into_iter().map(|(holds_from, Json(entry))| Dated { holds_from, entry }).collect())
}

/// The place of each dispositif in the catalogue: the first that it has in a state of `day` or before.
///
/// # Errors
/// Those of the base.
pub fn positions(c: &mut Connection, day: NaiveDate) -> Result<Vec<(String, i32)>> {
    let mut found: Vec<(String, i32)> = dispositif_version::table
        .filter(dispositif_version::holds_from.le(day))
        .order((dispositif_version::code, dispositif_version::position))
        .select((dispositif_version::code, dispositif_version::position))
        .load(c)?;
    found.dedup_by(|next, first| next.0 == first.0);
    Ok(found)
}

/// C9: all the states of the certificates that INRS delivers itself, in the catalogue's order.
///
/// # Errors
/// Those of the base.
pub fn inrs_certificates(c: &mut Connection) -> Result<Vec<Dated<CertificateType>>> {
    use inrs_certificate_version as version;
    let rows: Vec<(NaiveDate, Json<CertificateType>)> = version::table
        .order((version::position, version::code, version::holds_from))
        .select((version::holds_from, version::document))
        .load(c)?;
    Ok(rows.into_iter().map(|(holds_from, Json(entry))| Dated { holds_from, entry }).collect())
}

/// Writes a state of a dispositif, unless one that holds from the same day is there: what INRS edited stays.
///
/// # Errors
/// Those of the base.
pub fn add_dispositif(c: &mut Connection, position: i32, version: &Dated<Dispositif>) -> Result<()> {
    let row = (
        dispositif_version::code.eq(&version.entry.code),
        dispositif_version::holds_from.eq(version.holds_from),
        dispositif_version::position.eq(position),
        dispositif_version::document.eq(Json(version.entry.clone())),
    );
    each!(c, c => diesel::insert_into(dispositif_version::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Writes a state of a certificate that INRS delivers, as [`add_dispositif`].
///
/// # Errors
/// Those of the base.
pub fn add_inrs_certificate(
    c: &mut Connection,
    position: i32,
    version: &Dated<CertificateType>,
) -> Result<()> {
    use inrs_certificate_version as table;
    let row = (
        table::code.eq(&version.entry.code),
        table::holds_from.eq(version.holds_from),
        table::position.eq(position),
        table::document.eq(Json(version.entry.clone())),
    );
    each!(c, c => diesel::insert_into(table::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}
