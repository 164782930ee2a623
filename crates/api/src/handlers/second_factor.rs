//! Second factors: shown at the sign-in, set up, removed; one's identity confirmed again.

use super::account::signed_in;
use crate::{
    body::json,
    request::{Answered, Request, blocking},
    write::ok,
};
use forprev_app::accounts::{self, second_factor};
use forprev_core::{
    account::own::PasswordAgain,
    id::{PersonId, SecondFactorId},
    second_factor::{BeginPasskeyLogin, ConfirmTotp, FinishPasskey, LoginCode, PasskeyAnswer},
};

pub(crate) async fn login_totp(mut request: Request) -> Answered {
    let body: LoginCode = json(&request.json_bytes().await?)?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    let (me, began) = blocking(move || accounts::login_totp(&app, &caller, &body)).await?;
    Ok(signed_in(&request, me, &began))
}

pub(crate) async fn login_recovery(mut request: Request) -> Answered {
    let body: LoginCode = json(&request.json_bytes().await?)?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    let (me, began) = blocking(move || accounts::login_recovery(&app, &caller, &body)).await?;
    Ok(signed_in(&request, me, &began))
}

pub(crate) async fn begin_passkey_login(mut request: Request) -> Answered {
    let body: BeginPasskeyLogin = json(&request.json_bytes().await?)?;
    ok(request.read(move |tx| accounts::begin_passkey_login(tx, &body)).await?)
}

pub(crate) async fn finish_passkey_login(mut request: Request) -> Answered {
    let body: PasskeyAnswer = json(&request.json_bytes().await?)?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    let (me, began) = blocking(move || accounts::finish_passkey_login(&app, &caller, &body)).await?;
    Ok(signed_in(&request, me, &began))
}

pub(crate) async fn list_second_factors(request: Request) -> Answered {
    ok(request.read(second_factor::list_second_factors).await?)
}

pub(crate) async fn begin_totp(request: Request) -> Answered {
    ok(request.read(second_factor::begin_totp).await?)
}

pub(crate) async fn confirm_totp(mut request: Request) -> Answered {
    let body: ConfirmTotp = json(&request.json_bytes().await?)?;
    request.tell_once(move |tx| second_factor::confirm_totp(tx, &body)).await
}

pub(crate) async fn begin_passkey(request: Request) -> Answered {
    ok(request.read(second_factor::begin_passkey).await?)
}

pub(crate) async fn finish_passkey(mut request: Request) -> Answered {
    let body: FinishPasskey = json(&request.json_bytes().await?)?;
    request.tell_once(move |tx| second_factor::finish_passkey(tx, &body)).await
}

pub(crate) async fn renew_recovery_codes(request: Request) -> Answered {
    request.tell_once(second_factor::renew_recovery_codes).await
}

pub(crate) async fn remove_second_factor(request: Request) -> Answered {
    let id: SecondFactorId = request.path("id")?;
    request.erase(move |tx| second_factor::remove_second_factor(tx, id)).await
}

pub(crate) async fn step_up(mut request: Request) -> Answered {
    let body: PasswordAgain = json(&request.json_bytes().await?)?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    ok(blocking(move || accounts::step_up(&app, &caller, &body)).await?)
}

pub(crate) async fn begin_passkey_step_up(request: Request) -> Answered {
    ok(request.read(accounts::begin_passkey_step_up).await?)
}

pub(crate) async fn finish_passkey_step_up(mut request: Request) -> Answered {
    let body: PasskeyAnswer = json(&request.json_bytes().await?)?;
    request.tell_once(move |tx| accounts::finish_passkey_step_up(tx, &body)).await
}

pub(crate) async fn reset_second_factors(request: Request) -> Answered {
    let person: PersonId = request.path("id")?;
    request.erase(move |tx| second_factor::reset_second_factors(tx, person)).await
}
