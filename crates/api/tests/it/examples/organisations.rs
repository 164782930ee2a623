//! Organisation files, from a draft to an organisation; decision letters and their models.

use super::*;
use crate::attachments::pdf;
use forprev_core::organisation::file::{FileContent, OrganisationFile};

fn file_of(answer: &Answer) -> OrganisationFile {
    serde_json::from_str(&answer.text).unwrap()
}

fn made_up(place: &str) -> String {
    format!("{MADE_UP}{place}")
}

async fn attach(app: &TestApp, by: &Cookies, file: &OrganisationFile) {
    let path = e::UPLOAD_ORGANISATION_FILE_ATTACHMENT.path_with(&[&file.id.to_string()]);
    let asked = by.request(app, "POST", &format!("{path}?purpose=urssaf_certificate"));
    assert_eq!(send(asked.header(CONTENT_TYPE, "application/pdf").body(pdf(2_000))).await.status, 201);
}

/// A file is written, sent, instructed and validated; the organisation that came of it is read, kept and changed.
pub(super) async fn of_files(app: &TestApp, told: &mut Told) {
    let (demandeur, agent) = (
        app.person_named("Garnier", "Hugo", &[Holding::Demandeur]),
        app.person_named("Le Goff", "Erwan", &[Holding::Instructeur("NANTES".into())]),
    );
    told.name(agent.id, &made_up("a3"));
    let (by, caisse) = (Cookies::of(app, &demandeur.email).await, Cookies::of(app, &agent.email).await);
    let file = file_of(
        &told.call(app, Some(&by), e::CREATE_ORGANISATION_FILE, e::CREATE_ORGANISATION_FILE.path, 0).await,
    );
    told.name(file.id, &made_up("a2"));
    let of = |endpoint: Endpoint| endpoint.path_with(&[&file.id.to_string()]);
    let update = e::UPDATE_ORGANISATION_FILE;
    told.call(app, Some(&by), update, &of(update), file.version).await;
    attach(app, &by, &file).await;
    for endpoint in [e::ABANDON_ORGANISATION_FILE, e::RESTORE_ORGANISATION_FILE, e::SUBMIT_ORGANISATION_FILE]
    {
        told.call(app, Some(&by), endpoint, &of(endpoint), 0).await;
    }
    let list = format!("{}?state=submitted", e::LIST_ORGANISATION_FILES.path);
    told.call(app, Some(&caisse), e::LIST_ORGANISATION_FILES, &list, 0).await;
    told.call(app, Some(&caisse), e::ASSIGN_ORGANISATION_FILE, &of(e::ASSIGN_ORGANISATION_FILE), 0).await;
    let write = e::WRITE_ORGANISATION_FILE_MESSAGE;
    let written = told.call(app, Some(&caisse), write, &of(write), 0).await;
    told.name(written.json()["id"].as_str().unwrap(), &made_up("a4"));
    let list = e::LIST_ORGANISATION_FILE_MESSAGES;
    told.call(app, Some(&by), list, &of(list), 0).await;
    told.call(app, Some(&caisse), e::RETURN_ORGANISATION_FILE, &of(e::RETURN_ORGANISATION_FILE), 0).await;
    told.call(app, Some(&by), e::GET_ORGANISATION_FILE, &of(e::GET_ORGANISATION_FILE), 0).await;
    assert_eq!(by.post(app, &of(e::SUBMIT_ORGANISATION_FILE), "").await.status, 200);
    others(app, told, &caisse).await;
    let validate = e::VALIDATE_ORGANISATION_FILE;
    let validated = told.call(app, Some(&caisse), validate, &of(validate), 0).await;
    let organisation = file_of(&validated).organisation_id.unwrap();
    told.name(organisation, &made_up("a5"));
    kept(app, told, &by, &organisation.to_string()).await;
}

/// Files that end otherwise: refused, or handed over.
async fn others(app: &TestApp, told: &mut Told, caisse: &Cookies) {
    for (endpoint, id) in [(e::REFUSE_ORGANISATION_FILE, "a6"), (e::HAND_OVER_ORGANISATION_FILE, "a7")] {
        let person = app.person_named("Roche", "Alice", &[Holding::Demandeur]);
        let (client, by) = (app.signed_in(&person).await, Cookies::of(app, &person.email).await);
        let content: FileContent = serde_json::from_value(crate::organisation_files::whole()).unwrap();
        let file = client.create_organisation_file(&content, Write::default()).await.unwrap();
        told.name(file.id, &made_up(id));
        attach(app, &by, &file).await;
        client.submit_organisation_file(file.id, Write::default()).await.unwrap();
        told.call(app, Some(caisse), endpoint, &endpoint.path_with(&[&file.id.to_string()]), 0).await;
    }
}

/// An organisation, by its gestionnaire.
async fn kept(app: &TestApp, told: &mut Told, by: &Cookies, id: &str) {
    told.call(app, Some(by), e::LIST_ORGANISATIONS, e::LIST_ORGANISATIONS.path, 0).await;
    let confirm = e::CONFIRM_ORGANISATION;
    told.call(app, Some(by), confirm, &confirm.path_with(&[id]), 0).await;
    let get = e::GET_ORGANISATION;
    let held = told.call(app, Some(by), get, &get.path_with(&[id]), 0).await;
    let update = e::UPDATE_ORGANISATION;
    let version = held.json()["version"].as_i64().unwrap();
    told.call(app, Some(by), update, &update.path_with(&[id]), version).await;
    let open = e::OPEN_ORGANISATION_CHANGE;
    let change = told.call(app, Some(by), open, &open.path_with(&[id]), 0).await;
    told.name(file_of(&change).id, &made_up("a8"));
}

/// The letters to an organisation that was decided of, and the models that INRS writes.
pub(super) async fn of_letters(app: &TestApp, told: &mut Told, organisation: &Organisation, anne: &Person) {
    let by = Cookies::of(app, &anne.email).await;
    let list = e::LIST_LETTERS;
    let letters = by.get(app, &list.path_with(&[&organisation.id.to_string()])).await.json();
    for (place, letter) in letters["items"].as_array().unwrap().iter().enumerate() {
        told.name(letter["id"].as_str().unwrap(), &made_up(&format!("b{place}")));
        if let Some(habilitation) = letter["habilitation_id"].as_str() {
            told.name(habilitation, &made_up("98"));
        }
    }
    told.call(app, Some(&by), list, &list.path_with(&[&organisation.id.to_string()]), 0).await;
    let id = letters["items"][0]["id"].as_str().unwrap();
    for endpoint in [e::GET_LETTER, e::GET_LETTER_PDF] {
        told.call(app, Some(&by), endpoint, &endpoint.path_with(&[id]), 0).await;
    }
    let editor = app.person_named("Blanc", "Nora", &[Holding::Inrs(InrsRank::Editor)]);
    let editor = Cookies::of(app, &editor.email).await;
    for endpoint in [e::PREVIEW_LETTER, e::PREVIEW_LETTER_PDF] {
        told.call(app, Some(&editor), endpoint, endpoint.path, 0).await;
    }
    let create = e::CREATE_LETTER_MODEL;
    let model = told.call(app, Some(&editor), create, create.path, 0).await;
    told.name(model.json()["id"].as_str().unwrap(), &made_up("bf"));
    told.call(app, Some(&editor), e::LIST_LETTER_MODELS, "/api/v1/letter-models?limit=1", 0).await;
}
