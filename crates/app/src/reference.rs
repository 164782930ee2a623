//! Reference data that forms ask for.

use crate::{Failure, Tx, failure::refuse_if_any};
use forprev_core::{
    organisation::{CaisseChoice, CommuneChoice},
    page::Page,
    problem::{Code, Fault},
    query::{CommuneQuery, PageQuery},
    text::search_key,
};
use forprev_store as store;

/// How many communes are found by name at the most: more than begin alike.
const FOUND_MAX: i64 = 2_000;

/// `GET /caisses`: all of them, by code.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_caisses(tx: &mut Tx<'_>, query: &PageQuery) -> Result<Page<CaisseChoice>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let rows = store::place::caisses(tx.conn)?;
    Ok(wanted.cut(rows, |row| row.code.clone()).map(|row| CaisseChoice { code: row.code, name: row.name }))
}

/// `GET /communes`: those of a postal code, of which one is to be chosen where they lie in two départements (O1); or
/// those whose name begins so. None for a CEDEX.
///
/// # Errors
/// `request.cursor`; what is wrong in shape; `field.required` with neither.
pub fn list_communes(tx: &mut Tx<'_>, query: &CommuneQuery) -> Result<Page<CommuneChoice>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let filled = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let rows = match (filled(&query.postal_code), filled(&query.q)) {
        (Some(text), _) => {
            let code: forprev_core::postal_code::PostalCode =
                text.parse().map_err(|_| Fault::new(Code::BadFormat).at("/postal_code"))?;
            store::place::communes(tx.conn, code.as_str())?
        }
        (None, Some(name)) => store::place::communes_named(tx.conn, &name, FOUND_MAX)?,
        (None, None) => return Err(Fault::new(Code::Required).at("/postal_code").into()),
    };
    let by_name = |row: &store::place::CommuneRow| {
        format!("{} {} {}", search_key(&row.name), row.postal_code, row.insee_code)
    };
    let caisses = store::place::caisses_of_departements(tx.conn)?;
    Ok(wanted.cut(rows, by_name).map(|row| CommuneChoice {
        caisse: caisses.get(&row.departement).cloned(),
        postal_code: row.postal_code,
        insee_code: row.insee_code,
        name: row.name,
        departement: row.departement,
    }))
}
