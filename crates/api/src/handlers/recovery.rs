//! People helped back into their account (A15), and their identity corrected (A9).

use crate::{
    body::json,
    request::{Answered, Request},
    write::{done, ok, ok_version},
};
use forprev_app::{Answer, looks::What, people};
use forprev_core::{
    id::PersonId,
    query::PageQuery,
    recovery::{IdentityPatch, NewRecovery, RecoveryRefusal},
};

pub(crate) async fn get_person(request: Request) -> Answered {
    let id: PersonId = request.path("id")?;
    let person = request.read(move |tx| people::get_person(tx, id)).await?;
    request.note_looks(vec![id], What::Record).await?;
    ok_version(person.version, person)
}

pub(crate) async fn correct_identity(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: IdentityPatch = json(&body)?;
    let (id, version): (PersonId, _) = (request.path("id")?, request.seen_version());
    request.write(&body, move |tx| people::correct_identity(tx, id, version, &patch)).await
}

pub(crate) async fn list_recoveries(request: Request) -> Answered {
    let query: PageQuery = request.query()?;
    let page = request.read(move |tx| people::list_recoveries(tx, &query)).await?;
    let shown = page.items.iter().map(|one| one.person_id).collect();
    request.note_looks(shown, What::Record).await?;
    ok(page)
}

pub(crate) async fn open_recovery(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let new: NewRecovery = json(&body)?;
    let id: PersonId = request.path("id")?;
    request.write(&body, move |tx| people::open_recovery(tx, id, &new).map(Answer::created)).await
}

pub(crate) async fn confirm_recovery(request: Request) -> Answered {
    let id: uuid::Uuid = request.path("id")?;
    request.write(&[], move |tx| people::confirm_recovery(tx, &id.to_string()).map(Answer::ok)).await
}

pub(crate) async fn cancel_recovery(request: Request) -> Answered {
    let id: uuid::Uuid = request.path("id")?;
    request.write(&[], move |tx| people::cancel_recovery(tx, &id.to_string()).map(Answer::ok)).await
}

pub(crate) async fn refuse_recovery(mut request: Request) -> Answered {
    let body: RecoveryRefusal = json(&request.json_bytes().await?)?;
    request.take(move |tx| people::refuse_recovery(tx, &body)).await?;
    done()
}

pub(crate) async fn list_my_recoveries(request: Request) -> Answered {
    ok(request.read(people::list_my_recoveries).await?)
}

pub(crate) async fn stop_my_recovery(request: Request) -> Answered {
    let id: uuid::Uuid = request.path("id")?;
    request.erase(move |tx| people::stop_my_recovery(tx, &id.to_string())).await
}
