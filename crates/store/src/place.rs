//! Communes, départements and caisses (O1): reference data that [`crate::reference`] loads.

use crate::{
    Connection, Result,
    schema::{caisse, caisse_departement, commune, departement},
};
use diesel::prelude::*;
use std::collections::HashMap;

/// A commune that a postal code reaches.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = commune, treat_none_as_default_value = false)]
pub struct CommuneRow {
    /// Postal code.
    pub postal_code: String,
    /// INSEE code.
    pub insee_code: String,
    /// Name.
    pub name: String,
    /// Code of its département.
    pub departement: String,
    /// The name as searches compare it.
    pub name_key: String,
}

/// A département.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = departement, treat_none_as_default_value = false)]
pub struct DepartementRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// INSEE code of its region.
    pub region_code: String,
    /// Name of its region.
    pub region: String,
}

/// A caisse.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = caisse, treat_none_as_default_value = false)]
pub struct CaisseRow {
    /// Its code.
    pub code: String,
    /// The two digits that habilitation numbers carry.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Carsat, Cramif, CGSS or CSS, in lower case.
    pub kind: String,
}

/// O1: the communes of a postal code, by name. Of several, one has to be chosen.
///
/// # Errors
/// Those of the base.
pub fn communes(c: &mut Connection, postal_code: &str) -> Result<Vec<CommuneRow>> {
    Ok(commune::table
        .filter(commune::postal_code.eq(postal_code))
        .order((commune::name_key, commune::insee_code))
        .load(c)?)
}

/// The communes whose name begins so, by name, `limit` at the most.
///
/// # Errors
/// Those of the base.
pub fn communes_named(c: &mut Connection, beginning: &str, limit: i64) -> Result<Vec<CommuneRow>> {
    // A search key has neither % nor _.
    let key = forprev_core::text::search_key(beginning);
    if key.is_empty() {
        return Ok(Vec::new());
    }
    Ok(commune::table
        .filter(commune::name_key.like(format!("{key}%")))
        .order((commune::name_key, commune::postal_code, commune::insee_code))
        .limit(limit)
        .load(c)?)
}

/// The commune of this postal and INSEE code, where there is one.
///
/// # Errors
/// Those of the base.
pub fn commune(c: &mut Connection, postal_code: &str, insee_code: &str) -> Result<Option<CommuneRow>> {
    Ok(commune::table.find((postal_code, insee_code)).first(c).optional()?)
}

/// All the départements, by code.
///
/// # Errors
/// Those of the base.
pub fn departements(c: &mut Connection) -> Result<Vec<DepartementRow>> {
    Ok(departement::table.order(departement::code).load(c)?)
}

/// All the caisses, by code.
///
/// # Errors
/// Those of the base.
pub fn caisses(c: &mut Connection) -> Result<Vec<CaisseRow>> {
    Ok(caisse::table.order(caisse::code).load(c)?)
}

/// The caisse of this code, where there is one.
///
/// # Errors
/// Those of the base.
pub fn caisse(c: &mut Connection, code: &str) -> Result<Option<CaisseRow>> {
    Ok(caisse::table.find(code).first(c).optional()?)
}

/// O1: the codes of the caisses, by the code of the département.
///
/// # Errors
/// Those of the base.
pub fn caisses_of_departements(c: &mut Connection) -> Result<HashMap<String, String>> {
    let pairs: Vec<(String, String)> = caisse_departement::table
        .select((caisse_departement::departement, caisse_departement::caisse_code))
        .load(c)?;
    Ok(pairs.into_iter().collect())
}

/// O1: the caisse of a département, where it has one.
///
/// # Errors
/// Those of the base.
pub fn caisse_of(c: &mut Connection, departement_code: &str) -> Result<Option<CaisseRow>> {
    Ok(caisse_departement::table
        .inner_join(caisse::table)
        .filter(caisse_departement::departement.eq(departement_code))
        .select(caisse::all_columns)
        .first(c)
        .optional()?)
}
