//! The yearly review of accesses: gestionnaires are asked to confirm them, and délégataires whom nobody confirms are
//! suspended.

use crate::{App, Caller, Failure, Tx, audit, outbox, parameters, users};
use chrono::Days;
use forprev_core::{
    calendar::{day_after, months_before, start_of_day_in_paris, today_in_paris},
    id::OrganisationId,
    policy::user::{CONFIRMS_ACCESSES, SUSPENDED_UNCONFIRMED},
    user::{review_due_on, suspended_on},
};
use forprev_store::{self as store, access_review};
use serde_json::json;
use std::collections::BTreeMap;

/// Asks for the reviews that are due, once each, and suspends the délégataires whom nobody confirmed in time. Safe to run
/// at any time, on several servers at once, and again after a failure. How many accesses it asked about or suspended.
///
/// # Errors
/// The base cannot be written; what was done stays done.
pub fn run(app: &App) -> Result<usize, Failure> {
    let caller = Caller::anyone();
    let mut done = 0;
    for (organisation, reviews) in app.read(&caller, due)? {
        done += app.write(&caller, |tx| ask(tx, organisation, &reviews))?;
    }
    for (review, profile) in app.read(&caller, unanswered)? {
        done += usize::from(app.write(&caller, |tx| suspend(tx, &review, &profile))?);
    }
    Ok(done)
}

/// The reviews that are due and were not asked for, by organisation.
fn due(tx: &mut Tx<'_>) -> Result<BTreeMap<OrganisationId, Vec<access_review::Row>>, Failure> {
    let parameters = parameters::on(tx, tx.today)?;
    // A little wider than what is due: months are counted exactly below.
    let day = months_before(tx.today, parameters.access_review_months) + Days::new(3);
    let before = start_of_day_in_paris(day_after(day)).into();
    let rows = store::profile::not_reviewed_since(tx.conn, day, before)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id.clone()).collect();
    let asked = access_review::of_profiles(tx.conn, &ids)?;
    let mut due: BTreeMap<OrganisationId, Vec<access_review::Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_active(tx.today)) {
        let confirmed = row.reviewed_on.unwrap_or_else(|| today_in_paris(row.created_at.utc()));
        let due_on = review_due_on(confirmed, &parameters);
        // Asked for once a year, also where nobody confirmed the last time.
        let last = asked.iter().filter(|one| one.profile_id == row.id).map(|one| one.told_on).max();
        let told = last.is_some_and(|told| told > confirmed && review_due_on(told, &parameters) > tx.today);
        if let Some(organisation) = row.organisation_id.filter(|_| due_on <= tx.today && !told) {
            due.entry(organisation).or_default().push(access_review::Row {
                profile_id: row.id.clone(),
                due_on,
                told_on: tx.today,
                suspended_at: None,
            });
        }
    }
    Ok(due)
}

/// Asks the gestionnaires of an organisation, unless another server did: one mail to each, however many accesses.
fn ask(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    reviews: &[access_review::Row],
) -> Result<usize, Failure> {
    let mut asked = 0;
    for review in reviews {
        asked += usize::from(access_review::ask(tx.conn, review.clone())?);
    }
    if asked == 0 {
        return Ok(0);
    }
    let until = suspended_on(tx.today, &parameters::on(tx, tx.today)?);
    let name = store::organisation::find(tx.conn, organisation)?.raison_sociale;
    let payload = json!({
        "organisation": name,
        "users": asked,
        "until": until,
    });
    let gestionnaires =
        store::profile::people_of(tx.conn, organisation, CONFIRMS_ACCESSES.profile(), tx.today)?;
    for person in gestionnaires {
        let kind = outbox::Kind::AccessReview;
        outbox::put(tx, kind, Some(person), None, Some(organisation), payload.clone())?;
    }
    let (id, detail) = (organisation.to_string(), json!({ "users": asked }));
    audit::record(tx, "ask_access_review", "organisation", &id, Some(organisation), detail)?;
    Ok(asked)
}

/// The délégataires whom nobody confirmed in time.
fn unanswered(tx: &mut Tx<'_>) -> Result<Vec<(access_review::Row, store::profile::Row)>, Failure> {
    let notice = parameters::on(tx, tx.today)?.access_review_notice_days;
    let told_by = tx.today.checked_sub_days(Days::new(notice.into())).unwrap_or(tx.today);
    Ok(access_review::unanswered(tx.conn, SUSPENDED_UNCONFIRMED.profile(), told_by)?)
}

/// Suspends one of them, unless another server did, or a gestionnaire confirmed them meanwhile.
fn suspend(
    tx: &mut Tx<'_>,
    review: &access_review::Row,
    profile: &store::profile::Row,
) -> Result<bool, Failure> {
    let Some(organisation) = profile.organisation_id else { return Ok(false) };
    // Whoever notes it first does it.
    if !access_review::suspended(tx.conn, review, tx.now.into())? {
        return Ok(false);
    }
    let organisation = store::organisation::touch(tx.conn, organisation, None)?;
    let row = match store::profile::touch(tx.conn, &profile.id, None) {
        Err(store::Error::NotFound) => return Ok(false),
        other => other?,
    };
    let confirmed = row.reviewed_on.is_some_and(|day| day >= review.told_on);
    if confirmed || row.suspended_at.is_some() {
        return Ok(false);
    }
    users::suspend(tx, row, SUSPENDED_UNCONFIRMED, &organisation, "review")?;
    let detail = json!({ "due_on": review.due_on });
    audit::record(tx, "suspend_user", "user", &profile.id, Some(organisation.id), detail)?;
    Ok(true)
}
