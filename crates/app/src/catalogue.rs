//! The catalogue of dispositifs, as it is in force on a day.

use crate::{Failure, Tx};
use chrono::NaiveDate;
use forprev_core::{
    catalogue::{Catalogue, Dispositif, in_force},
    page::Page,
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

/// `GET /dispositifs`: the catalogue on a day, today if none is given.
///
/// # Errors
/// The base cannot be read.
pub fn list_dispositifs(tx: &mut Tx<'_>, day: Option<NaiveDate>) -> Result<Page<Dispositif>, Failure> {
    let day = day.unwrap_or(tx.today);
    Ok(Page::whole(on(tx, day)?.dispositifs))
}
