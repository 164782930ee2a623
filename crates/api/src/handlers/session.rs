//! Sessions, from draft to results.

use crate::{
    body::json,
    request::{Answered, Request},
    write::{ok, ok_version},
};
use forprev_app::{Answer, looks::What, sessions};
use forprev_core::{
    id::SessionId,
    query::SessionQuery,
    session::{Comment, NewSession, Results, Session, SessionPatch},
};

pub(super) fn of(session: Session) -> Answer<Session> {
    let (id, version) = (session.id, session.version);
    Answer::ok(session).of_session(id, version)
}

pub(super) fn created(session: Session) -> Answer<Session> {
    Answer { status: 201, ..of(session) }
}

pub(crate) async fn list_sessions(request: Request) -> Answered {
    let query: SessionQuery = request.query()?;
    ok(request.read(move |tx| sessions::list_sessions(tx, &query)).await?)
}

pub(crate) async fn create_session(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewSession = json(&body)?;
    request.write(&body, move |tx| sessions::create_session(tx, &input).map(created)).await
}

pub(crate) async fn get_session(request: Request) -> Answered {
    let id: SessionId = request.path("id")?;
    let (session, shown) = request.read(move |tx| sessions::read_session(tx, id)).await?;
    request.note_looks(shown, What::Session).await?;
    ok_version(session.version, session)
}

pub(crate) async fn update_session(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: SessionPatch = json(&body)?;
    let (id, version): (SessionId, _) = (request.path("id")?, request.seen_version());
    request.write(&body, move |tx| sessions::update_session(tx, id, version, &patch).map(of)).await
}

pub(crate) async fn cancel_session(request: Request) -> Answered {
    let (id, version): (SessionId, _) = (request.path("id")?, request.seen_version());
    request.erase(move |tx| sessions::cancel_session(tx, id, version)).await
}

pub(crate) async fn submit_session(request: Request) -> Answered {
    let (id, version): (SessionId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| sessions::submit_session(tx, id, version).map(of)).await
}

pub(crate) async fn return_session(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let comment: Comment = json(&body)?;
    let (id, version): (SessionId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| sessions::return_session(tx, id, version, &comment).map(of)).await
}

pub(crate) async fn reopen_session(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let comment: Comment = json(&body)?;
    let (id, version): (SessionId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| sessions::reopen_session(tx, id, version, &comment).map(of)).await
}

pub(crate) async fn record_results(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let results: Results = json(&body)?;
    let (id, version): (SessionId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| sessions::record_results(tx, id, version, &results).map(of)).await
}
