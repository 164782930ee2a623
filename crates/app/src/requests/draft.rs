//! The applicant's side: a draft that can be saved incomplete, as often as wanted.

use super::{
    content,
    loaded::{Loaded, event, save, take_for},
    offer, wire,
};
use crate::{Failure, Tx, audit, catalogue, failure::refuse_if_any, parameters, sessions::Expected};
use forprev_core::{
    id::{OrganisationId, RequestId},
    policy::request::draft,
    problem::{Code, Fault},
    request::{
        NewPlatform, NewRequest, NewRequestFormateur, Request, RequestForm, RequestPatch, State,
        offer::Offer,
        state::{Side, Step},
    },
};
use forprev_store as store;
use serde_json::json;
use store::request::Row;

/// `POST /organisations/{id}/requests`: a draft. What the rules say of it stands in its `violations`, until its submission.
///
/// # Errors
/// What is wrong in shape; `not_found` where the organisation is not theirs; `field.choice` for what the catalogue has not;
/// `request.already_open` (H6), `renewal.too_early` (H2), `request.not_offered` (H7).
pub fn create_request(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    input: &NewRequest,
) -> Result<Request, Failure> {
    refuse_if_any(input.read().1)?;
    draft(tx.actor, organisation)?;
    // Of two at once, the second sees the first.
    let of = store::organisation::find(tx.conn, organisation)?;
    let dispositif = forprev_core::text::clean(&input.dispositif);
    let catalogue = catalogue::on(tx, tx.today)?;
    let level = catalogue
        .level(&dispositif, input.level)
        .ok_or_else(|| Fault::new(Code::BadChoice).at("/dispositif"))?;
    let parameters = parameters::on(tx, tx.today)?;
    let offer = offer::of(tx, &of, &dispositif, level, &parameters, None)?;
    refuse_if_any(offer.fault().into_iter().collect())?;
    let mut row = new_row(tx, organisation, &offer)?;
    store::request::insert(tx.conn, row.clone()).map_err(already_open)?;
    let form = if input.content.is_blank() { before(tx, &row, &offer)? } else { without_ids(&input.content) };
    content::write(tx, &mut row, &form, &[])?;
    store::request::save(tx.conn, row.clone())?;
    event(tx, &row, "create_request", Side::Applicant, None)?;
    let detail = json!({ "dispositif": row.dispositif, "level": row.level, "kind": row.kind });
    audit::record(tx, "create_request", "request", &row.id.to_string(), Some(organisation), detail)?;
    let loaded = Loaded::of(tx, row)?;
    wire::to_wire(tx, &loaded)
}

/// H6: the base itself refuses a second one.
fn already_open(error: store::Error) -> Failure {
    match error {
        store::Error::Unique(index) if index.starts_with("habilitation_request_organisation_id") => {
            Failure::of(Code::RequestAlreadyOpen)
        }
        other => other.into(),
    }
}

fn new_row(tx: &Tx<'_>, organisation_id: OrganisationId, offer: &Offer) -> Result<Row, Failure> {
    Ok(Row {
        id: RequestId::new(tx.new_id()),
        organisation_id,
        author_id: tx.actor.person_id().ok_or_else(|| Failure::of(Code::Forbidden))?,
        kind: offer.kind,
        dispositif: offer.dispositif.clone(),
        level: offer.level,
        state: State::Draft,
        renews_id: offer.renews,
        programme: None,
        schedule: None,
        caisse_code: None,
        assigned_to: None,
        queued_at: tx.now.into(),
        submitted_at: None,
        submitted_on: None,
        cnh_on: None,
        returned: None,
        sitting_id: None,
        agenda_position: None,
        outcome: None,
        decided_on: None,
        decided_at: None,
        decided_by: None,
        decided_sitting_id: None,
        reason: None,
        valid_from: None,
        valid_until: None,
        habilitation_id: None,
        version: 1,
        created_at: tx.now.into(),
        updated_at: tx.now.into(),
    })
}

/// C13, C25: what a renewal begins with: the content of the request that was granted, and the habilitation's platforms.
fn before(tx: &mut Tx<'_>, row: &Row, offer: &Offer) -> Result<RequestForm, Failure> {
    let Some(renewed) = offer.renews else { return Ok(RequestForm::default()) };
    let last = store::request::last_granted(tx.conn, row.organisation_id, &row.dispositif, row.level)?;
    let mut form = RequestForm::default();
    if let Some(last) = last {
        form.programme = last.programme.unwrap_or_default();
        form.schedule = last.schedule.unwrap_or_default();
        form.formateurs = store::request::formateurs_of(tx.conn, last.id)?
            .into_iter()
            .map(|one| NewRequestFormateur { forprev_number: one.forprev_number.to_string() })
            .collect();
    }
    form.platforms = store::habilitation::find(tx.conn, renewed)?
        .platforms
        .into_iter()
        .map(|one| NewPlatform {
            id: None,
            name: one.name,
            kind: one.kind.unwrap_or_default(),
            address: one.address,
            postal_code: one.postal_code,
            insee_code: Some(one.insee_code),
        })
        .collect();
    Ok(form)
}

/// A new request has no platforms yet to name.
fn without_ids(form: &RequestForm) -> RequestForm {
    let platforms = form.platforms.iter().map(|one| NewPlatform { id: None, ..one.clone() });
    RequestForm { platforms: platforms.collect(), ..form.clone() }
}

/// `PATCH /requests/{id}`: what is present replaces, what is absent stays.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `request.state`, `version.stale`; `field.reference` for a platform that
/// is none of its own.
pub fn update_request(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
    patch: &RequestPatch,
) -> Result<Request, Failure> {
    refuse_if_any(patch.clone().applied_to(RequestForm::default()).read().1)?;
    let mut loaded = take_for(tx, id, Step::Edit, expected)?;
    let form = patch.clone().applied_to(RequestForm::from(&loaded.content));
    let before = loaded.platforms.clone();
    content::write(tx, &mut loaded.row, &form, &before)?;
    save(tx, &mut loaded)?;
    let detail = json!({ "version": loaded.row.version });
    let organisation = Some(loaded.row.organisation_id);
    audit::record(tx, "update_request", "request", &id.to_string(), organisation, detail)?;
    let loaded = Loaded::of(tx, loaded.row)?;
    wire::to_wire(tx, &loaded)
}
