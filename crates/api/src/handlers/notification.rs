//! What one was told, and what comes by mail.

use crate::{
    body::json,
    request::{Answered, Request},
    write::ok,
};
use forprev_app::{Answer, mail, notifications};
use forprev_core::{
    notification::{PreferencesPatch, ReadUntil},
    query::{MailQuery, NotificationQuery},
};

pub(crate) async fn list_notifications(request: Request) -> Answered {
    let query: NotificationQuery = request.query()?;
    ok(request.read(move |tx| notifications::list_notifications(tx, &query)).await?)
}

pub(crate) async fn count_unread(request: Request) -> Answered {
    ok(request.read(notifications::count_unread).await?)
}

pub(crate) async fn read_notifications(mut request: Request) -> Answered {
    let bytes = request.json_bytes().await?;
    let read: ReadUntil = json(&bytes)?;
    request.write(&bytes, move |tx| Ok(Answer::ok(notifications::read_notifications(tx, read.until)?))).await
}

pub(crate) async fn get_preferences(request: Request) -> Answered {
    ok(request.read(notifications::get_preferences).await?)
}

pub(crate) async fn update_preferences(mut request: Request) -> Answered {
    let bytes = request.json_bytes().await?;
    let patch: PreferencesPatch = json(&bytes)?;
    request.write(&bytes, move |tx| Ok(Answer::ok(notifications::update_preferences(tx, &patch)?))).await
}

pub(crate) async fn unsubscribe(request: Request) -> Answered {
    let token: String = request.path("token")?;
    ok(request.take(move |tx| notifications::unsubscribe(tx, &token)).await?)
}

pub(crate) async fn list_mails(request: Request) -> Answered {
    let query: MailQuery = request.query()?;
    ok(request.read(move |tx| mail::list_mails(tx, &query)).await?)
}

pub(crate) async fn list_demo_mails(request: Request) -> Answered {
    ok(request.read(mail::list_demo_mails).await?)
}

pub(crate) async fn list_jobs(request: Request) -> Answered {
    ok(request.read(forprev_app::jobs::list_jobs).await?)
}
