//! Contacts of the caisses and of INRS.

use crate::{
    body::json,
    request::{Answered, Request},
    write::ok,
};
use forprev_app::{Answer, contacts};
use forprev_core::{
    contact::{Contact, ContactPatch, ContactQuery, NewContact},
    id::ContactId,
};

fn of(contact: Contact) -> Answer<Contact> {
    Answer { version: Some(contact.version), ..Answer::ok(contact) }
}

pub(crate) async fn list_contacts(request: Request) -> Answered {
    let query: ContactQuery = request.query()?;
    ok(request.read(move |tx| contacts::list_contacts(tx, &query)).await?)
}

pub(crate) async fn create_contact(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewContact = json(&body)?;
    let created = |one| Answer { status: 201, ..of(one) };
    request.write(&body, move |tx| contacts::create_contact(tx, &input).map(created)).await
}

pub(crate) async fn update_contact(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: ContactPatch = json(&body)?;
    let (id, version): (ContactId, _) = (request.path("id")?, request.seen_version());
    request.write(&body, move |tx| contacts::update_contact(tx, id, version, &patch).map(of)).await
}

pub(crate) async fn remove_contact(request: Request) -> Answered {
    let (id, version): (ContactId, _) = (request.path("id")?, request.version());
    request.erase(move |tx| contacts::remove_contact(tx, id, version)).await
}
