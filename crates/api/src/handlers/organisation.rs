//! Organisations, and the files by which they are entered and changed.

use crate::{
    body::json,
    request::{Answered, Request},
    write::{ok, ok_version},
};
use forprev_app::{Answer, files, organisations};
use forprev_core::{
    id::{OrganisationFileId, OrganisationId},
    organisation::{
        file::{Assignment, FileContent, FileDecision, FileQuery, HandOver, NewMessage, OrganisationFile},
        record::{Organisation, OrganisationQuery},
    },
    query::PageQuery,
};

fn of(file: OrganisationFile) -> Answer<OrganisationFile> {
    Answer { version: Some(file.version), ..Answer::ok(file) }
}

fn begun(file: OrganisationFile) -> Answer<OrganisationFile> {
    Answer { status: 201, ..of(file) }
}

fn kept(organisation: Organisation) -> Answer<Organisation> {
    Answer { version: Some(organisation.version), ..Answer::ok(organisation) }
}

pub(crate) async fn list_organisations(request: Request) -> Answered {
    let query: OrganisationQuery = request.query()?;
    ok(request.read(move |tx| organisations::list_organisations(tx, &query)).await?)
}

pub(crate) async fn get_organisation(request: Request) -> Answered {
    let id: OrganisationId = request.path("id")?;
    let organisation = request.read(move |tx| organisations::get_organisation(tx, id)).await?;
    ok_version(organisation.version, organisation)
}

pub(crate) async fn update_organisation(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: FileContent = json(&body)?;
    let (id, version): (OrganisationId, _) = (request.path("id")?, request.seen_version());
    request
        .write(&body, move |tx| organisations::update_organisation(tx, id, version, &patch).map(kept))
        .await
}

pub(crate) async fn confirm_organisation(request: Request) -> Answered {
    let (id, version): (OrganisationId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| organisations::confirm_organisation(tx, id, version).map(kept)).await
}

pub(crate) async fn open_organisation_change(request: Request) -> Answered {
    let id: OrganisationId = request.path("id")?;
    request.write(&[], move |tx| organisations::open_organisation_change(tx, id).map(begun)).await
}

pub(crate) async fn list_organisation_files(request: Request) -> Answered {
    let query: FileQuery = request.query()?;
    ok(request.read(move |tx| files::list_organisation_files(tx, &query)).await?)
}

pub(crate) async fn create_organisation_file(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: FileContent = json(&body)?;
    request.write(&body, move |tx| files::create_organisation_file(tx, &input).map(begun)).await
}

pub(crate) async fn get_organisation_file(request: Request) -> Answered {
    let id: OrganisationFileId = request.path("id")?;
    let file = request.read(move |tx| files::get_organisation_file(tx, id)).await?;
    ok_version(file.version, file)
}

pub(crate) async fn update_organisation_file(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let patch: FileContent = json(&body)?;
    let (id, version): (OrganisationFileId, _) = (request.path("id")?, request.seen_version());
    request.write(&body, move |tx| files::update_organisation_file(tx, id, version, &patch).map(of)).await
}

pub(crate) async fn submit_organisation_file(request: Request) -> Answered {
    let (id, version): (OrganisationFileId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| files::submit_organisation_file(tx, id, version).map(of)).await
}

pub(crate) async fn abandon_organisation_file(request: Request) -> Answered {
    let (id, version): (OrganisationFileId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| files::abandon_organisation_file(tx, id, version).map(of)).await
}

pub(crate) async fn restore_organisation_file(request: Request) -> Answered {
    let (id, version): (OrganisationFileId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| files::restore_organisation_file(tx, id, version).map(of)).await
}

pub(crate) async fn assign_organisation_file(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: Assignment = json(&body)?;
    let (id, version): (OrganisationFileId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| files::assign_organisation_file(tx, id, version, &input).map(of)).await
}

pub(crate) async fn hand_over_organisation_file(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: HandOver = json(&body)?;
    let (id, version): (OrganisationFileId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| files::hand_over_organisation_file(tx, id, version, &input).map(of)).await
}

pub(crate) async fn validate_organisation_file(request: Request) -> Answered {
    let (id, version): (OrganisationFileId, _) = (request.path("id")?, request.version());
    request.write(&[], move |tx| files::validate_organisation_file(tx, id, version).map(of)).await
}

pub(crate) async fn return_organisation_file(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: FileDecision = json(&body)?;
    let (id, version): (OrganisationFileId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| files::return_organisation_file(tx, id, version, &input).map(of)).await
}

pub(crate) async fn refuse_organisation_file(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: FileDecision = json(&body)?;
    let (id, version): (OrganisationFileId, _) = (request.path("id")?, request.version());
    request.write(&body, move |tx| files::refuse_organisation_file(tx, id, version, &input).map(of)).await
}

pub(crate) async fn list_organisation_file_messages(request: Request) -> Answered {
    let (id, query): (OrganisationFileId, PageQuery) = (request.path("id")?, request.query()?);
    ok(request.read(move |tx| files::list_organisation_file_messages(tx, id, &query)).await?)
}

pub(crate) async fn write_organisation_file_message(mut request: Request) -> Answered {
    let body = request.json_bytes().await?;
    let input: NewMessage = json(&body)?;
    let id: OrganisationFileId = request.path("id")?;
    request
        .write(&body, move |tx| files::write_organisation_file_message(tx, id, &input).map(Answer::created))
        .await
}
