//! Habilitations of an organisation, as its people and its caisse read them, and what INRS decides of them (H11).

mod measures;

pub use measures::{lift_suspension, suspend_habilitation, withdraw_habilitation};

use crate::{Failure, Tx, failure::refuse_if_any, parameters};
use forprev_core::{
    habilitation::{
        Habilitation, Platform,
        measure::{HabilitationDetail, HabilitationEvent, HabilitationEventKind, Standing},
    },
    id::{HabilitationId, OrganisationId},
    page::{Page, latest_first},
    policy::{
        letter,
        organisation::{OrganisationStanding, habilitations, is_told_who, measures},
    },
    problem::Code,
    query::HabilitationQuery,
    session::window,
};
use forprev_store as store;

/// `GET /organisations/{id}/habilitations`: the last to end first. With `offered`, those for which a session can be
/// declared today: valid on some day of the window around today, upcoming ones included (S3).
///
/// # Errors
/// `request.cursor`, what the query's shape refuses; `not_found` where the organisation is not theirs to see.
pub fn list_habilitations(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    query: &HabilitationQuery,
) -> Result<Page<Habilitation>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let offered = query.offered.unwrap_or_default();
    let row = store::organisation::find(tx.conn, organisation)?;
    let scope = habilitations(tx.actor, &standing(&row))?;
    let parameters = parameters::on(tx, tx.today)?;
    let (first, last) = window::ends_declarable_on(tx.today, &parameters);
    let found = store::habilitation::of_organisation(tx.conn, organisation)?;
    let theirs = found
        .into_iter()
        .filter(|one| scope.sees(one.row.id))
        .filter(|one| !offered || one.validity().within(first, last))
        .collect();
    let last_first =
        |one: &store::habilitation::Whole| format!("{} {}", latest_first(one.row.valid_until), one.row.id);
    Ok(wanted.cut(theirs, last_first).map(|one| told(tx, one)))
}

/// `GET /habilitations/{id}`: with its history, and how many open sessions it keeps from being certified.
///
/// # Errors
/// `not_found` where it is not theirs to see.
pub fn get_habilitation(tx: &mut Tx<'_>, id: HabilitationId) -> Result<HabilitationDetail, Failure> {
    let found = store::habilitation::find(tx.conn, id)?;
    let organisation = seen(tx, &found)?;
    detail(tx, &organisation, found)
}

/// The organisation of a habilitation that the transaction's actor sees.
fn seen(tx: &mut Tx<'_>, found: &store::habilitation::Whole) -> Result<store::organisation::Row, Failure> {
    let organisation = store::organisation::find(tx.conn, found.row.organisation_id)?;
    let scope = habilitations(tx.actor, &standing(&organisation))?;
    if scope.sees(found.row.id) { Ok(organisation) } else { Err(Failure::of(Code::NotFound)) }
}

fn detail(
    tx: &mut Tx<'_>,
    organisation: &store::organisation::Row,
    found: store::habilitation::Whole,
) -> Result<HabilitationDetail, Failure> {
    let (id, version, validity) = (found.row.id, found.row.version, found.validity());
    let ends = store::session::open_ends(tx.conn, id, tx.today)?;
    let frozen: i64 =
        ends.into_iter().filter(|(day, _)| validity.on(*day).is_err()).map(|(_, count)| count).sum();
    let events = store::habilitation::events_of(tx.conn, id)?;
    let people = events.iter().filter_map(|one| one.person_id).filter(|_| is_told_who(tx.actor));
    let names = crate::requests::names(tx, people.collect())?;
    let reads_letters = letter::read(tx.actor, &standing(organisation), Some(&validity), tx.today).is_ok();
    let line = |one: store::habilitation::EventRow| HabilitationEvent {
        at: one.at.utc(),
        kind: one.what,
        from: one.from_on,
        until: one.until_on,
        hearing_until: one.hearing_until,
        reason: one.reason,
        by: one.person_id.and_then(|person| names.get(&person).cloned()),
        letter_id: one.letter_id.filter(|_| reads_letters),
    };
    Ok(HabilitationDetail {
        version,
        organisation_name: organisation.raison_sociale.clone(),
        history: events.into_iter().map(line).collect(),
        frozen_sessions: u32::try_from(frozen).unwrap_or(u32::MAX),
        actions: measures(tx.actor, Standing::of(&validity, tx.today)),
        habilitation: told(tx, found),
    })
}

/// That something happens to a habilitation now, by the transaction's actor.
pub(crate) fn event(
    tx: &mut Tx<'_>,
    habilitation_id: HabilitationId,
    what: HabilitationEventKind,
) -> store::habilitation::EventRow {
    store::habilitation::EventRow {
        id: tx.new_id().to_string(),
        habilitation_id,
        at: tx.now.into(),
        what,
        from_on: None,
        until_on: None,
        hearing_until: None,
        reason: None,
        person_id: tx.actor.person_id(),
        letter_id: None,
    }
}

/// What the policy needs to know of an organisation.
pub(crate) fn standing(row: &store::organisation::Row) -> OrganisationStanding {
    OrganisationStanding { id: row.id, caisse: row.caisse_code.clone() }
}

fn told(tx: &Tx<'_>, found: store::habilitation::Whole) -> Habilitation {
    let validity = found.validity();
    Habilitation {
        id: found.row.id,
        number: found.row.number,
        organisation_id: found.row.organisation_id,
        dispositif: found.row.dispositif,
        level: found.row.level,
        status: validity.status(tx.today),
        validity,
        renews: found.row.renews_id,
        platforms: found.platforms.into_iter().map(platform).collect(),
    }
}

fn platform(row: store::habilitation::PlatformRow) -> Platform {
    Platform {
        id: row.id,
        name: row.name,
        kind: row.kind,
        address: row.address,
        postal_code: row.postal_code,
        city: row.city,
        insee_code: row.insee_code,
    }
}
