//! Habilitation requests, from draft to decision.

use crate::{
    body::json,
    request::{Answered, Request},
    write::{ok, ok_version},
};
use forprev_app::{Answer, requests};
use forprev_core::{
    id::{OrganisationId, RequestId},
    organisation::file::{Assignment, HandOver, NewMessage},
    query::PageQuery,
    request::{
        self, NewDecision, NewRequest, RequestPatch,
        instruction::{GridAnswers, NewInrsOpinion, NewOpinion, NewReturn},
        query::RequestQuery,
    },
    session::Comment,
};

fn of(request: request::Request) -> Answer<request::Request> {
    Answer { version: Some(request.version), ..Answer::ok(request) }
}

pub(crate) async fn list_requestable(request: Request) -> Answered {
    let (id, query): (OrganisationId, PageQuery) = (request.path("id")?, request.query()?);
    ok(request.read(move |tx| requests::list_requestable(tx, id, &query)).await?)
}

pub(crate) async fn create_request(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewRequest = json(&body)?;
    let id: OrganisationId = request.path("id")?;
    let created = |one| Answer { status: 201, ..of(one) };
    request.write(&body, move |tx| requests::create_request(tx, id, &input).map(created)).await
}

pub(crate) async fn list_requests(request: Request) -> Answered {
    let query: RequestQuery = request.query()?;
    ok(request.read(move |tx| requests::list_requests(tx, &query)).await?)
}

pub(crate) async fn get_request(request: Request) -> Answered {
    let id: RequestId = request.path("id")?;
    let found = request.read(move |tx| requests::get_request(tx, id)).await?;
    ok_version(found.version, found)
}

pub(crate) async fn update_request(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: RequestPatch = json(&body)?;
    let (id, version): (RequestId, _) = (request.path("id")?, request.seen_version());
    request.write(&body, move |tx| requests::update_request(tx, id, version, &patch).map(of)).await
}

pub(crate) async fn submit_request(request: Request) -> Answered {
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| requests::submit_request(tx, id, version).map(of)).await
}

pub(crate) async fn abandon_request(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let comment: Comment = json(&body)?;
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| requests::abandon_request(tx, id, version, &comment).map(of)).await
}

pub(crate) async fn admit_request(request: Request) -> Answered {
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| requests::admit_request(tx, id, version).map(of)).await
}

pub(crate) async fn return_request(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewReturn = json(&body)?;
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| requests::return_request(tx, id, version, &input).map(of)).await
}

pub(crate) async fn assign_request(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: Assignment = json(&body)?;
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| requests::assign_request(tx, id, version, &input).map(of)).await
}

pub(crate) async fn hand_over_request(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: HandOver = json(&body)?;
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| requests::hand_over_request(tx, id, version, &input).map(of)).await
}

pub(crate) async fn answer_grid(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: GridAnswers = json(&body)?;
    let (id, version): (RequestId, _) = (request.path("id")?, request.seen_version());
    request.write(&body, move |tx| requests::answer_grid(tx, id, version, &input).map(of)).await
}

pub(crate) async fn give_opinion(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewOpinion = json(&body)?;
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| requests::give_opinion(tx, id, version, &input).map(of)).await
}

pub(crate) async fn forward_request(request: Request) -> Answered {
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| requests::forward_request(tx, id, version).map(of)).await
}

pub(crate) async fn give_inrs_opinion(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewInrsOpinion = json(&body)?;
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| requests::give_inrs_opinion(tx, id, version, &input).map(of)).await
}

pub(crate) async fn decide_request(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewDecision = json(&body)?;
    let (id, version): (RequestId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| requests::decide_request(tx, id, version, &input).map(of)).await
}

pub(crate) async fn list_request_messages(request: Request) -> Answered {
    let (id, query): (RequestId, PageQuery) = (request.path("id")?, request.query()?);
    ok(request.read(move |tx| requests::list_request_messages(tx, id, &query)).await?)
}

pub(crate) async fn write_request_message(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewMessage = json(&body)?;
    let id: RequestId = request.path("id")?;
    request.write(&body, move |tx| requests::write_request_message(tx, id, &input).map(Answer::created)).await
}
