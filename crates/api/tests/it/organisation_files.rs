//! The organisation file, from the applicant to the caisse and back (workflows.md §1; O1–O6).

use crate::raw::{Answer, Cookies, send};
use forprev_app::jobs;
use forprev_core::{actor::InrsRank, id::OrganisationId};
use forprev_store as store;
use forprev_testkit::{Holding, Person, TestApp, both_databases};
use reqwest::header::{CONTENT_TYPE, IF_MATCH};
use serde_json::{Value, json};

const FILES: &str = "/api/v1/organisation-files";
/// A PDF, as far as its first bytes say.
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n";

/// A complete file of an organisme de formation in Nantes, of the Carsat Pays de la Loire.
pub fn whole() -> Value {
    json!({
        "kind": "organisme_de_formation", "siret": "732 829 320 00074", "raison_sociale": "Prévention Atlantique",
        "enseigne": "PAT", "nda": "52440012344", "regime": "general", "address": "1 rue de la Paix",
        "postal_code": "44000", "insee_code": "44109", "contact_last_name": "Petit", "contact_first_name": "Léa",
        "contact_email": "lea@example.fr", "contact_phone": "02 40 00 00 00", "urssaf_issued_on": "2026-10-01",
        "urssaf_code": "A1B2C3D4E5F6G7H", "publication": "regional", "published_website": "https://example.fr",
        "signatory_last_name": "Petit", "signatory_first_name": "Léa", "signatory_function": "Gérante",
        "signatory_email": "lea@example.fr",
    })
}

/// What goes with it, besides: one field of it otherwise.
fn with(field: &str, value: &str) -> Value {
    let mut body = whole();
    body[field] = json!(value);
    body
}

