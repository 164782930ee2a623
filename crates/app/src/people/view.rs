//! N5: an administrator sees the application as somebody else, read only, for half an hour; the person is told.

use crate::{
    App, Failure, Tx, accounts, audit,
    failure::refuse_if_any,
    looks::{self, What},
    outbox,
};
use forprev_core::{
    actor::Actor,
    endpoint::Endpoint,
    policy::{Action, may_ever, support::in_a_view},
    problem::{Code, Fault},
    support::{NewSupportView, SupportView, VIEW_LASTS},
    text::clean,
};
use forprev_store as store;
use serde_json::json;

/// `POST /support/views`: begins a view as this person, and tells them who sees, and why.
///
/// # Errors
/// As `may_ever`; what is wrong in shape; `field.reference` where there is no such person.
pub fn start_support_view(tx: &mut Tx<'_>, new: &NewSupportView) -> Result<SupportView, Failure> {
    may_ever(tx.actor, Action::ViewAsPerson)?;
    refuse_if_any(new.check())?;
    let agent = tx.actor.person().ok_or_else(|| Failure::of(Code::Forbidden))?;
    let (agent_id, agent_name) = (agent.id, format!("{} {}", agent.first_name, agent.last_name));
    let unknown = || Failure::from(Fault::new(Code::BadReference).at("/person_id"));
    let id = new.person_id.trim().parse().map_err(|_| unknown())?;
    let person = match store::person::find(tx.conn, id) {
        Err(store::Error::NotFound) => return Err(unknown()),
        other => other?,
    };
    let view = SupportView {
        id: tx.new_id().to_string(),
        person_id: person.id,
        forprev_number: person.forprev_number,
        last_name: person.last_name,
        first_name: person.first_name,
        started_at: tx.now,
        ends_at: tx.now + VIEW_LASTS,
    };
    let reason = clean(&new.reason);
    store::support_view::insert(
        tx.conn,
        store::support_view::Row {
            id: view.id.clone(),
            agent_id,
            person_id: person.id,
            reason: reason.clone(),
            started_at: view.started_at.into(),
            ends_at: view.ends_at.into(),
            ended_at: None,
        },
    )?;
    looks::note_in(tx, &[person.id], What::Support)?;
    let about = person.id.to_string();
    audit::record(tx, "start_support_view", "person", &about, None, json!({ "view": view.id }))?;
    let told = json!({ "by": agent_name, "reason": reason, "at": tx.now });
    outbox::put(tx, outbox::Kind::AccountViewed, Some(person.id), None, None, told)?;
    Ok(view)
}

/// `DELETE /support/views/{id}`: ends one's view before its time.
///
/// # Errors
/// As `may_ever`; `not_found` where there is none, or it has ended.
pub fn end_support_view(tx: &mut Tx<'_>, id: &str) -> Result<(), Failure> {
    may_ever(tx.actor, Action::ViewAsPerson)?;
    let agent = tx.actor.person_id().ok_or_else(|| Failure::of(Code::Forbidden))?;
    let ended = store::support_view::end(tx.conn, id, agent, tx.now.into())?;
    let person = ended.ok_or_else(|| Failure::of(Code::NotFound))?;
    audit::record(tx, "end_support_view", "person", &person.to_string(), None, json!({ "view": id }))
}

/// As whom a request with `X-Forprev-View` is answered.
///
/// # Errors
/// `support.read_only` for a write, `support.not_shown`, `forbidden` for who may not see as others, `support.ended`.
pub fn viewed(app: &App, agent: &Actor, view: &str, endpoint: Endpoint) -> Result<Actor, Failure> {
    in_a_view(endpoint.method, endpoint.action)?;
    may_ever(agent, Action::ViewAsPerson)?;
    let agent = agent.person_id().ok_or_else(|| Failure::of(Code::Forbidden))?;
    let now = app.now().into();
    app.pool.read(|conn| {
        let id = store::support_view::person(conn, view, agent, now)?;
        let id = id.ok_or_else(|| Failure::of(Code::SupportEnded))?;
        let row = store::person::find(conn, id)?;
        let profiles = store::profile::held_by(conn, id, app.today())?;
        Ok(Actor::Person(accounts::person(&row, profiles, false)))
    })
}
