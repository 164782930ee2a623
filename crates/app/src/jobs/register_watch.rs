//! B21: what happens to the firms behind the organisations, by the public register of companies: closed, renamed, moved.
//!
//! Each night every organisation is looked up once, a few at a time, so that neither the register nor the other work has
//! to wait; what a night does not come to comes first in the next. The update that follows is the organisation's to
//! make: nothing of it is changed here.

use crate::{App, Caller, Failure, Tx, outbox};
use chrono::{DateTime, NaiveTime, Utc};
use forprev_core::{
    calendar::{day_before, instant_in_paris, today_in_paris},
    id::OrganisationId,
    notification::{Facts, Kind},
    organisation::register::{Happened, Held, RegisterEntry, happened},
    policy::organisation::INSTRUCTS,
};
use forprev_store as store;
use std::time;

/// The hour in Paris at which a night begins.
const HOUR: u32 = 1;
/// How many are looked up in one run.
const SOME: i64 = 10;
/// After how long a run looks no more up: other work waits behind it.
const ENOUGH: time::Duration = time::Duration::from_secs(4);

/// Looks some of the organisations up that were not since this night began, and tells what happened to them. Nothing
/// where the register is off or fails, nor in a demonstration: its organisations are invented, their numbers may be
/// somebody's. How many were told of.
///
/// # Errors
/// The base cannot be read or written; what was told stays told.
pub fn run(app: &App) -> Result<usize, Failure> {
    let Some(register) = app.register.as_ref().filter(|_| !app.settings.demo) else { return Ok(0) };
    if register.rests(app.now()) {
        return Ok(0);
    }
    let (caller, since, began) = (Caller::anyone(), night(app.now()), time::Instant::now());
    let mut told = 0;
    for (id, siret) in app.read(&caller, |tx| Ok(store::register_watch::due(tx.conn, since.into(), SOME)?))? {
        if began.elapsed() >= ENOUGH {
            break;
        }
        let Ok(found) = register.check(&siret, app.now()) else { break };
        told += usize::from(app.write(&caller, |tx| note(tx, id, since, found.as_ref()))?);
    }
    Ok(told)
}

/// When the night began that is, or was last.
fn night(now: DateTime<Utc>) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default();
    let today = today_in_paris(now);
    let began = instant_in_paris(today, time);
    if began <= now { began } else { instant_in_paris(day_before(today), time) }
}

/// Keeps what the register says of an organisation, and tells what happened to it since. Whether something did. One that
/// the register does not show is no news: not every firm lets it.
fn note(
    tx: &mut Tx<'_>,
    id: OrganisationId,
    since: DateTime<Utc>,
    found: Option<&RegisterEntry>,
) -> Result<bool, Failure> {
    let Some(before) = store::register_watch::take(tx.conn, id, since.into(), tx.now.into())? else {
        return Ok(false);
    };
    let Some(entry) = found else { return Ok(false) };
    store::register_watch::keep(tx.conn, id, entry)?;
    let row = store::organisation::find(tx.conn, id)?;
    // Another SIRET was put in meanwhile.
    if row.siret != entry.siret {
        return Ok(false);
    }
    let city = format!("{} {}", row.postal_code, row.city);
    let held = Held {
        raison_sociale: &row.raison_sociale,
        enseigne: row.enseigne.as_deref(),
        address: &row.address,
        insee_code: &row.insee_code,
        city: &city,
    };
    // What it said of another SIRET says nothing of this one.
    let before = before.filter(|before| before.siret == entry.siret);
    let what = happened(entry, &held, before.as_ref());
    if what.is_empty() {
        return Ok(false);
    }
    tell(tx, &row, entry, &what)?;
    Ok(true)
}

/// To all gestionnaires, and to those who instruct at the caisse.
fn tell(
    tx: &mut Tx<'_>,
    row: &store::organisation::Row,
    entry: &RegisterEntry,
    what: &[Happened],
) -> Result<(), Failure> {
    let names: Vec<_> = what.iter().map(|one| one.as_str()).collect();
    let of = |one: Happened| what.contains(&one);
    let facts = Facts {
        organisation: Some(row.raison_sociale.clone()),
        organisation_id: Some(row.id.to_string()),
        what: Some(names.join(",")),
        until: entry.closed_on.filter(|_| of(Happened::Closed)),
        new_name: entry.raison_sociale.clone().filter(|_| of(Happened::Renamed)),
        new_address: entry.whole_address().filter(|_| of(Happened::Moved)),
        ..Facts::default()
    };
    let payload = serde_json::to_value(facts)?;
    outbox::put_to_gestionnaires(tx, Kind::FirmChanged, row.id, payload.clone())?;
    let Some(caisse) = &row.caisse_code else { return Ok(()) };
    for person in store::profile::people_at(tx.conn, caisse, INSTRUCTS, tx.today)? {
        outbox::put(tx, Kind::FirmChanged, Some(person), None, Some(row.id), payload.clone())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_begins_at_one_in_paris() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        for (now, began) in [
            ("2026-11-23T08:00:00Z", "2026-11-23T00:00:00Z"),
            ("2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z"),
            ("2026-11-22T23:59:59Z", "2026-11-22T00:00:00Z"),
            ("2026-07-14T22:59:59Z", "2026-07-13T23:00:00Z"),
            ("2026-07-14T23:00:00Z", "2026-07-14T23:00:00Z"),
        ] {
            assert_eq!(night(at(now)), at(began), "{now}");
        }
    }
}
