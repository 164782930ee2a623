//! What sessions refer to: parameters, catalogue, communes, habilitations, formateurs.

use crate::{
    request::{Answered, Request},
    write::ok,
};
use chrono::NaiveDate;
use forprev_app::{
    Failure, catalogue, failure::refuse_if_any, formateurs, habilitations, parameters, reference,
};
use forprev_core::{
    calendar::parse_day,
    id::OrganisationId,
    query::{CatalogueQuery, CommuneQuery, FormateurQuery, HabilitationQuery, OnQuery, PageQuery},
};

fn day(query: &OnQuery) -> Result<Option<NaiveDate>, Failure> {
    refuse_if_any(query.check())?;
    Ok(query.on.as_deref().and_then(parse_day))
}

pub(crate) async fn get_parameters(request: Request) -> Answered {
    let on = day(&request.query()?)?;
    ok(request.read(move |tx| parameters::get_parameters(tx, on)).await?)
}

pub(crate) async fn list_dispositifs(request: Request) -> Answered {
    let query: CatalogueQuery = request.query()?;
    ok(request.read(move |tx| catalogue::list_dispositifs(tx, &query)).await?)
}

pub(crate) async fn list_caisses(request: Request) -> Answered {
    let query: PageQuery = request.query()?;
    ok(request.read(move |tx| reference::list_caisses(tx, &query)).await?)
}

pub(crate) async fn list_communes(request: Request) -> Answered {
    let query: CommuneQuery = request.query()?;
    ok(request.read(move |tx| reference::list_communes(tx, &query)).await?)
}

pub(crate) async fn list_habilitations(request: Request) -> Answered {
    let (id, query): (OrganisationId, HabilitationQuery) = (request.path("id")?, request.query()?);
    ok(request.read(move |tx| habilitations::list_habilitations(tx, id, &query)).await?)
}

pub(crate) async fn list_formateurs(request: Request) -> Answered {
    let query: FormateurQuery = request.query()?;
    ok(request.read(move |tx| formateurs::list_formateurs(tx, &query)).await?)
}
