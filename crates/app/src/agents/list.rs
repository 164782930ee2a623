//! The list of agents.

use super::post;
use crate::{
    Failure, Tx,
    failure::refuse_if_any,
    invitations,
    users::{by_name, last_logins, named, state_of, state_of_invitation},
};
use chrono::NaiveDate;
use forprev_core::{
    calendar::today_in_paris,
    id::PersonId,
    page::Page,
    policy::{
        Action, may_ever,
        user::{actions, keeps_an_administrator},
    },
    problem::Code,
    query::AgentQuery,
    text::clean,
    user::{Agent, AgentPost, UserState},
};
use forprev_store as store;
use std::collections::HashMap;

/// `GET /agents`: by name, the invitations that wait among them.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_agents(tx: &mut Tx<'_>, query: &AgentQuery) -> Result<Page<Agent>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    may_ever(tx.actor, Action::ReadAgents)?;
    let state = query.state.as_deref().and_then(UserState::of);
    let words = query.q.as_deref().unwrap_or_default();
    let caisse = query.caisse.as_deref().map(clean);
    let mut agents = all(tx)?;
    agents.retain(|(_, agent)| {
        state.is_none_or(|state| agent.state == state)
            && query.kind.as_deref().is_none_or(|kind| kind_name(agent) == kind)
            && caisse.as_ref().is_none_or(|code| agent.caisse.as_ref() == Some(code))
            && named(words, &agent.last_name, &agent.first_name, agent.email.as_deref())
    });
    let page = wanted.cut(agents, |(_, agent)| by_name(&agent.last_name, &agent.first_name, agent.id));
    // Looked for in all the log: for those of the page, and no others.
    let ids: Vec<PersonId> = page.items.iter().filter_map(|(person, _)| *person).collect();
    let last_logins = last_logins(tx, &ids)?;
    Ok(page.map(|found| signed_in(found, &last_logins)))
}

/// An agent, with the day on which they last signed in.
fn signed_in(
    (person, agent): (Option<PersonId>, Agent),
    last_logins: &HashMap<PersonId, NaiveDate>,
) -> Agent {
    let last_sign_in_on = person.and_then(|person| last_logins.get(&person).copied());
    Agent { last_sign_in_on, ..agent }
}

fn kind_name(agent: &Agent) -> String {
    serde_json::to_value(agent.kind)
        .ok()
        .and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// One of them.
pub(super) fn one(tx: &mut Tx<'_>, id: &str) -> Result<Agent, Failure> {
    let found = all(tx)?.into_iter().find(|(_, agent)| agent.id.to_string() == id);
    let found = found.ok_or_else(|| Failure::of(Code::NotFound))?;
    let last_logins = last_logins(tx, found.0.as_slice())?;
    Ok(signed_in(found, &last_logins))
}

/// All of them, each with who it is where somebody has accepted; not yet when they last signed in.
fn all(tx: &mut Tx<'_>) -> Result<Vec<(Option<PersonId>, Agent)>, Failure> {
    let profiles = store::profile::of_kinds(tx.conn, &AgentPost::KINDS)?;
    let waiting = store::invitation::waiting_of(tx.conn, None)?;
    let ids: Vec<PersonId> = profiles.iter().map(|row| row.person_id).collect();
    let people: HashMap<PersonId, store::person::Row> =
        store::person::find_all(tx.conn, &ids)?.into_iter().map(|row| (row.id, row)).collect();
    let administers = |row: &store::profile::Row| post(row).is_administrator() && row.is_active(tx.today);
    let administrators = profiles.iter().filter(|row| administers(row)).count();
    let mut agents = Vec::with_capacity(profiles.len() + waiting.len());
    for row in profiles {
        let Some(person) = people.get(&row.person_id) else { continue };
        let others = administrators.saturating_sub(usize::from(administers(&row)));
        agents.extend(told(tx, row, person, others).map(|agent| (Some(person.id), agent)));
    }
    let undelivered = invitations::undelivered(tx, &waiting)?;
    agents.extend(waiting.into_iter().filter_map(|row| {
        let state = state_of_invitation(&row, tx.now, undelivered.contains(&row.id));
        invited(row, state).map(|agent| (None, agent))
    }));
    Ok(agents)
}

fn told(tx: &Tx<'_>, row: store::profile::Row, person: &store::person::Row, others: usize) -> Option<Agent> {
    let state = state_of(&row, tx.today);
    Some(Agent {
        id: row.id.parse().ok()?,
        state,
        actions: actions(state, keeps_an_administrator(&post(&row), others)),
        kind: row.kind,
        caisse: row.caisse_code,
        rank: row.rank,
        last_name: person.last_name.clone(),
        first_name: person.first_name.clone(),
        email: person.email.as_ref().map(|email| email.as_str().to_owned()),
        forprev_number: Some(person.forprev_number.clone()),
        me: tx.actor.person_id() == Some(person.id),
        since_on: today_in_paris(row.created_at.utc()),
        last_sign_in_on: None,
        expires_at: None,
        version: row.version,
    })
}

fn invited(row: store::invitation::Row, state: UserState) -> Option<Agent> {
    Some(Agent {
        id: row.id.parse().ok()?,
        state,
        actions: actions(state, Ok(())),
        kind: row.kind,
        caisse: row.caisse_code,
        rank: row.rank,
        last_name: row.last_name,
        first_name: row.first_name,
        email: Some(row.email.as_str().to_owned()),
        forprev_number: None,
        me: false,
        since_on: today_in_paris(row.created_at.utc()),
        last_sign_in_on: None,
        expires_at: Some(row.expires_at.utc()),
        version: i64::from(row.sent_count),
    })
}
