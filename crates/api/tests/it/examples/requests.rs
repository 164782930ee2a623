//! Habilitation requests, from what can be requested to what a sitting decides.

use super::{MADE_UP, Told};
use crate::{
    attachments::pdf,
    raw::{Answer, Cookies, send},
};
use forprev_api::openapi::examples::{PLATFORM, REQUEST, SITTING};
use forprev_client::Write;
use forprev_core::{
    actor::InrsRank,
    endpoint::{self as e, Endpoint},
    id::HabilitationId,
    request::{
        Request,
        instruction::{NewInrsOpinion, NewOpinion},
    },
};
use forprev_testkit::{Holding, Organisation, Person, TestApp};
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE};

fn request_of(answer: &Answer) -> Request {
    serde_json::from_str(&answer.text).unwrap()
}

/// Whoever has a say in requests.
struct Agents {
    caisse: Person,
    inrs: Person,
    cnh: Person,
}

pub(super) async fn of_requests(app: &TestApp, told: &mut Told, organisation: &Organisation, anne: &Person) {
    let agents = Agents {
        caisse: app.person_named("Le Bihan", "Maëlle", &[Holding::Instructeur(organisation.caisse.clone())]),
        inrs: app.person_named("Rousseau", "Claire", &[Holding::Inrs(InrsRank::Administrator)]),
        cnh: app.person_named("Aubry", "Yves", &[Holding::Cnh]),
    };
    for (person, number, id) in [
        (&agents.caisse, "JKA37911", "95"),
        (&agents.inrs, "JKA37912", "96"),
        (&agents.cnh, "JKA37913", "97"),
    ] {
        told.name(&person.forprev_number, number);
        told.name(person.id, &format!("{MADE_UP}{id}"));
    }
    let by = Cookies::of(app, &anne.email).await;
    let own = |endpoint: Endpoint| endpoint.path_with(&[&organisation.id.to_string()]);
    let some = format!("{}?limit=2", own(e::LIST_REQUESTABLE));
    told.call(app, Some(&by), e::LIST_REQUESTABLE, &some, 0).await;
    let draft = request_of(&told.call(app, Some(&by), e::CREATE_REQUEST, &own(e::CREATE_REQUEST), 0).await);
    told.name(draft.id, REQUEST);
    told.name(draft.platforms[0].id, PLATFORM);
    let of = |endpoint: Endpoint| endpoint.path_with(&[&draft.id.to_string()]);
    told.call(app, Some(&by), e::UPDATE_REQUEST, &of(e::UPDATE_REQUEST), draft.version).await;
    of_documents(app, told, &by, &draft).await;
    app.attach_all(&draft);
    let applicant = app.signed_in(anne).await;
    applicant.confirm_organisation(organisation.id, Write::default()).await.unwrap();
    told.call(app, Some(&by), e::SUBMIT_REQUEST, &of(e::SUBMIT_REQUEST), 0).await;
    told.call(app, Some(&by), e::LIST_REQUESTS, "/api/v1/requests?state=submitted", 0).await;
    instructed(app, told, &agents, &draft).await;
    told.call(app, Some(&by), e::GET_REQUEST, &of(e::GET_REQUEST), 0).await;
    decided(app, told, &agents, &draft).await;
    others(app, told, &agents, organisation, anne).await;
}

/// Documents of a request, and of its platform.
async fn of_documents(app: &TestApp, told: &mut Told, by: &Cookies, draft: &Request) {
    let (request, platform) = (draft.id.to_string(), draft.platforms[0].id.to_string());
    for (upload, list, owner, purpose, id) in [
        (e::UPLOAD_REQUEST_ATTACHMENT, e::LIST_REQUEST_ATTACHMENTS, request, "programme_pedagogique", "c1"),
        (
            e::UPLOAD_PLATFORM_ATTACHMENT,
            e::LIST_PLATFORM_ATTACHMENTS,
            platform,
            "lettre_engagement_plateforme",
            "c2",
        ),
    ] {
        let path = format!("{}?purpose={purpose}", upload.path_with(&[&owner]));
        let asked = by.request(app, "POST", &path).header(CONTENT_TYPE, "application/pdf");
        let name = format!("attachment; filename=\"{purpose}.pdf\"");
        let sent = send(asked.header(CONTENT_DISPOSITION, name).body(pdf(20_000))).await;
        told.keep(upload, None, &sent);
        told.name(sent.json()["id"].as_str().unwrap(), &format!("{MADE_UP}{id}"));
        told.call(app, Some(by), list, &list.path_with(&[&owner]), 0).await;
    }
}

