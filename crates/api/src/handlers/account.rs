//! Signing in and out, who one is, what one has to do.

use crate::{
    body::json,
    cookies,
    request::{Answered, Request, blocking},
    write::{done, ok, ok_version, private},
};
use actix_web::{HttpResponse, cookie::Cookie, http::StatusCode};
use forprev_app::{accounts, certificates, seed, tasks};
use forprev_core::{
    account::{
        link::{LinkToken, LinkUse},
        onboarding::OnboardingDone,
        own::{EmailChange, MePatch, PasswordAgain, PasswordChange},
        request::{AccountRequest, PasswordRequest},
    },
    actor::Me,
    id::SignInId,
    problem::Code,
    query::PageQuery,
    sign_in::{Credentials, Demo},
};
use serde::de::DeserializeOwned;

pub(crate) fn with_cookies(mut answer: HttpResponse, all: &[Cookie<'static>]) -> HttpResponse {
    for cookie in all {
        // A name and a value of ours are always writable.
        let _ = answer.add_cookie(cookie);
    }
    answer
}

pub(crate) async fn login(mut request: Request) -> Answered {
    let credentials: Credentials = json(&request.json_bytes().await?)?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    let login = blocking(move || accounts::login(&app, &caller, &credentials)).await?;
    Ok(came_to(&request, login))
}

/// What the first step of a sign-in came to: who, or how to go on.
pub(crate) fn came_to(request: &Request, login: accounts::Login) -> HttpResponse {
    match login {
        accounts::Login::Done(me, began) => signed_in(request, *me, &began),
        accounts::Login::Pending(pending) => private(StatusCode::ACCEPTED).json(pending),
    }
}

/// Who signed in, with their cookies.
pub(crate) fn signed_in(request: &Request, me: Me, began: &accounts::SignedIn) -> HttpResponse {
    with_cookies(private(StatusCode::OK).json(me), &cookies::signed_in(&request.api, began))
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
    let (token, family) = (request.cookie(cookies::REFRESH), request.caller.sign_in.take());
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
    let me = request.read(accounts::me).await?;
    ok_version(me.version, me)
}

/// The body, where it has the form.
async fn body<T: serde::Serialize + DeserializeOwned>(
    request: &mut Request,
) -> Result<T, forprev_app::Failure> {
    json(&request.json_bytes().await?)
}

/// 202: nothing is known yet, and nothing is told.
fn taken() -> Answered {
    Ok(private(StatusCode::ACCEPTED).finish())
}

pub(crate) async fn request_account(mut request: Request) -> Answered {
    let input: AccountRequest = body(&mut request).await?;
    request.take(move |tx| accounts::request_account(tx, &input)).await?;
    taken()
}

pub(crate) async fn request_password(mut request: Request) -> Answered {
    let input: PasswordRequest = body(&mut request).await?;
    request.take(move |tx| accounts::request_password(tx, &input)).await?;
    taken()
}

pub(crate) async fn open_link(mut request: Request) -> Answered {
    let input: LinkToken = body(&mut request).await?;
    ok(request.read(move |tx| accounts::open_link(tx, &input)).await?)
}

pub(crate) async fn use_link(mut request: Request) -> Answered {
    let input: LinkUse = body(&mut request).await?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    blocking(move || accounts::use_link(&app, &caller, &input)).await?;
    done()
}

pub(crate) async fn update_me(mut request: Request) -> Answered {
    let bytes = request.json_bytes().await?;
    let (patch, version): (MePatch, _) = (json(&bytes)?, request.seen_version());
    request.write(&bytes, move |tx| accounts::update_me(tx, version, &patch)).await
}

pub(crate) async fn take_onboarding_step(mut request: Request) -> Answered {
    let bytes = request.json_bytes().await?;
    let input: OnboardingDone = json(&bytes)?;
    request.write(&bytes, move |tx| accounts::take_onboarding_step(tx, &input)).await
}

pub(crate) async fn become_demandeur(request: Request) -> Answered {
    request.write(&[], accounts::become_demandeur).await
}

pub(crate) async fn change_my_email(mut request: Request) -> Answered {
    let input: EmailChange = body(&mut request).await?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    blocking(move || accounts::change_my_email(&app, &caller, &input)).await?;
    taken()
}

pub(crate) async fn change_my_password(mut request: Request) -> Answered {
    let input: PasswordChange = body(&mut request).await?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    blocking(move || accounts::change_my_password(&app, &caller, &input)).await?;
    done()
}

pub(crate) async fn list_my_sign_ins(request: Request) -> Answered {
    let query: PageQuery = request.query()?;
    ok(request.read(move |tx| accounts::list_my_sign_ins(tx, &query)).await?)
}

pub(crate) async fn end_my_sign_in(request: Request) -> Answered {
    let id: SignInId = request.path("id")?;
    request.erase(move |tx| accounts::end_my_sign_in(tx, id)).await
}

pub(crate) async fn end_my_other_sign_ins(request: Request) -> Answered {
    request.erase(accounts::end_my_other_sign_ins).await
}

pub(crate) async fn export_my_data(mut request: Request) -> Answered {
    let input: PasswordAgain = body(&mut request).await?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    ok(blocking(move || accounts::export_my_data(&app, &caller, &input)).await?)
}

pub(crate) async fn close_my_account(mut request: Request) -> Answered {
    let input: PasswordAgain = body(&mut request).await?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    blocking(move || accounts::close_my_account(&app, &caller, &input)).await?;
    Ok(with_cookies(done()?, &cookies::signed_out(&request.api)))
}

pub(crate) async fn list_tasks(request: Request) -> Answered {
    let query: PageQuery = request.query()?;
    ok(request.read(move |tx| tasks::list_tasks(tx, &query)).await?)
}

pub(crate) async fn list_my_certificates(request: Request) -> Answered {
    let query: PageQuery = request.query()?;
    ok(request.read(move |tx| certificates::list_my_certificates(tx, &query)).await?)
}
