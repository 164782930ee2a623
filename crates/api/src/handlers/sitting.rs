//! The sittings of the CNH.

use crate::{
    body::json,
    request::{Answered, Request},
    write::{ok, ok_version},
};
use forprev_app::{Answer, requests};
use forprev_core::{
    id::SittingId,
    request::{
        query::SittingQuery,
        sitting::{NewSitting, Sitting, SittingDecisions, SittingPatch},
    },
};

fn of(sitting: Sitting) -> Answer<Sitting> {
    Answer { version: Some(sitting.version), ..Answer::ok(sitting) }
}

pub(crate) async fn list_sittings(request: Request) -> Answered {
    let query: SittingQuery = request.query()?;
    ok(request.read(move |tx| requests::list_sittings(tx, &query)).await?)
}

pub(crate) async fn create_sitting(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewSitting = json(&body)?;
    let created = |one| Answer { status: 201, ..of(one) };
    request.write(&body, move |tx| requests::create_sitting(tx, &input).map(created)).await
}

pub(crate) async fn get_sitting(request: Request) -> Answered {
    let id: SittingId = request.path("id")?;
    let found = request.read(move |tx| requests::get_sitting(tx, id)).await?;
    ok_version(found.version, found)
}

pub(crate) async fn update_sitting(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: SittingPatch = json(&body)?;
    let (id, version): (SittingId, _) = (request.path("id")?, request.seen_version());
    request.write(&body, move |tx| requests::update_sitting(tx, id, version, &patch).map(of)).await
}

pub(crate) async fn cancel_sitting(request: Request) -> Answered {
    let (id, version): (SittingId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| requests::cancel_sitting(tx, id, version).map(of)).await
}

pub(crate) async fn decide_sitting(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: SittingDecisions = json(&body)?;
    let (id, version): (SittingId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| requests::decide_sitting(tx, id, version, &input).map(of)).await
}
