//! The declaration of a session: a draft.

use super::{Loaded, content, facts, wire};
use crate::{Failure, Tx, audit};
use forprev_core::{
    actor::Actor,
    id::{HabilitationId, SessionId},
    policy::session::declare,
    problem::Code,
    session::{NewSession, Session, SessionContent, State},
};
use forprev_store as store;
use serde_json::json;

/// `POST /sessions`: a draft. Only what it is made of is refused here; what S1 to S8 say of it stands in its
/// `violations`, until its submission.
///
/// # Errors
/// What is wrong in shape; `not_found` where the habilitation is not theirs; `field.reference` for a platform, a
/// trainee or a person that does not exist here; `trainee.field_not_allowed` (S15).
pub fn create_session(tx: &mut Tx<'_>, input: &NewSession) -> Result<Session, Failure> {
    let (read, faults) = input.read();
    crate::failure::refuse_if_any(faults)?;
    let id = read.habilitation_id.ok_or_else(|| Failure::of(Code::NotFound))?;
    let habilitation = declarable(tx, id)?;
    let organisation = store::organisation::find(tx.conn, habilitation.row.organisation_id)?;
    let content::Ready { content, known } = content::prepare(tx, read, &habilitation, &[])?;
    let row = new_row(tx, &content, &known, &habilitation.row)?;
    let formateurs = content::formateur_rows(&row, &content, &known);
    let trainees = content::trainee_rows(tx, &row, &content)?;
    store::session::insert(tx.conn, row.clone())?;
    store::session::insert_formateurs(tx.conn, formateurs.clone())?;
    store::trainee::insert_all(tx.conn, trainees.clone())?;
    let detail = json!({ "habilitation": id, "trainees": trainees.len() });
    audit::record(tx, "create_session", "session", &row.id.to_string(), Some(row.organisation_id), detail)?;
    let content = content::read(&row, &formateurs, &trainees);
    let loaded = Loaded::with(row, formateurs, trainees, habilitation, organisation, content, known);
    wire::to_wire(tx, &loaded)
}

/// The habilitation for which the actor can declare a session (S9, U3).
pub(super) fn declarable(tx: &mut Tx<'_>, id: HabilitationId) -> Result<store::habilitation::Whole, Failure> {
    let habilitation = store::habilitation::find(tx.conn, id)?;
    declare(tx.actor, habilitation.row.organisation_id, id)?;
    Ok(habilitation)
}

fn new_row(
    tx: &Tx<'_>,
    content: &SessionContent,
    known: &facts::Known,
    habilitation: &store::habilitation::Row,
) -> Result<store::session::Row, Failure> {
    let mut mac_key = vec![0; 32];
    tx.random(&mut mac_key)?;
    let client = match tx.actor {
        Actor::Client(client) => Some(client.id),
        Actor::Person(_) | Actor::Anyone => None,
    };
    let mut row = store::session::Row {
        id: SessionId::new(tx.new_id()),
        organisation_id: habilitation.organisation_id,
        habilitation_id: habilitation.id,
        dispositif: habilitation.dispositif.clone(),
        level: habilitation.level,
        certificate_code: None,
        kind: None,
        starts_on: None,
        ends_on: None,
        ends_sort: store::session::ends_sort(None),
        place_name: None,
        place_address: None,
        place_postal_code: None,
        place_city: None,
        place_insee_code: None,
        platform_id: None,
        departement: None,
        external_ref: None,
        state: State::Draft,
        comment: None,
        comment_by: None,
        declared_on: None,
        declared_by: tx.actor.person_id(),
        declared_by_client: client,
        mac_key,
        submitted_at: None,
        verified_at: None,
        verified_by: None,
        verified_mac: None,
        certified_at: None,
        certified_by: None,
        certified_by_client: None,
        certified_mac: None,
        certified_on: None,
        erase_on: content::erase_on(content.ends_on, tx.today, tx.today, known, None),
        version: 1,
        created_at: tx.now.into(),
        updated_at: tx.now.into(),
        caisse_code: None,
    };
    content::fill(&mut row, content, known, habilitation);
    Ok(row)
}