pub async fn begin(app: &TestApp, by: &Cookies, body: &Value) -> Value {
    let answer = by.post(app, FILES, &body.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

fn path(file: &Value, step: &str) -> String {
    format!("{FILES}/{}{step}", file["id"].as_str().unwrap())
}

async fn patch(app: &TestApp, by: &Cookies, file: &Value, body: &Value) -> Answer {
    let asked = by.request(app, "PATCH", &path(file, ""));
    let version = format!("\"{}\"", file["version"]);
    send(asked.header(IF_MATCH, version).header(CONTENT_TYPE, "application/json").body(body.to_string()))
        .await
}

pub async fn attach(app: &TestApp, by: &Cookies, file: &Value) {
    let asked = by.request(app, "POST", &path(file, "/attachments?purpose=urssaf_certificate"));
    let asked = asked.header(CONTENT_TYPE, "application/pdf");
    let answer =
        send(asked.header("content-disposition", "attachment; filename=\"attestation.pdf\"").body(PDF)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
}

async fn step(app: &TestApp, by: &Cookies, file: &Value, step: &str, body: &Value) -> Answer {
    by.post(app, &path(file, step), &body.to_string()).await
}

/// A file that was submitted, and who wrote it.
pub async fn submitted(app: &TestApp, body: &Value) -> (Person, Cookies, Value) {
    let person = app.person(&[Holding::Demandeur]);
    let by = Cookies::of(app, &person.email).await;
    let file = begin(app, &by, body).await;
    attach(app, &by, &file).await;
    let sent = by.post(app, &path(&file, "/submit"), "").await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    (person, by, sent.json())
}

async fn agent(app: &TestApp, caisse: &str) -> Cookies {
    let person = app.person(&[Holding::Instructeur(caisse.into())]);
    Cookies::of(app, &person.email).await
}

/// Days go by: whoever signed in before signs in again.
async fn days_later(app: &TestApp, days: i64, person: &Person) -> Cookies {
    app.clock.advance(chrono::Duration::days(days));
    Cookies::of(app, &person.email).await
}

fn codes(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|one| format!("{} {}", one["code"].as_str().unwrap(), one["pointer"].as_str().unwrap()))
        .collect()
}

async fn listed(app: &TestApp, by: &Cookies, query: &str) -> Vec<String> {
    let page = by.get(app, &format!("{FILES}{query}")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let items = page.json()["items"].as_array().cloned().unwrap();
    items.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

both_databases! {
    async fn o6_a_draft_is_saved_field_by_field_and_submitted_whole(app) {
        let person = app.person(&[Holding::Demandeur]);
        let by = Cookies::of(&app, &person.email).await;
        let mut file = begin(&app, &by, &json!({})).await;
        let refused = by.post(&app, &path(&file, "/submit"), "").await;
        assert_eq!((refused.status, refused.json()["errors"].as_array().unwrap().len()), (422, 18), "{}", refused.text);
        for (field, value) in whole().as_object().unwrap() {
            let answer = patch(&app, &by, &file, &json!({ field: value })).await;
            assert_eq!(answer.status, 200, "{field}: {}", answer.text);
            file = answer.json();
        }
        let missing: Vec<_> = file["violations"].as_array().unwrap().iter().map(|one| one["pointer"].clone()).collect();
        assert_eq!(missing, [json!("/urssaf_certificate")]);
        assert_eq!(codes(&by.post(&app, &path(&file, "/submit"), "").await), ["organisation.incomplete /urssaf_certificate"]);
        attach(&app, &by, &file).await;
        let sent = by.post(&app, &path(&file, "/submit"), "").await;
        assert_eq!(sent.status, 200, "{}", sent.text);
        let sent = sent.json();
        assert_eq!((&sent["state"], &sent["caisse"]), (&json!("submitted"), &json!("NANTES")));
        assert_eq!((&sent["days_at_caisse"], &sent["in_hand"]), (&json!(0), &json!(false)));
    }

    async fn o6_a_version_that_was_overtaken_is_refused_and_nothing_is_lost(app) {
        let person = app.person(&[Holding::Demandeur]);
        let by = Cookies::of(&app, &person.email).await;
        let file = begin(&app, &by, &whole()).await;
        assert_eq!(patch(&app, &by, &file, &json!({ "enseigne": "Un" })).await.status, 200);
        let late = patch(&app, &by, &file, &json!({ "enseigne": "Deux" })).await;
        assert_eq!((late.status, late.code().as_str()), (412, "version.stale"));
        let unsaid = send(by.request(&app, "PATCH", &path(&file, "")).header(CONTENT_TYPE, "application/json").body("{}")).await;
        assert_eq!(unsaid.status, 428);
        let now = by.get(&app, &path(&file, "")).await.json();
        assert_eq!(now["content"]["enseigne"], "Un");
        let bad = patch(&app, &by, &now, &json!({ "siret": "1", "kind": "x", "contact_email": "a", "nope": 1 })).await;
        assert_eq!((bad.status, bad.code().as_str()), (400, "request.unknown_field"));
        let bad = patch(&app, &by, &now, &json!({ "siret": "1", "kind": "x", "contact_email": "a" })).await;
        assert_eq!(codes(&bad), ["field.format /contact_email", "field.choice /kind", "siret.invalid /siret"]);
    }

    async fn o1_o3_o4_what_the_rules_refuse(app) {
        let held = app.organisation();
        let taken = app.read(|tx| Ok(store::organisation::find(tx.conn, held.id)?.siret.to_string()));
        let person = app.person(&[Holding::Demandeur]);
        let by = Cookies::of(&app, &person.email).await;
        for (field, value, status, expected) in [
            ("siret", taken.as_str(), 409, "siret.already_registered /siret"),
            ("postal_code", "44099", 422, "address.unknown_commune /postal_code"),
            ("insee_code", "75111", 422, "address.commune_ambiguous /insee_code"),
            ("urssaf_issued_on", "2026-05-22", 422, "urssaf.too_old /urssaf_issued_on"),
            ("urssaf_issued_on", "2026-11-24", 422, "urssaf.in_future /urssaf_issued_on"),
        ] {
            let file = begin(&app, &by, &with(field, value)).await;
            attach(&app, &by, &file).await;
            let refused = by.post(&app, &path(&file, "/submit"), "").await;
            assert_eq!((refused.status, codes(&refused)), (status, vec![expected.to_owned()]), "{value}");
        }
    }

    async fn the_four_steps_to_the_first_gestionnaire(app) {
        let (person, by, file) = submitted(&app, &whole()).await;
        let caisse = agent(&app, "NANTES").await;
        let elsewhere = agent(&app, "RENNES").await;
        let id = file["id"].as_str().unwrap().to_owned();
        assert_eq!(listed(&app, &caisse, "?state=submitted").await, std::slice::from_ref(&id));
        assert_eq!(listed(&app, &elsewhere, "").await, [] as [String; 0]);
        assert_eq!(elsewhere.get(&app, &path(&file, "")).await.status, 404);
        assert_eq!(step(&app, &elsewhere, &file, "/validate", &json!(null)).await.status, 404);
        // The applicant changes nothing while it is there.
        let closed = patch(&app, &by, &file, &json!({ "enseigne": "x" })).await;
        assert_eq!((closed.status, closed.code().as_str()), (409, "organisation_file.state"));
        assert_eq!(step(&app, &by, &file, "/validate", &json!(null)).await.code(), "forbidden");
        // Taken in hand, sent back with what to complete; the clock stands.
        let taken = step(&app, &caisse, &file, "/assign", &json!({})).await;
        assert_eq!(taken.status, 200, "{}", taken.text);
        assert_eq!(by.get(&app, &path(&file, "")).await.json()["in_hand"], true);
        assert_eq!(by.get(&app, &path(&file, "")).await.json().get("assigned_to"), None);
        app.clock.advance(chrono::Duration::days(3));
        let caisse = agent(&app, "NANTES").await;
        let returned = step(&app, &caisse, &file, "/return", &json!({
            "comment": "Une pièce est illisible.", "corrections": { "urssaf_code": "Le code ne correspond pas." },
        })).await;
        assert_eq!(returned.status, 200, "{}", returned.text);
        let by = days_later(&app, 10, &person).await;
        let seen = by.get(&app, &path(&file, "")).await.json();
        assert_eq!(seen["corrections"]["urssaf_code"], "Le code ne correspond pas.");
        assert_eq!((&seen["comment"], &seen["days_at_caisse"]), (&json!("Une pièce est illisible."), &json!(3)));
        assert_eq!(seen["events"].as_array().unwrap().last().unwrap()["who"], "Carsat Pays de la Loire");
        // Emptied in the correction, it is refused; completed, it goes, and the agent reads what changed.
        let emptied = patch(&app, &by, &seen, &json!({ "signatory_email": "", "urssaf_code": "H7G6F5E4D3C2B1A" })).await;
        assert_eq!(codes(&by.post(&app, &path(&file, "/submit"), "").await), ["organisation.incomplete /signatory_email"]);
        patch(&app, &by, &emptied.json(), &json!({ "signatory_email": "lea@example.fr" })).await;
        assert_eq!(by.post(&app, &path(&file, "/submit"), "").await.status, 200);
        let caisse = agent(&app, "NANTES").await;
        let again = caisse.get(&app, &path(&file, "")).await.json();
        let changed: Vec<_> = again["differences"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
        assert_eq!((changed, &again["corrections"]), (vec![json!("urssaf_code")], &Value::Null));
        let by = days_later(&app, 2, &person).await;
        let caisse = agent(&app, "NANTES").await;
        assert_eq!(caisse.get(&app, &path(&file, "")).await.json()["days_at_caisse"], 5);
        let validated = step(&app, &caisse, &file, "/validate", &json!(null)).await;
        assert_eq!(validated.status, 200, "{}", validated.text);
        let organisation: OrganisationId = validated.json()["organisation_id"].as_str().unwrap().parse().unwrap();
        // The demandeur is its gestionnaire at once, and reads it.
        let me = by.get(&app, "/api/v1/me").await.json();
        let mine = me["profiles"].as_array().unwrap().iter().any(|one| {
            one["kind"] == "gestionnaire" && one["organisation_id"] == json!(organisation)
        });
        assert!(mine, "{me}");
        let held = by.get(&app, &format!("/api/v1/organisations/{organisation}")).await.json();
        assert_eq!((&held["content"]["raison_sociale"], &held["caisse"], &held["city"]), (&json!("Prévention Atlantique"), &json!("NANTES"), &json!("Nantes")));
        assert_eq!(held["content"]["siret"], "73282932000074");
        let told: Vec<String> = app.rows()["notification"].iter().filter(|row| row.contains(&person.id.to_string())).cloned().collect();
        assert!(told.iter().any(|row| row.contains("organisation_file.returned")));
        assert!(told.iter().any(|row| row.contains("organisation_file.validated")));
        // A second one of the same SIRET is refused when it is submitted.
        let other = app.person(&[Holding::Demandeur]);
        let other = Cookies::of(&app, &other.email).await;
        let file = begin(&app, &other, &whole()).await;
        attach(&app, &other, &file).await;
        assert_eq!(other.post(&app, &path(&file, "/submit"), "").await.code(), "siret.already_registered");
    }

    async fn o3_of_two_files_of_one_siret_one_is_validated(app) {
        let (_, _, first) = submitted(&app, &whole()).await;
        let (_, _, second) = submitted(&app, &whole()).await;
        let caisse = agent(&app, "NANTES").await;
        assert_eq!(step(&app, &caisse, &first, "/validate", &json!(null)).await.status, 200);
        let before = app.rows();
        let refused = step(&app, &caisse, &second, "/validate", &json!(null)).await;
        assert_eq!((refused.status, refused.code().as_str()), (409, "siret.already_registered"));
        assert_eq!(app.rows()["organisation"], before["organisation"]);
        assert_eq!(app.rows()["organisation_file"], before["organisation_file"]);
        let refused = step(&app, &caisse, &second, "/refuse", &json!({ "comment": "Déjà enregistrée." })).await;
        assert_eq!((refused.status, &refused.json()["state"]), (200, &json!("refused")));
    }

    async fn two_agents_who_decide_at_once(app) {
        let (_, _, file) = submitted(&app, &whole()).await;
        let (one, other) = (agent(&app, "NANTES").await, agent(&app, "NANTES").await);
        let comment = json!({ "comment": "Incomplet." });
        let (a, b) = tokio::join!(
            step(&app, &one, &file, "/validate", &json!(null)),
            step(&app, &other, &file, "/return", &comment),
        );
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", a.text, b.text);
        let organisations = app.rows()["organisation"].len();
        assert_eq!(organisations, usize::from(a.status == 200));
    }

    async fn b4_what_is_given_up_is_taken_up_again_for_thirty_days_then_erased(app) {
        let (person, by, file) = submitted(&app, &whole()).await;
        let given = by.post(&app, &path(&file, "/abandon"), "").await;
        assert_eq!((given.status, &given.json()["state"]), (200, &json!("abandoned")));
        let caisse = agent(&app, "NANTES").await;
        assert_eq!(step(&app, &caisse, &file, "/validate", &json!(null)).await.code(), "organisation_file.state");
        let by = days_later(&app, 30, &person).await;
        drop(jobs::run_due(&app.app).unwrap());
        let again = by.post(&app, &path(&file, "/restore"), "").await;
        assert_eq!((again.status, &again.json()["state"]), (200, &json!("draft")), "{}", again.text);
        assert_eq!(again.json()["content"]["raison_sociale"], "Prévention Atlantique");
        by.post(&app, &path(&file, "/abandon"), "").await;
        let by = days_later(&app, 31, &person).await;
        let late = by.post(&app, &path(&file, "/restore"), "").await;
        assert_eq!((late.status, late.code().as_str()), (409, "organisation_file.state"));
        drop(jobs::run_due(&app.app).unwrap());
        assert_eq!(by.get(&app, &path(&file, "")).await.status, 404);
        let rows = app.rows();
        assert!(rows["organisation_file"].is_empty() && rows["organisation_file_event"].is_empty());
    }

    async fn o1_a_file_is_handed_over_and_the_move_is_recorded(app) {
        let (_, by, file) = submitted(&app, &whole()).await;
        let caisse = agent(&app, "NANTES").await;
        let same = step(&app, &caisse, &file, "/hand-over", &json!({ "caisse": "NANTES", "comment": "x" })).await;
        assert_eq!(codes(&same), ["field.reference /caisse"]);
        let gone = step(&app, &caisse, &file, "/hand-over", &json!({ "caisse": "RENNES", "comment": "Établissement principal à Rennes." })).await;
        assert_eq!((gone.status, &gone.json()["caisse"]), (200, &json!("RENNES")), "{}", gone.text);
        assert_eq!(caisse.get(&app, &path(&file, "")).await.status, 404);
        let rennes = agent(&app, "RENNES").await;
        let seen = rennes.get(&app, &path(&file, "")).await.json();
        let events: Vec<_> = seen["events"].as_array().unwrap().iter().map(|one| one["what"].clone()).collect();
        assert_eq!(events, ["created", "submitted", "handed_over"]);
        assert!(!by.get(&app, &path(&file, "")).await.text.contains("principal à Rennes"));
        // It stays there when it comes back.
        step(&app, &rennes, &file, "/return", &json!({ "comment": "À compléter." })).await;
        by.post(&app, &path(&file, "/submit"), "").await;
        assert_eq!(rennes.get(&app, &path(&file, "")).await.json()["state"], "submitted");
        let organisation = step(&app, &rennes, &file, "/validate", &json!(null)).await.json()["organisation_id"].clone();
        let held = by.get(&app, &format!("/api/v1/organisations/{}", organisation.as_str().unwrap())).await.json();
        assert_eq!(held["caisse"], "RENNES");
    }

    async fn messages_go_to_the_other_side_and_notes_to_agents(app) {
        let (person, by, file) = submitted(&app, &whole()).await;
        let caisse = agent(&app, "NANTES").await;
        step(&app, &caisse, &file, "/assign", &json!({})).await;
        let written = step(&app, &caisse, &file, "/messages", &json!({ "text": "Quel est votre effectif ?" })).await;
        assert_eq!(written.status, 201, "{}", written.text);
        let note = step(&app, &caisse, &file, "/messages", &json!({ "text": "À rappeler lundi.", "internal": true })).await;
        assert_eq!(note.status, 201);
        let theirs = by.get(&app, &path(&file, "/messages")).await.json();
        let items = theirs["items"].as_array().unwrap();
        assert_eq!((items.len(), &items[0]["who"], &items[0]["mine"]), (1, &json!("Carsat Pays de la Loire"), &json!(false)));
        assert_eq!(step(&app, &by, &file, "/messages", &json!({ "text": "x", "internal": true })).await.code(), "forbidden");
        assert_eq!(step(&app, &by, &file, "/messages", &json!({ "text": "Douze." })).await.status, 201);
        let all = caisse.get(&app, &path(&file, "/messages")).await.json();
        assert_eq!(all["total"], 3);
        let told = app.rows()["outbox"].iter().filter(|row| row.contains("organisation_file.message")).cloned().collect::<Vec<_>>();
        assert_eq!(told.len(), 2);
        assert!(told.iter().any(|row| row.contains(&person.id.to_string())));
        assert!(told.iter().all(|row| !row.contains("effectif") && !row.contains("Douze")), "what is written stays in the file");
    }

    async fn a_change_that_was_handed_over_comes_back_to_the_caisse_that_has_it(app) {
        let organisation = app.organisation();
        let by = Cookies::of(&app, &app.person(&[Holding::Gestionnaire(organisation.id)]).email).await;
        let file = by.post(&app, &format!("/api/v1/organisations/{}/changes", organisation.id), "").await.json();
        let mut content = with("address", "2 rue Neuve");
        for name in ["kind", "siret", "raison_sociale", "regime"] {
            content.as_object_mut().unwrap().remove(name);
        }
        let file = patch(&app, &by, &file, &content).await.json();
        attach(&app, &by, &file).await;
        assert_eq!(by.post(&app, &path(&file, "/submit"), "").await.json()["caisse"], "NANTES");
        let (nantes, rennes) = (agent(&app, "NANTES").await, agent(&app, "RENNES").await);
        let over = json!({ "caisse": "RENNES", "comment": "Le site y est." });
        assert_eq!(step(&app, &nantes, &file, "/hand-over", &over).await.status, 200);
        step(&app, &rennes, &file, "/return", &json!({ "comment": "À compléter." })).await;
        let sent = by.post(&app, &path(&file, "/submit"), "").await;
        assert_eq!((sent.status, &sent.json()["caisse"]), (200, &json!("RENNES")), "{}", sent.text);
        assert_eq!(rennes.get(&app, &path(&file, "")).await.json()["state"], "submitted");
        assert_eq!(nantes.get(&app, &path(&file, "")).await.status, 404);
    }

    async fn o2_a_change_moves_nothing_until_it_is_accepted(app) {
        let organisation = app.organisation();
        let gestionnaire = app.person(&[Holding::Gestionnaire(organisation.id)]);
        let by = Cookies::of(&app, &gestionnaire.email).await;
        let at = format!("/api/v1/organisations/{}", organisation.id);
        let held = by.get(&app, &at).await.json();
        let change = |body: Value, version: Value| {
            let asked = by.request(&app, "PATCH", &at).header(IF_MATCH, format!("\"{version}\""));
            send(asked.header(CONTENT_TYPE, "application/json").body(body.to_string()))
        };
        let at_once = change(json!({ "contact_email": "contact@example.fr", "publication": "no" }), held["version"].clone()).await;
        assert_eq!(at_once.status, 200, "{}", at_once.text);
        assert_eq!(at_once.json()["content"]["publication"], "no");
        let refused = change(json!({ "address": "2 rue Neuve", "contact_email": "" }), at_once.json()["version"].clone()).await;
        assert_eq!(codes(&refused), ["organisation.instructed /address", "organisation.incomplete /contact_email"]);
        let file = by.post(&app, &format!("{at}/changes"), "").await;
        assert_eq!(file.status, 201, "{}", file.text);
        assert_eq!(by.post(&app, &format!("{at}/changes"), "").await.code(), "organisation_file.open");
        let mut content = whole();
        for name in ["kind", "siret", "raison_sociale", "regime"] {
            content.as_object_mut().unwrap().remove(name);
        }
        content["address"] = json!("2 rue Neuve");
        content["postal_code"] = json!("35000");
        content["insee_code"] = json!("35238");
        let file = patch(&app, &by, &file.json(), &content).await.json();
        attach(&app, &by, &file).await;
        let sent = by.post(&app, &path(&file, "/submit"), "").await;
        assert_eq!((sent.status, &sent.json()["caisse"]), (200, &json!("NANTES")), "{}", sent.text);
        let now = by.get(&app, &at).await.json();
        assert_eq!((&now["content"]["address"], &now["caisse"], &now["city"]), (&json!("1 rue de la Paix"), &json!("NANTES"), &json!("Nantes")));
        assert_eq!(now["open_change"], file["id"]);
        assert_eq!(agent(&app, "RENNES").await.get(&app, &path(&file, "")).await.status, 404);
        let caisse = agent(&app, "NANTES").await;
        let seen = caisse.get(&app, &path(&file, "")).await.json();
        let fields: Vec<_> = seen["differences"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap().to_owned()).collect();
        assert!(fields.contains(&"address".to_owned()) && fields.contains(&"insee_code".to_owned()), "{fields:?}");
        let validated = step(&app, &caisse, &file, "/validate", &json!(null)).await;
        assert_eq!(validated.status, 200, "{}", validated.text);
        let now = by.get(&app, &at).await.json();
        assert_eq!((&now["content"]["address"], &now["caisse"], &now["city"]), (&json!("2 rue Neuve"), &json!("RENNES"), &json!("Rennes")));
        // What is not instructed is as it was changed meanwhile: the file does not bring its copy back.
        assert_eq!(now["content"]["publication"], "no");
        assert_eq!(now["content"]["contact_email"], "contact@example.fr");
    }

    async fn h6_its_data_are_confirmed_by_its_gestionnaire(app) {
        let (ours, theirs) = (app.organisation(), app.organisation());
        let person = app.person(&[Holding::Gestionnaire(ours.id)]);
        let by = Cookies::of(&app, &person.email).await;
        let confirm = |id: OrganisationId| format!("/api/v1/organisations/{id}/confirm");
        let done = by.post(&app, &confirm(ours.id), "").await;
        assert_eq!((done.status, &done.json()["confirmed_on"]), (200, &json!("2026-11-23")), "{}", done.text);
        assert_eq!(by.post(&app, &confirm(theirs.id), "").await.status, 404);
        let caisse = agent(&app, &ours.caisse).await;
        assert_eq!(caisse.post(&app, &confirm(ours.id), "").await.code(), "forbidden");
        let list = by.get(&app, "/api/v1/organisations").await.json();
        assert_eq!(list["total"], 1);
        let inrs = app.person(&[Holding::Inrs(InrsRank::Auditor)]);
        let inrs = Cookies::of(&app, &inrs.email).await;
        assert_eq!(inrs.get(&app, "/api/v1/organisations?q=organisme").await.json()["total"], 2);
    }
}
