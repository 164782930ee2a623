//! H5 and C5: what is told before a habilitation or a qualification ends, once each, whenever the system is up again.

use super::{BATCH, in_batches};
use crate::{App, Failure, Tx, catalogue, outbox, parameters};
use chrono::NaiveDate;
use forprev_core::{
    alert::due,
    calendar::{days_after, months_after},
    id::{HabilitationId, OrganisationId},
    notification::{Facts, Kind},
};
use forprev_store as store;
use std::collections::BTreeMap;

/// H5: alerts to all gestionnaires before a habilitation ends, unless it was renewed or withdrawn. How many
/// habilitations are told of.
///
/// # Errors
/// The base cannot be written; what was told stays told.
pub fn habilitations(app: &App) -> Result<usize, Failure> {
    in_batches(app, habilitations_after)
}

/// C5: reminders to a formateur before a qualification ends, unless they hold the same for longer. How many
/// qualifications are told of.
///
/// # Errors
/// The base cannot be written; what was told stays told.
pub fn qualifications(app: &App) -> Result<usize, Failure> {
    in_batches(app, qualifications_after)
}

/// From today to the last day of which something may be due today: months have different lengths.
fn days(today: NaiveDate, months: &[u32]) -> (NaiveDate, NaiveDate) {
    let longest = months.iter().max().copied().unwrap_or_default();
    (today, days_after(months_after(today, longest), 3))
}

type AfterHabilitation = (NaiveDate, HabilitationId);

fn habilitations_after(
    tx: &mut Tx<'_>,
    after: Option<AfterHabilitation>,
) -> Result<(Option<AfterHabilitation>, usize), Failure> {
    let months = parameters::on(tx, tx.today)?.habilitation_alert_months;
    let found = store::habilitation::ending(tx.conn, days(tx.today, &months), after, BATCH)?;
    let end = found.last().map(|one| (one.row.valid_until, one.row.id));
    let mut told = 0;
    for one in found.iter().filter(|one| one.row.withdrawn_from.is_none()) {
        let Some(due_on) = due(one.row.valid_until, &months, tx.today) else { continue };
        told += usize::from(tell_of_habilitation(tx, &one.row, due_on)?);
    }
    Ok((end.filter(|_| full(found.len())), told))
}

/// Whether there may be more after a batch of so many.
fn full(len: usize) -> bool {
    i64::try_from(len).is_ok_and(|len| len == BATCH)
}

fn tell_of_habilitation(
    tx: &mut Tx<'_>,
    row: &store::habilitation::Row,
    due_on: NaiveDate,
) -> Result<bool, Failure> {
    let kind = Kind::HabilitationExpiring;
    let subject = row.id.to_string();
    if !store::alert::raise(tx.conn, kind.as_str(), &subject, due_on, tx.now.into())? {
        return Ok(false);
    }
    let facts = Facts {
        organisation: Some(organisation_name(tx, row.organisation_id)?),
        dispositif: Some(row.dispositif.clone()),
        level: Some(row.level),
        habilitation_number: Some(row.number.to_string()),
        until: Some(row.valid_until),
        ..Facts::default()
    };
    outbox::put_to_gestionnaires(tx, kind, row.organisation_id, serde_json::to_value(facts)?)?;
    Ok(true)
}

fn organisation_name(tx: &mut Tx<'_>, id: OrganisationId) -> Result<String, Failure> {
    Ok(store::organisation::find(tx.conn, id)?.raison_sociale)
}

type AfterQualification = (NaiveDate, String);

fn qualifications_after(
    tx: &mut Tx<'_>,
    after: Option<AfterQualification>,
) -> Result<(Option<AfterQualification>, usize), Failure> {
    let months = parameters::on(tx, tx.today)?.qualification_alert_months;
    let after = after.as_ref().map(|(day, id)| (*day, id.as_str()));
    let found = store::qualification::ending(tx.conn, days(tx.today, &months), after, BATCH)?;
    let labels = if found.is_empty() { BTreeMap::new() } else { labels(tx)? };
    let mut told = 0;
    let mut end = None;
    for row in &found {
        let Some(until) = row.valid_until else { continue };
        end = Some((until, row.id.clone()));
        let Some(due_on) = due(until, &months, tx.today) else { continue };
        let kind = Kind::QualificationExpiring;
        if !store::alert::raise(tx.conn, kind.as_str(), &row.id, due_on, tx.now.into())? {
            continue;
        }
        let label = labels.get(&row.certificate_code).unwrap_or(&row.certificate_code);
        let facts = Facts { what: Some(label.clone()), until: Some(until), ..Facts::default() };
        outbox::put(tx, kind, Some(row.person_id), None, None, serde_json::to_value(facts)?)?;
        told += 1;
    }
    Ok((end.filter(|_| full(found.len())), told))
}

/// What certificates are called, by code.
fn labels(tx: &mut Tx<'_>) -> Result<BTreeMap<String, String>, Failure> {
    let catalogue = catalogue::on(tx, tx.today)?;
    let of_levels =
        catalogue.dispositifs.iter().flat_map(|one| &one.levels).flat_map(|level| &level.certificates);
    let delivered = of_levels.map(|one| (one.code.clone(), one.label.clone()));
    let by_inrs =
        catalogue.certificates_delivered_by_inrs.iter().map(|one| (one.code.clone(), one.label.clone()));
    Ok(delivered.chain(by_inrs).collect())
}
