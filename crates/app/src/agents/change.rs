//! Declaring an agent, changing their post, suspending and ending it.

use super::{list, lock, other_administrators, post};
use crate::{
    Failure, Tx, audit,
    desks::give_back,
    failure::refuse_if_any,
    invitations::{self, Invited, known},
    outbox,
    sessions::Expected,
    users::state_of,
};
use forprev_core::{
    id::{PersonId, UserId},
    policy::{Action, may_ever, user::keeps_an_administrator},
    problem::{Code, Fault},
    user::{Agent, AgentContent, AgentPatch, AgentPost, DeclaredAgent, NewAgent, UserState, in_words},
};
use forprev_store as store;
use serde_json::{Value, json};

/// `POST /agents`: invites somebody to become an agent. Tried (`?dry_run=true`), it is the first of two steps.
///
/// # Errors
/// What is wrong in shape; `user.exists`, `invitation.exists`; `field.required`, `field.choice`, `field.reference` for a
/// caisse or a rank, `person.birth_date`.
pub fn declare_agent(tx: &mut Tx<'_>, input: &NewAgent) -> Result<DeclaredAgent, Failure> {
    let content = input.read()?;
    may_ever(tx.actor, Action::ManageAgents)?;
    lock(tx)?;
    refuse_double(tx, &content)?;
    let mut faults = content.violations(tx.today);
    faults.extend(unknown_caisse(tx, &content.post)?);
    refuse_if_any(faults)?;
    let known = known(tx, &content.email, content.birth_date)?;
    let detail =
        json!({ "kind": content.post.kind, "caisse": content.post.caisse, "rank": content.post.rank });
    let invited = Invited {
        organisation: None,
        kind: content.post.kind,
        caisse: content.post.caisse,
        rank: content.post.rank,
        last_name: content.last_name,
        first_name: content.first_name,
        birth_date: content.birth_date,
        email: content.email,
        until_on: None,
    };
    let id = invitations::write(tx, invited, &[])?;
    audit::record(tx, "declare_agent", "invitation", &id, None, detail)?;
    Ok(DeclaredAgent { known, agent: list::one(tx, &id)? })
}

fn refuse_double(tx: &mut Tx<'_>, content: &AgentContent) -> Result<(), Failure> {
    let same_post =
        |kind, caisse: &Option<String>| kind == content.post.kind && *caisse == content.post.caisse;
    let agents = store::profile::of_kinds(tx.conn, &AgentPost::KINDS)?;
    let ids: Vec<_> =
        agents.iter().filter(|row| same_post(row.kind, &row.caisse_code)).map(|row| row.person_id).collect();
    let same = |person: &store::person::Row| {
        person.email.as_ref() == Some(&content.email)
            || invitations::same_identity(person, &content.last_name, &content.first_name, content.birth_date)
    };
    if store::person::find_all(tx.conn, &ids)?.iter().any(same) {
        return Err(Fault::new(Code::UserExists).at("/email").into());
    }
    let waiting = store::invitation::waiting_of(tx.conn, None)?;
    if waiting.iter().any(|row| same_post(row.kind, &row.caisse_code) && row.email == content.email) {
        return Err(Fault::new(Code::InvitationExists).at("/email").into());
    }
    Ok(())
}

fn unknown_caisse(tx: &mut Tx<'_>, post: &AgentPost) -> Result<Option<Fault>, Failure> {
    let Some(code) = &post.caisse else { return Ok(None) };
    let exists = store::place::caisses(tx.conn)?.iter().any(|one| one.code == *code);
    Ok((!exists).then(|| Fault::new(Code::BadReference).at("/caisse")))
}

/// An agent, in their next version.
fn take(tx: &mut Tx<'_>, id: UserId, expected: impl Into<Expected>) -> Result<store::profile::Row, Failure> {
    may_ever(tx.actor, Action::ManageAgents)?;
    lock(tx)?;
    let row = store::profile::touch(tx.conn, &id.to_string(), None)?;
    if !AgentPost::KINDS.contains(&row.kind) {
        return Err(Failure::of(Code::NotFound));
    }
    expected.into().check(row.version - 1)?;
    Ok(row)
}

/// Whether the agent may lose the rights that they have now: one administrator stays.
fn may_lose(tx: &mut Tx<'_>, row: &store::profile::Row) -> Result<(), Failure> {
    if row.is_active(tx.today) {
        keeps_an_administrator(&post(row), other_administrators(tx, row)?)?;
    }
    Ok(())
}

/// Whether all that a person is as an agent may end at once: not where they are INRS's last administrator.
///
/// # Errors
/// `agent.last`.
pub(crate) fn may_all_end(tx: &mut Tx<'_>, person: PersonId) -> Result<(), Failure> {
    let posts = store::profile::of_person(tx.conn, person)?;
    if !posts.iter().any(|row| post(row).is_administrator()) {
        return Ok(());
    }
    lock(tx)?;
    posts.iter().filter(|row| post(row).is_administrator()).try_for_each(|row| may_lose(tx, row))
}

