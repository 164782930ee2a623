//! Users of an organisation, and invitations.

use crate::{
    body::json,
    headers::wants_csv,
    request::{Answered, Request, blocking},
    write::{ok, ok_version, private},
};
use actix_web::http::{
    StatusCode,
    header::{CONTENT_DISPOSITION, VARY},
};
use forprev_app::{Answer, failure::refuse_if_any, invitations, users};
use forprev_core::{
    id::{OrganisationId, UserId},
    query::{RemovalQuery, UserQuery},
    user::{AcceptInvitation, InvitationToken, NewSuccessor, NewUser, Review, User, UserPatch},
};

fn of(user: User) -> Answer<User> {
    Answer { version: Some(user.version), ..Answer::ok(user) }
}

pub(crate) async fn list_users(request: Request) -> Answered {
    let (id, query): (OrganisationId, UserQuery) = (request.path("id")?, request.query()?);
    if !wants_csv(&request.http) {
        return ok(request.read(move |tx| users::list_users(tx, id, &query)).await?);
    }
    let bytes = request.read(move |tx| users::users_csv(tx, id, &query)).await?;
    Ok(private(StatusCode::OK)
        .content_type("text/csv; charset=utf-8")
        .insert_header((VARY, "Accept"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"utilisateurs.csv\""))
        .body(bytes))
}

pub(crate) async fn declare_user(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewUser = json(&body)?;
    let id: OrganisationId = request.path("id")?;
    request.write(&body, move |tx| users::declare_user(tx, id, &input).map(Answer::created)).await
}

pub(crate) async fn review_users(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let review: Review = json(&body)?;
    let id: OrganisationId = request.path("id")?;
    request.write(&body, move |tx| users::review_users(tx, id, &review).map(Answer::ok)).await
}

pub(crate) async fn get_user(request: Request) -> Answered {
    let (id, user): (OrganisationId, UserId) = (request.path("id")?, request.path("user_id")?);
    let user = request.read(move |tx| users::get_user(tx, id, user)).await?;
    ok_version(user.version, user)
}

pub(crate) async fn update_user(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: UserPatch = json(&body)?;
    let (id, user): (OrganisationId, UserId) = (request.path("id")?, request.path("user_id")?);
    let version = request.seen_version();
    request.write(&body, move |tx| users::update_user(tx, id, user, version, &patch).map(of)).await
}

pub(crate) async fn remove_user(request: Request) -> Answered {
    let query: RemovalQuery = request.query()?;
    refuse_if_any(query.check())?;
    let to = query.hand_over_to.as_deref().and_then(|text| text.trim().parse().ok());
    let (id, user): (OrganisationId, UserId) = (request.path("id")?, request.path("user_id")?);
    let version = request.seen_version();
    let dry_run = query.dry_run.unwrap_or_default();
    request.erase_or_try(dry_run, move |tx| users::remove_user(tx, id, user, version, to)).await
}

pub(crate) async fn suspend_user(request: Request) -> Answered {
    let (id, user): (OrganisationId, UserId) = (request.path("id")?, request.path("user_id")?);
    let version = request.version();
    request.write(&[], move |tx| users::suspend_user(tx, id, user, version).map(of)).await
}

pub(crate) async fn resume_user(request: Request) -> Answered {
    let (id, user): (OrganisationId, UserId) = (request.path("id")?, request.path("user_id")?);
    let version = request.version();
    request.write(&[], move |tx| users::resume_user(tx, id, user, version).map(of)).await
}

pub(crate) async fn send_invitation_again(request: Request) -> Answered {
    let (id, user): (OrganisationId, UserId) = (request.path("id")?, request.path("user_id")?);
    request.write(&[], move |tx| users::send_invitation_again(tx, id, user).map(of)).await
}

pub(crate) async fn cancel_invitation(request: Request) -> Answered {
    let (id, user): (OrganisationId, UserId) = (request.path("id")?, request.path("user_id")?);
    request.erase(move |tx| users::cancel_invitation(tx, id, user)).await
}

pub(crate) async fn name_successor(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewSuccessor = json(&body)?;
    request.write(&body, move |tx| users::name_successor(tx, &input).map(Answer::created)).await
}

pub(crate) async fn open_invitation(mut request: Request) -> Answered {
    request.authenticate_if_signed_in().await?;
    let input: InvitationToken = json(&request.json_bytes().await?)?;
    ok(request.read(move |tx| invitations::open_invitation(tx, &input)).await?)
}

pub(crate) async fn accept_invitation(mut request: Request) -> Answered {
    request.authenticate_if_signed_in().await?;
    let input: AcceptInvitation = json(&request.json_bytes().await?)?;
    let (app, caller) = (request.api.app.clone(), request.caller.clone());
    ok(blocking(move || invitations::accept_invitation(&app, &caller, &input)).await?)
}