/// The caisse and INRS.
async fn instructed(app: &TestApp, told: &mut Told, agents: &Agents, draft: &Request) {
    let by = Cookies::of(app, &agents.caisse.email).await;
    let of = |endpoint: Endpoint| endpoint.path_with(&[&draft.id.to_string()]);
    let write = told.call(app, Some(&by), e::WRITE_REQUEST_MESSAGE, &of(e::WRITE_REQUEST_MESSAGE), 0).await;
    told.name(write.json()["id"].as_str().unwrap(), &format!("{MADE_UP}93"));
    told.call(app, Some(&by), e::LIST_REQUEST_MESSAGES, &of(e::LIST_REQUEST_MESSAGES), 0).await;
    told.call(app, Some(&by), e::ASSIGN_REQUEST, &of(e::ASSIGN_REQUEST), 0).await;
    let admitted = request_of(&told.call(app, Some(&by), e::ADMIT_REQUEST, &of(e::ADMIT_REQUEST), 0).await);
    told.call(app, Some(&by), e::ANSWER_GRID, &of(e::ANSWER_GRID), admitted.version).await;
    told.call(app, Some(&by), e::GIVE_OPINION, &of(e::GIVE_OPINION), 0).await;
    let technical =
        NewOpinion { subject: "technical".into(), opinion: "favourable".into(), ..NewOpinion::default() };
    let caisse = app.signed_in(&agents.caisse).await;
    caisse.give_opinion(draft.id, &technical, Write::default()).await.unwrap();
    told.call(app, Some(&by), e::FORWARD_REQUEST, &of(e::FORWARD_REQUEST), 0).await;
    let inrs = Cookies::of(app, &agents.inrs.email).await;
    told.call(app, Some(&inrs), e::GIVE_INRS_OPINION, &of(e::GIVE_INRS_OPINION), 0).await;
}

/// A sitting.
async fn decided(app: &TestApp, told: &mut Told, agents: &Agents, draft: &Request) {
    let by = Cookies::of(app, &agents.cnh.email).await;
    let sitting = told.call(app, Some(&by), e::CREATE_SITTING, e::CREATE_SITTING.path, 0).await.json();
    let id = sitting["id"].as_str().unwrap().to_owned();
    told.name(&id, SITTING);
    let of = |endpoint: Endpoint| endpoint.path_with(&[&id]);
    let version = sitting["version"].as_i64().unwrap();
    told.call(app, Some(&by), e::UPDATE_SITTING, &of(e::UPDATE_SITTING), version).await;
    told.call(app, Some(&by), e::LIST_SITTINGS, "/api/v1/sittings?state=planned", 0).await;
    told.call(app, Some(&by), e::GET_SITTING, &of(e::GET_SITTING), 0).await;
    told.call(app, Some(&by), e::DECIDE_SITTING, &of(e::DECIDE_SITTING), 0).await;
    let granted = app.signed_in(&agents.cnh).await.get_request(draft.id).await.unwrap();
    told.name(granted.habilitation_id.unwrap(), &format!("{MADE_UP}94"));
    measured(app, told, agents, granted.habilitation_id.unwrap()).await;
}

