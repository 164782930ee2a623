//! Helping people: finding them, seeing as they do, making one account of two.

use crate::{
    body::json,
    request::{Answered, Request},
    write::ok,
};
use forprev_app::{Answer, looks::What, people};
use forprev_core::{
    audit::PeopleQuery,
    id::PersonId,
    support::{Merge, NewSupportView},
};

pub(crate) async fn list_people(request: Request) -> Answered {
    let query: PeopleQuery = request.query()?;
    let (page, shown) = request.read(move |tx| people::list_people(tx, &query)).await?;
    request.note_looks(shown, What::Search).await?;
    ok(page)
}

pub(crate) async fn start_support_view(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let new: NewSupportView = json(&body)?;
    request.write(&body, move |tx| people::start_support_view(tx, &new).map(Answer::created)).await
}

pub(crate) async fn end_support_view(request: Request) -> Answered {
    let id: uuid::Uuid = request.path("id")?;
    request.erase(move |tx| people::end_support_view(tx, &id.to_string())).await
}

pub(crate) async fn merge_person(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let merge: Merge = json(&body)?;
    let id: PersonId = request.path("id")?;
    request.write(&body, move |tx| people::merge_person(tx, id, &merge).map(Answer::ok)).await
}

pub(crate) async fn undo_merge(request: Request) -> Answered {
    let id: PersonId = request.path("id")?;
    request.write(&[], move |tx| people::undo_merge(tx, id).map(Answer::ok)).await
}
