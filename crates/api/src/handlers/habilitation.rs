//! A habilitation, and what INRS decides of it.

use crate::{
    body::json,
    request::{Answered, Request},
    write::{ok, ok_version},
};
use forprev_app::{Answer, habilitations};
use forprev_core::{
    habilitation::measure::{HabilitationDetail, NewLifting, NewSuspension, NewWithdrawal},
    id::{HabilitationId, OrganisationId},
    query::HabilitationQuery,
};

fn of(habilitation: HabilitationDetail) -> Answer<HabilitationDetail> {
    Answer { version: Some(habilitation.version), ..Answer::ok(habilitation) }
}

pub(crate) async fn list_habilitations(request: Request) -> Answered {
    let (id, query): (OrganisationId, HabilitationQuery) = (request.path("id")?, request.query()?);
    ok(request.read(move |tx| habilitations::list_habilitations(tx, id, &query)).await?)
}

pub(crate) async fn get_habilitation(request: Request) -> Answered {
    let id: HabilitationId = request.path("id")?;
    let found = request.read(move |tx| habilitations::get_habilitation(tx, id)).await?;
    ok_version(found.version, found)
}

pub(crate) async fn suspend_habilitation(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewSuspension = json(&body)?;
    let (id, version): (HabilitationId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| habilitations::suspend_habilitation(tx, id, version, &input).map(of)).await
}

pub(crate) async fn lift_suspension(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewLifting = json(&body)?;
    let (id, version): (HabilitationId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| habilitations::lift_suspension(tx, id, version, &input).map(of)).await
}

pub(crate) async fn withdraw_habilitation(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewWithdrawal = json(&body)?;
    let (id, version): (HabilitationId, _) = (request.path("id")?, request.version());
    request
        .write(&body, move |tx| habilitations::withdraw_habilitation(tx, id, version, &input).map(of))
        .await
}
