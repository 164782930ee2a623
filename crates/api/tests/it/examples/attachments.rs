//! The examples of documents: their bytes are sent as they are, and stand in no document.

use super::*;
use crate::attachments::pdf;
use forprev_api::openapi::examples::{ATTACHMENT, ORGANISATION_FILE};
use forprev_core::organisation::file::FileContent;
use reqwest::header::CONTENT_DISPOSITION;

/// A document is added to an organisation file, listed, read and removed.
pub(super) async fn of_attachments(app: &TestApp, told: &mut Told) {
    let demandeur = app.person_named("Roussel", "Inès", &[Holding::Demandeur]);
    let by = Cookies::of(app, &demandeur.email).await;
    let client = app.signed_in(&demandeur).await;
    let file = client.create_organisation_file(&FileContent::default(), Write::default()).await.unwrap();
    told.name(file.id, ORGANISATION_FILE);
    let (upload, list) = (e::UPLOAD_ORGANISATION_FILE_ATTACHMENT, e::LIST_ORGANISATION_FILE_ATTACHMENTS);
    let path = format!("{}?purpose=urssaf_certificate", upload.path_with(&[&file.id.to_string()]));
    let name = "attachment; filename*=UTF-8''Attestation%20de%20vigilance.pdf";
    let request = by.request(app, "POST", &path).header(CONTENT_TYPE, "application/pdf");
    let sent = send(request.header(CONTENT_DISPOSITION, name).body(pdf(184_320))).await;
    told.keep(upload, None, &sent);
    let id = sent.json()["id"].as_str().unwrap().to_owned();
    told.name(&id, ATTACHMENT);
    told.call(app, Some(&by), list, &list.path_with(&[&file.id.to_string()]), 0).await;
    for endpoint in [e::GET_ATTACHMENT, e::REMOVE_ATTACHMENT] {
        told.call(app, Some(&by), endpoint, &endpoint.path_with(&[&id]), 0).await;
    }
}
