//! What is referred to: parameters, catalogue, communes, the register of companies, formateurs.

use crate::{
    request::{Answered, Request},
    write::ok,
};
use chrono::NaiveDate;
use forprev_app::{
    Failure, catalogue, failure::refuse_if_any, formateurs, looks::What, parameters, reference, register,
};
use forprev_core::{
    calendar::parse_day,
    organisation::siret::Siret,
    problem::{Code, Fault},
    query::{CatalogueQuery, CommuneQuery, FormateurQuery, OnQuery, PageQuery},
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

/// B19: no transaction is open while the register is asked.
pub(crate) async fn get_company(request: Request) -> Answered {
    let siret = request.http.match_info().get("siret").unwrap_or_default().parse::<Siret>();
    let siret = siret.map_err(|_| Failure::of(Code::SiretInvalid))?;
    if let Some(left) = request.caller.actor.person_id().map(|person| request.api.look_ups.take_of(person))
        && left.exceeded
    {
        return Err(Fault::new(Code::TooMany).with("seconds", left.seconds).into());
    }
    ok(register::get_company(&request.api.app, &siret).await?)
}

pub(crate) async fn list_formateurs(request: Request) -> Answered {
    let query: FormateurQuery = request.query()?;
    let (page, shown) = request.read(move |tx| formateurs::find_formateurs(tx, &query)).await?;
    request.note_looks(shown, What::Formateur).await?;
    ok(page)
}
