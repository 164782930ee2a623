//! The catalogue of dispositifs, as it is in force on a day.

use crate::{Failure, Tx, failure::refuse_if_any};
use chrono::NaiveDate;
use forprev_core::{
    calendar::parse_day,
    catalogue::{Catalogue, Dispositif, in_force},
    page::Page,
    query::CatalogueQuery,
};
use forprev_store as store;

/// The catalogue in force on `day`.
///
/// # Errors
/// The base cannot be read.
pub fn on(tx: &mut Tx<'_>, day: NaiveDate) -> Result<Catalogue, Failure> {
    let dispositifs = store::catalogue::dispositifs(tx.conn)?;
    let certificates = store::catalogue::inrs_certificates(tx.conn)?;
    Ok(Catalogue {
        dispositifs: in_force(&dispositifs, day, |one| one.code.clone()).into_iter().cloned().collect(),
        certificates_delivered_by_inrs: in_force(&certificates, day, |one| one.code.clone())
            .into_iter()
            .cloned()
            .collect(),
    })
}

/// `GET /dispositifs`: the catalogue on a day, today if none is given, in its own order.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_dispositifs(tx: &mut Tx<'_>, query: &CatalogueQuery) -> Result<Page<Dispositif>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let day = query.on.as_deref().and_then(parse_day).unwrap_or(tx.today);
    let (found, places) = (on(tx, day)?.dispositifs, store::catalogue::positions(tx.conn, day)?);
    let place = |code: &str| places.iter().find(|(of, _)| of == code).map_or(0, |(_, place)| *place);
    Ok(wanted.cut(found, |one| format!("{:05} {}", place(&one.code), one.code)))
}