/// INRS suspends what was granted, lifts the suspension, withdraws it.
async fn measured(app: &TestApp, told: &mut Told, agents: &Agents, id: HabilitationId) {
    let by = Cookies::of(app, &agents.inrs.email).await;
    let of = |endpoint: Endpoint| endpoint.path_with(&[&id.to_string()]);
    told.call(app, Some(&by), e::SUSPEND_HABILITATION, &of(e::SUSPEND_HABILITATION), 0).await;
    told.call(app, Some(&by), e::LIFT_SUSPENSION, &of(e::LIFT_SUSPENSION), 0).await;
    let withdrawn =
        told.call(app, Some(&by), e::WITHDRAW_HABILITATION, &of(e::WITHDRAW_HABILITATION), 0).await;
    for (place, one) in withdrawn.json()["history"].as_array().unwrap().iter().enumerate() {
        told.name(one["letter_id"].as_str().unwrap(), &format!("{MADE_UP}d{place}"));
    }
    told.call(app, Some(&by), e::GET_HABILITATION, &of(e::GET_HABILITATION), 0).await;
}

/// What happens to other requests: one is sent back, one handed over, one given up, one decided by itself; a sitting is
/// cancelled.
async fn others(app: &TestApp, told: &mut Told, agents: &Agents, organisation: &Organisation, anne: &Person) {
    let (applicant, caisse) = (app.signed_in(anne).await, app.signed_in(&agents.caisse).await);
    let (by_caisse, by_anne) =
        (Cookies::of(app, &agents.caisse.email).await, Cookies::of(app, &anne.email).await);
    let mut made = Vec::new();
    for dispositif in ["TMS", "RPS", "EVRP", "SDC"] {
        let new = serde_json::from_value(serde_json::json!({
            "dispositif": dispositif, "level": 1, "content": { "formateurs": [{ "forprev_number": told.real("JKA37899") }] },
        }));
        let draft = applicant.create_request(organisation.id, &new.unwrap(), Write::default()).await.unwrap();
        app.attach_all(&draft);
        told.name(draft.id, REQUEST);
        made.push(applicant.submit_request(draft.id, Write::default()).await.unwrap().id.to_string());
    }
    let of = |endpoint: Endpoint, place: usize| endpoint.path_with(&[&made[place]]);
    told.call(app, Some(&by_caisse), e::RETURN_REQUEST, &of(e::RETURN_REQUEST, 0), 0).await;
    told.call(app, Some(&by_caisse), e::HAND_OVER_REQUEST, &of(e::HAND_OVER_REQUEST, 1), 0).await;
    told.call(app, Some(&by_anne), e::ABANDON_REQUEST, &of(e::ABANDON_REQUEST, 2), 0).await;
    let last = made[3].parse().unwrap();
    caisse.admit_request(last, Write::default()).await.unwrap();
    let opinion =
        NewOpinion { subject: "pedagogical".into(), opinion: "favourable".into(), ..NewOpinion::default() };
    caisse.give_opinion(last, &opinion, Write::default()).await.unwrap();
    caisse.forward_request(last, Write::default()).await.unwrap();
    let opinion = NewInrsOpinion { opinion: "favourable".into(), ..NewInrsOpinion::default() };
    app.signed_in(&agents.inrs).await.give_inrs_opinion(last, &opinion, Write::default()).await.unwrap();
    let by_cnh = Cookies::of(app, &agents.cnh.email).await;
    let decided = told.call(app, Some(&by_cnh), e::DECIDE_REQUEST, &of(e::DECIDE_REQUEST, 3), 0).await;
    told.name(request_of(&decided).habilitation_id.unwrap(), &format!("{MADE_UP}94"));
    let cnh = app.signed_in(&agents.cnh).await;
    let later = serde_json::from_value(serde_json::json!({ "held_on": "2027-01-14" })).unwrap();
    let later = cnh.create_sitting(&later, Write::default()).await.unwrap();
    told.name(later.id, SITTING);
    let path = e::CANCEL_SITTING.path_with(&[&later.id.to_string()]);
    told.call(app, Some(&by_cnh), e::CANCEL_SITTING, &path, 0).await;
}
