//! Agents of the caisses, of INRS and of the CNH.

use crate::{
    body::json,
    request::{Answered, Request},
    write::ok,
};
use forprev_app::{Answer, agents};
use forprev_core::{
    id::UserId,
    query::AgentQuery,
    user::{Agent, AgentPatch, NewAgent},
};

fn of(agent: Agent) -> Answer<Agent> {
    Answer { version: Some(agent.version), ..Answer::ok(agent) }
}

pub(crate) async fn list_agents(request: Request) -> Answered {
    let query: AgentQuery = request.query()?;
    ok(request.read(move |tx| agents::list_agents(tx, &query)).await?)
}

pub(crate) async fn declare_agent(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewAgent = json(&body)?;
    request.write(&body, move |tx| agents::declare_agent(tx, &input).map(Answer::created)).await
}

pub(crate) async fn update_agent(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: AgentPatch = json(&body)?;
    let (id, version): (UserId, _) = (request.path("id")?, request.seen_version());
    request.write(&body, move |tx| agents::update_agent(tx, id, version, &patch).map(of)).await
}

pub(crate) async fn remove_agent(request: Request) -> Answered {
    let (id, version): (UserId, _) = (request.path("id")?, request.seen_version());
    request.erase(move |tx| agents::remove_agent(tx, id, version)).await
}

pub(crate) async fn suspend_agent(request: Request) -> Answered {
    let (id, version): (UserId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| agents::suspend_agent(tx, id, version).map(of)).await
}

pub(crate) async fn resume_agent(request: Request) -> Answered {
    let (id, version): (UserId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| agents::resume_agent(tx, id, version).map(of)).await
}

pub(crate) async fn send_agent_invitation_again(request: Request) -> Answered {
    let id: UserId = request.path("id")?;
    request.write(&[], move |tx| agents::send_agent_invitation_again(tx, id).map(of)).await
}
