//! Signing in and out, who one is, what one has to do.

use crate::{
    body::json,
    cookies,
    request::{Answered, Request, blocking},
    write::{done, ok, private},
};
use actix_web::{HttpResponse, cookie::Cookie, http::StatusCode};
use forprev_app::{accounts, certificates, seed, sessions};
use forprev_core::{
    problem::Code,
    query::PageQuery,
    sign_in::{Credentials, Demo},
};

fn with_cookies(mut answer: HttpResponse, all: &[Cookie<'static>]) -> HttpResponse {
    for cookie in all {
        // A name and a value of ours are always writable.
        let _ = answer.add_cookie(cookie);
    }
    answer
}

pub(crate) async fn login(mut request: Request) -> Answered {
    let credentials: Credentials = json(&request.json_bytes().await?)?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    let (me, signed_in) = blocking(move || accounts::login(&app, &caller, &credentials)).await?;
    let answer = private(StatusCode::OK).json(me);
    Ok(with_cookies(answer, &cookies::signed_in(&request.api, &signed_in)))
}

pub(crate) async fn refresh(request: Request) -> Answered {
    let token =
        request.cookie(cookies::REFRESH).ok_or_else(|| forprev_app::Failure::of(Code::Unauthenticated))?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    let signed_in = blocking(move || accounts::refresh(&app, &caller, &token)).await?;
    Ok(with_cookies(done()?, &cookies::signed_in(&request.api, &signed_in)))
}

pub(crate) async fn logout(mut request: Request) -> Answered {
    match request.authenticate().await {
        Err(failure) if failure.code() == Code::Csrf => return Err(failure),
        // Whoever is signed in no more signs out all the same.
        _ => {}
    }
    let (token, family) = (request.cookie(cookies::REFRESH), request.family.take());
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    blocking(move || accounts::logout(&app, &caller, token.as_deref(), family.as_deref())).await?;
    Ok(with_cookies(done()?, &cookies::signed_out(&request.api)))
}

pub(crate) async fn get_demo(request: Request) -> Answered {
    if !request.api.app.settings.demo {
        return Err(forprev_app::Failure::of(Code::NotFound));
    }
    ok(Demo { accounts: seed::demo_accounts() })
}

pub(crate) async fn get_me(request: Request) -> Answered {
    ok(request.read(accounts::me).await?)
}

pub(crate) async fn list_tasks(request: Request) -> Answered {
    let query: PageQuery = request.query()?;
    ok(request.read(move |tx| sessions::list_tasks(tx, &query)).await?)
}

pub(crate) async fn list_my_certificates(request: Request) -> Answered {
    let query: PageQuery = request.query()?;
    ok(request.read(move |tx| certificates::list_my_certificates(tx, &query)).await?)
}
