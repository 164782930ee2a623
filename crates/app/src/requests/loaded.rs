//! A request with what decides about it.

use super::{content, documents, facts};
use crate::{
    Failure, Tx,
    desks::{in_charge, who_may},
    outbox,
    sessions::Expected,
};
use forprev_core::{
    id::{PersonId, RequestId},
    policy::{
        account::MANAGES,
        request::{Standing, View, arrives, instructs, side, step, view},
    },
    problem::Code,
    request::{RequestContent, State, state::Side, state::Step},
};
use forprev_store as store;
use serde_json::{Value, json};
use store::request::Row;

/// A request, loaded.
pub(super) struct Loaded {
    /// The request.
    pub(super) row: Row,
    /// Its organisation.
    pub(super) organisation: store::organisation::Row,
    /// Its formateurs, in the order typed.
    pub(super) formateurs: Vec<store::request::FormateurRow>,
    /// Its platforms, in the order typed.
    pub(super) platforms: Vec<store::request::PlatformRow>,
    /// The same content, as the rules read it.
    pub(super) content: RequestContent,
    /// The facts that the rules need.
    pub(super) known: facts::Known,
}

/// What the policy needs to know of a request.
pub(crate) fn standing(row: &Row) -> Standing {
    Standing {
        organisation_id: row.organisation_id,
        caisse: row.caisse_code.clone(),
        state: row.state,
        submitted: row.submitted_at.is_some(),
        at_cnh: row.cnh_on.is_some(),
    }
}

impl Loaded {
    /// Reads what belongs to a request.
    pub(super) fn of(tx: &mut Tx<'_>, row: Row) -> Result<Self, Failure> {
        let organisation = store::organisation::find(tx.conn, row.organisation_id)?;
        let formateurs = store::request::formateurs_of(tx.conn, row.id)?;
        let platforms = store::request::platforms_of(tx.conn, row.id)?;
        let content = content::read(&row, &formateurs, &platforms);
        let known = facts::gather(tx, &row, &organisation, &content)?;
        Ok(Self { row, organisation, formateurs, platforms, content, known })
    }

    /// What the policy needs.
    pub(super) fn standing(&self) -> Standing {
        standing(&self.row)
    }

    /// How much of it the transaction's actor sees.
    pub(super) fn seen_by(&self, tx: &Tx<'_>) -> Result<View, Failure> {
        view(tx.actor, &self.standing()).ok_or_else(|| Failure::of(Code::NotFound))
    }
}

/// The request of this identifier, where the transaction's actor may see it.
///
/// # Errors
/// `not_found`.
pub(super) fn load(tx: &mut Tx<'_>, id: RequestId) -> Result<Loaded, Failure> {
    let row = store::request::find(tx.conn, id)?;
    if view(tx.actor, &standing(&row)).is_none() {
        return Err(Failure::of(Code::NotFound));
    }
    Loaded::of(tx, row)
}

/// The request, locked and in its next version, for this step of the transaction's actor. Answers in the order of the API:
/// not visible, not allowed, not in this state, not in the version expected.
///
/// # Errors
/// `not_found`, `forbidden`, `request.state`, `version.stale`, `version.missing`.
pub(super) fn take_for(
    tx: &mut Tx<'_>,
    id: RequestId,
    wanted: Step,
    expected: impl Into<Expected>,
) -> Result<Loaded, Failure> {
    let row = store::request::touch(tx.conn, id)?;
    let standing = standing(&row);
    if view(tx.actor, &standing).is_none() {
        return Err(Failure::of(Code::NotFound));
    }
    step(tx.actor, &standing, wanted)?;
    expected.into().check(row.version - 1)?;
    Loaded::of(tx, row)
}

/// Writes a request that was taken.
pub(super) fn save(tx: &mut Tx<'_>, loaded: &mut Loaded) -> Result<(), Failure> {
    loaded.row.updated_at = tx.now.into();
    Ok(store::request::save(tx.conn, loaded.row.clone())?)
}