/// `PATCH /agents/{id}`: another caisse, or another rank.
///
/// # Errors
/// What is wrong in shape, `not_found`, `agent.last`, `version.stale`, `version.missing`; then as `declare_agent`.
pub fn update_agent(
    tx: &mut Tx<'_>,
    id: UserId,
    expected: impl Into<Expected>,
    patch: &AgentPatch,
) -> Result<Agent, Failure> {
    refuse_if_any(patch.check())?;
    let mut row = take(tx, id, expected)?;
    let wanted = patch.applied(post(&row));
    if !wanted.is_administrator() {
        may_lose(tx, &row)?;
    }
    let mut faults = wanted.violations();
    faults.extend(unknown_caisse(tx, &wanted)?);
    refuse_if_any(faults)?;
    let detail = json!({ "caisse": wanted.caisse, "rank": wanted.rank });
    (row.caisse_code, row.rank) = (wanted.caisse, wanted.rank);
    let person = row.person_id;
    store::profile::save(tx.conn, row)?;
    give_back(tx, person)?;
    audit::record(tx, "update_agent", "agent", &id.to_string(), None, detail)?;
    list::one(tx, &id.to_string())
}

/// `POST /agents/{id}/suspend`: from the next request on, the agent has no right of this post.
///
/// # Errors
/// `not_found`, `agent.last`, `version.stale`.
pub fn suspend_agent(tx: &mut Tx<'_>, id: UserId, expected: impl Into<Expected>) -> Result<Agent, Failure> {
    let row = take(tx, id, expected)?;
    may_lose(tx, &row)?;
    if state_of(&row, tx.today) != UserState::Suspended {
        let (person, payload) = (row.person_id, told(tx, &row, Some("inrs"))?);
        store::profile::save(tx.conn, store::profile::Row { suspended_at: Some(tx.now.into()), ..row })?;
        give_back(tx, person)?;
        audit::record(tx, "suspend_agent", "agent", &id.to_string(), None, json!({}))?;
        outbox::put(tx, outbox::Kind::UserSuspended, Some(person), None, None, payload)?;
    }
    list::one(tx, &id.to_string())
}

/// `POST /agents/{id}/resume`: gives the rights back.
///
/// # Errors
/// `not_found`, `version.stale`.
pub fn resume_agent(tx: &mut Tx<'_>, id: UserId, expected: impl Into<Expected>) -> Result<Agent, Failure> {
    let row = take(tx, id, expected)?;
    if row.suspended_at.is_some() {
        store::profile::save(tx.conn, store::profile::Row { suspended_at: None, ..row })?;
        audit::record(tx, "resume_agent", "agent", &id.to_string(), None, json!({}))?;
    }
    list::one(tx, &id.to_string())
}

/// `DELETE /agents/{id}`: ends the post; of an invitation that waits, cancels it.
///
/// # Errors
/// `not_found`, `agent.last`, `version.stale`, `version.missing`.
pub fn remove_agent(tx: &mut Tx<'_>, id: UserId, expected: impl Into<Expected>) -> Result<(), Failure> {
    may_ever(tx.actor, Action::ManageAgents)?;
    lock(tx)?;
    let text = id.to_string();
    if waiting(tx, id).is_ok() && store::invitation::cancel(tx.conn, &text, tx.now.into())? {
        return audit::record(tx, "remove_agent", "invitation", &text, None, json!({}));
    }
    let row = take(tx, id, expected)?;
    may_lose(tx, &row)?;
    let (person, payload) = (row.person_id, told(tx, &row, None)?);
    store::profile::save(tx.conn, store::profile::Row { ended_at: Some(tx.now.into()), ..row })?;
    give_back(tx, person)?;
    audit::record(tx, "remove_agent", "agent", &text, None, json!({ "person": person }))?;
    outbox::put(tx, outbox::Kind::UserRemoved, Some(person), None, None, payload)
}

/// `POST /agents/{id}/send-again`: another token and five more days; the one before is worth nothing any more.
///
/// # Errors
/// `not_found` where no such invitation waits.
pub fn send_agent_invitation_again(tx: &mut Tx<'_>, id: UserId) -> Result<Agent, Failure> {
    may_ever(tx.actor, Action::ManageAgents)?;
    lock(tx)?;
    let row = waiting(tx, id)?;
    invitations::send_again(tx, row)?;
    audit::record(tx, "send_agent_invitation_again", "invitation", &id.to_string(), None, json!({}))?;
    list::one(tx, &id.to_string())
}

fn waiting(tx: &mut Tx<'_>, id: UserId) -> Result<store::invitation::Row, Failure> {
    let row = store::invitation::find_waiting(tx.conn, &id.to_string())?;
    if row.organisation_id.is_none() { Ok(row) } else { Err(Failure::of(Code::NotFound)) }
}

/// What a mail tells of a post.
fn told(tx: &mut Tx<'_>, row: &store::profile::Row, reason: Option<&str>) -> Result<Value, Failure> {
    let caisses = store::place::caisses(tx.conn)?;
    let caisse = caisses.iter().find(|one| Some(&one.code) == row.caisse_code.as_ref());
    let what = in_words(row.kind, row.rank, caisse.map(|one| one.name.as_str()));
    Ok(json!({ "what": what, "reason": reason }))
}
