//! Signing in by an identity at a provider; one's own identities.

use super::account::came_to;
use crate::{
    body::json,
    request::{Answered, Request, blocking},
    write::ok,
};
use forprev_app::accounts::oidc;
use forprev_core::{id::FederatedIdentityId, oidc::OidcAnswer};

pub(crate) async fn get_oidc(request: Request) -> Answered {
    ok(oidc::get_oidc(&request.api.app))
}

pub(crate) async fn begin_oidc_login(request: Request) -> Answered {
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    ok(blocking(move || oidc::begin_oidc_login(&app, &caller)).await?)
}

pub(crate) async fn finish_oidc_login(mut request: Request) -> Answered {
    let body: OidcAnswer = json(&request.json_bytes().await?)?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    let login = blocking(move || oidc::finish_oidc_login(&app, &caller, &body)).await?;
    Ok(came_to(&request, login))
}

pub(crate) async fn list_oidc_links(request: Request) -> Answered {
    ok(request.read(oidc::list_oidc_links).await?)
}

pub(crate) async fn begin_oidc_link(request: Request) -> Answered {
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    ok(blocking(move || oidc::begin_oidc_link(&app, &caller)).await?)
}

pub(crate) async fn finish_oidc_link(mut request: Request) -> Answered {
    let body: OidcAnswer = json(&request.json_bytes().await?)?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    ok(blocking(move || oidc::finish_oidc_link(&app, &caller, &body)).await?)
}

pub(crate) async fn remove_oidc_link(request: Request) -> Answered {
    let id: FederatedIdentityId = request.path("id")?;
    request.erase(move |tx| oidc::remove_oidc_link(tx, id)).await
}