/// Writes a request that was taken for this step, and that it was: in its history and in the log.
pub(super) fn done(
    tx: &mut Tx<'_>,
    loaded: &mut Loaded,
    (what, taken): (&str, Step),
    comment: Option<String>,
    detail: Value,
) -> Result<(), Failure> {
    save(tx, loaded)?;
    if !loaded.row.state.is_open() {
        documents::forget_history(tx, loaded.row.id, &loaded.platforms)?;
    }
    // The state before decided whether it was theirs to take; the side does not hang on it.
    let by = side(tx.actor, &loaded.standing(), taken).unwrap_or(Side::Unknown);
    event(tx, &loaded.row, what, by, comment)?;
    let organisation = Some(loaded.row.organisation_id);
    crate::audit::record(tx, what, "request", &loaded.row.id.to_string(), organisation, detail)
}

/// Notes what happened to a request.
pub(super) fn event(
    tx: &mut Tx<'_>,
    row: &Row,
    what: &str,
    side: Side,
    comment: Option<String>,
) -> Result<(), Failure> {
    let id = tx.new_id().to_string();
    store::request::insert_event(
        tx.conn,
        store::request::EventRow {
            id,
            request_id: row.id,
            at: tx.now.into(),
            what: what.to_owned(),
            state: row.state,
            side,
            person_id: tx.actor.person_id(),
            comment,
        },
    )?;
    Ok(())
}

/// What a mail tells of a request, with what else there is to say.
pub(super) fn told(loaded: &Loaded, more: Value) -> Value {
    let mut payload = json!({
        "request_id": loaded.row.id,
        "state": loaded.row.state,
        "dispositif": loaded.row.dispositif,
        "level": loaded.row.level,
        "organisation": loaded.organisation.raison_sociale,
    });
    if let (Some(payload), Value::Object(more)) = (payload.as_object_mut(), more) {
        payload.extend(more);
    }
    payload
}

/// Tells all gestionnaires of the organisation; who did it themselves knows.
pub(super) fn tell_applicant(
    tx: &mut Tx<'_>,
    kind: outbox::Kind,
    loaded: &Loaded,
    more: Value,
) -> Result<(), Failure> {
    let organisation = loaded.row.organisation_id;
    let people = store::profile::people_of(tx.conn, organisation, MANAGES, tx.today)?;
    tell(tx, kind, loaded, &people, more)
}

/// Tells the agent who has it, or all those of its desk where nobody has.
pub(super) fn tell_caisse(
    tx: &mut Tx<'_>,
    kind: outbox::Kind,
    loaded: &Loaded,
    more: Value,
) -> Result<(), Failure> {
    let standing = loaded.standing();
    let (agent, caisse) = (loaded.row.assigned_to, loaded.row.caisse_code.as_deref());
    let people = in_charge(tx, agent, caisse, |profiles| instructs(profiles, &standing))?;
    tell(tx, kind, loaded, &people, more)
}

/// Tells those to whom it came: INRS for its opinion, the CNH for its decision.
pub(super) fn tell_arrival(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<(), Failure> {
    let Some((kind, action)) = arrives(loaded.row.state) else { return Ok(()) };
    let people = who_may(tx, kind, action)?;
    tell(tx, outbox::Kind::RequestArrived, loaded, &people, Value::Null)
}

fn tell(
    tx: &mut Tx<'_>,
    kind: outbox::Kind,
    loaded: &Loaded,
    people: &[PersonId],
    more: Value,
) -> Result<(), Failure> {
    let (payload, organisation) = (told(loaded, more), Some(loaded.row.organisation_id));
    for person in people.iter().filter(|person| Some(**person) != tx.actor.person_id()) {
        outbox::put(tx, kind, Some(*person), None, organisation, payload.clone())?;
    }
    Ok(())
}

/// Whether a request waits for its applicant, so that what would refuse its submission is told.
pub(super) fn is_written(state: State) -> bool {
    matches!(state, State::Draft | State::Incomplete | State::Returned)
}
