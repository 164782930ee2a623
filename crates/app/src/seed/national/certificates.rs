//! Numbers of certificates whose sessions were erased long ago, and the statistics that were counted.

use super::{Size, draw, organisations};
use crate::{Failure, Tx};
use chrono::{Datelike, Days};
use forprev_core::{
    calendar::{months_before, period_end},
    catalogue::Holder,
    certificate::number::CertificateNumber,
    session::SessionKind,
};
use forprev_store as store;

/// Certificates written in one transaction.
pub(super) const PART: usize = 100_000;

/// Writes a part of the certificates, spread over five years.
pub(super) fn write(tx: &mut Tx<'_>, size: Size, part: usize) -> Result<(), Failure> {
    let places = part * PART..size.certificates.min((part + 1) * PART);
    let mut rows = Vec::with_capacity(places.len());
    for index in places {
        let (habilitation_id, owner, (dispositif, code)) = organisations::any(index as u64 ^ 0xc0de, size);
        let ends_on = tx.today - Days::new(20 + draw(index as u64) % 1_800);
        let generated_on = ends_on + Days::new(2);
        let number =
            CertificateNumber::new(code, generated_on.year(), draw(index as u64 ^ 0xce).to_be_bytes())
                .ok_or_else(|| Failure::internal("a certificate number of the national data is none"))?;
        rows.push(store::certificate::Row {
            number,
            dispositif: dispositif.to_owned(),
            level: 1,
            certificate_code: code.to_owned(),
            holder: Holder::Acteur,
            kind: if index.is_multiple_of(3) { SessionKind::Mac } else { SessionKind::Initial },
            ends_on,
            valid_until: Some(period_end(ends_on, 24)),
            organisation_id: organisations::organisation(owner),
            habilitation_id,
            generated_on,
            downloadable_until: generated_on + Days::new(15),
            person_id: None,
            revoked_at: None,
            revoked_by: None,
            revocation_reason: None,
        });
    }
    // Eight random characters of 32: among two million a few could meet. A later draw would change the others.
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| seen.insert(row.number.clone()));
    store::certificate::insert_all(tx.conn, rows, Vec::new())?;
    Ok(())
}

/// Writes the statistics: each organisation, each of its habilitations, each month.
pub(super) fn write_statistics(tx: &mut Tx<'_>, size: Size) -> Result<(), Failure> {
    for month in 0..size.months {
        let first = months_before(tx.today, u32::try_from(month).unwrap_or_default() + 1);
        let rows = (0..size.habilitations)
            // An organisation trains for a habilitation one month in four.
            .filter(|index| (index + month) % 4 == 0)
            .map(|index| {
                let (_, owner, (dispositif, code)) = organisations::habilitation(index, size);
                let (_, insee_code) = organisations::place_of(owner);
                let trainees = 4 + i64::try_from(draw((index * 61 + month) as u64) % 60).unwrap_or_default();
                store::statistic::Row {
                    month: first.format("%Y-%m").to_string(),
                    dispositif: dispositif.to_owned(),
                    level: 1,
                    certificate_code: code.to_owned(),
                    kind: SessionKind::Initial,
                    departement: insee_code.get(..2).unwrap_or_default().to_owned(),
                    caisse_code: String::new(),
                    organisation_id: organisations::organisation(owner),
                    sessions: 1 + trainees / 10,
                    trainees,
                    certified: trainees - trainees / 20,
                }
            })
            .collect();
        store::statistic::insert_all(tx.conn, rows)?;
    }
    Ok(())
}
