//! Contacts, and an audit from its plan to its end.

use super::*;
use crate::attachments::pdf;
use forprev_api::openapi::examples::{CONTACT, VISIT, VISIT_ACTION};
use forprev_core::visit::Visit;
use forprev_testkit::Organisation;
use reqwest::header::CONTENT_DISPOSITION;

pub(super) async fn of_visits(app: &TestApp, told: &mut Told, organisation: &Organisation, anne: &Person) {
    let agent = app.person_named("Le Bihan", "Maëlle", &[Holding::Instructeur(organisation.caisse.clone())]);
    let (caisse, by) = (Cookies::of(app, &agent.email).await, Cookies::of(app, &anne.email).await);
    let made = told.call(app, Some(&caisse), e::CREATE_CONTACT, e::CREATE_CONTACT.path, 0).await.json();
    let contact = made["id"].as_str().unwrap().to_owned();
    told.name(&contact, CONTACT);
    let of_contact = |endpoint: Endpoint| endpoint.path_with(&[&contact]);
    told.call(app, Some(&caisse), e::UPDATE_CONTACT, &of_contact(e::UPDATE_CONTACT), 1).await;
    told.call(app, Some(&by), e::LIST_CONTACTS, e::LIST_CONTACTS.path, 0).await;
    told.call(app, Some(&caisse), e::REMOVE_CONTACT, &of_contact(e::REMOVE_CONTACT), 0).await;
    let plan = e::PLAN_VISIT.path_with(&[&organisation.id.to_string()]);
    for last in [e::CANCEL_VISIT, e::CLOSE_VISIT] {
        let planned = told.call(app, Some(&caisse), e::PLAN_VISIT, &plan, 0).await;
        let visit: Visit = serde_json::from_str(&planned.text).unwrap();
        told.name(visit.id, VISIT);
        let of = |endpoint: Endpoint| endpoint.path_with(&[&visit.id.to_string()]);
        if last == e::CANCEL_VISIT {
            told.call(app, Some(&caisse), last, &of(last), 0).await;
            continue;
        }
        told.call(app, Some(&caisse), e::UPDATE_VISIT, &of(e::UPDATE_VISIT), 1).await;
        told.call(app, Some(&caisse), e::ASSIGN_VISIT, &of(e::ASSIGN_VISIT), 0).await;
        told.call(app, Some(&caisse), e::NOTIFY_VISIT, &of(e::NOTIFY_VISIT), 0).await;
        let path = format!("{}?purpose=supporting_document", of(e::UPLOAD_VISIT_ATTACHMENT));
        let asked = caisse.request(app, "POST", &path).header(CONTENT_TYPE, "application/pdf");
        let asked = asked.header(CONTENT_DISPOSITION, "attachment; filename=\"convocation.pdf\"");
        let sent = send(asked.body(pdf(20_000))).await;
        told.keep(e::UPLOAD_VISIT_ATTACHMENT, None, &sent);
        told.name(sent.json()["id"].as_str().unwrap(), &format!("{MADE_UP}d3"));
        told.call(app, Some(&by), e::LIST_VISIT_ATTACHMENTS, &of(e::LIST_VISIT_ATTACHMENTS), 0).await;
        let reported = told.call(app, Some(&caisse), e::REPORT_VISIT, &of(e::REPORT_VISIT), 0).await;
        let reported: Visit = serde_json::from_str(&reported.text).unwrap();
        let action = reported.corrective_actions[0].id.to_string();
        told.name(&action, VISIT_ACTION);
        let id = visit.id.to_string();
        let of_action = |endpoint: Endpoint| endpoint.path_with(&[&id, &action]);
        told.call(app, Some(&by), e::ANSWER_VISIT_ACTION, &of_action(e::ANSWER_VISIT_ACTION), 0).await;
        told.call(app, Some(&caisse), e::FOLLOW_VISIT_ACTION, &of_action(e::FOLLOW_VISIT_ACTION), 0).await;
        told.call(app, Some(&by), e::GET_VISIT, &of(e::GET_VISIT), 0).await;
        told.call(app, Some(&by), e::LIST_VISITS, e::LIST_VISITS.path, 0).await;
        told.call(app, Some(&caisse), last, &of(last), 0).await;
    }
}
