//! Bodies of contacts, of audits and of visits.

use super::{Call, Possible};
use crate::raw::Cookies;
use forprev_client::Write;
use forprev_core::{
    actor::InrsRank,
    contact::NewContact,
    endpoint as e,
    visit::{NewVisit, VisitReport},
};
use forprev_testkit::{Holding, TestApp};
use serde_json::json;

/// One call of each operation, each possible as it stands.
pub(super) async fn calls(app: &TestApp) -> Vec<Call> {
    let organisation = app.organisation();
    let gestionnaire = app.person(&[Holding::Gestionnaire(organisation.id)]);
    let agent = app.person(&[Holding::Instructeur(organisation.caisse.clone())]);
    let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
    let by_agent = app.signed_in(&agent).await;
    let contact =
        NewContact { name: "Accueil".into(), phone: "02 51 72 84 00".into(), ..NewContact::default() };
    let contact = app.signed_in(&inrs).await.create_contact(&contact, Write::default()).await.unwrap();
    let today = app.today().to_string();
    let plan = NewVisit {
        kind: "audit".into(),
        held_on: today.clone(),
        subject: "Suivi".into(),
        ..NewVisit::default()
    };
    let mut visits = Vec::new();
    for _ in 0..3 {
        visits.push(by_agent.plan_visit(organisation.id, &plan, Write::default()).await.unwrap());
    }
    for one in &visits[1..] {
        by_agent.notify_visit(one.id, Write::default()).await.unwrap();
    }
    let report = VisitReport {
        held_on: today.clone(),
        summary: "Vu.".into(),
        actions: vec![
            serde_json::from_value(json!({ "what": "Afficher.", "due_on": "2026-12-31" })).unwrap(),
        ],
        ..VisitReport::default()
    };
    let held = by_agent.report_visit(visits[2].id, &report, Write::default()).await.unwrap();
    let (planned, told, action) = (&visits[0], &visits[1], held.corrective_actions[0].id.to_string());
    let id = |id: &dyn ToString| vec![id.to_string()];
    let of_contact =
        vec!["/name", "/function", "/phone", "/other_phone", "/email", "/address", "/postal_code", "/city"];
    let whole = json!({
        "name": "Accueil", "function": "Habilitations", "phone": "02 51 72 84 00", "other_phone": "06 00 00 00 00",
        "email": "accueil@test.example", "address": "2 place de Bretagne", "postal_code": "44000", "city": "Nantes",
    });
    let mut new = whole.clone();
    new["caisse"] = json!(organisation.caisse);
    let of_plan = vec!["/kind", "/held_on", "/starts_at", "/ends_at", "/subject", "/place"];
    let plan = json!({
        "kind": "visit", "held_on": today, "starts_at": "09:30", "ends_at": "12:00", "subject": "Suivi", "place": "Nantes",
    });
    let comment = json!({ "comment": "Non." });
    let report = json!({
        "held_on": today, "summary": "Vu.", "findings": "Rien.", "actions": [{ "what": "Afficher.", "due_on": "2026-12-31" }],
    });
    let of_report = vec!["/held_on", "/summary", "/findings", "/actions/0/what", "/actions/0/due_on"];
    let follow = json!({ "outcome": "done", "comment": "Fait." });
    let (agent_email, inrs_email) = (&agent.email, &inrs.email);
    let all: Vec<Possible<'_>> = vec![
        (e::CREATE_CONTACT, vec![], None, inrs_email, new, [&["/caisse"], &of_contact[..]].concat()),
        (e::UPDATE_CONTACT, id(&contact.id), Some(contact.version), inrs_email, whole, of_contact),
        (e::PLAN_VISIT, id(&organisation.id), None, agent_email, plan.clone(), of_plan.clone()),
        (e::UPDATE_VISIT, id(&planned.id), Some(planned.version), agent_email, plan, of_plan),
        (
            e::ASSIGN_VISIT,
            id(&planned.id),
            None,
            agent_email,
            json!({ "person_id": agent.id }),
            vec!["/person_id"],
        ),
        (e::REPORT_VISIT, id(&told.id), None, agent_email, report, of_report),
        (
            e::FOLLOW_VISIT_ACTION,
            vec![held.id.to_string(), action.clone()],
            None,
            agent_email,
            follow,
            vec!["/outcome", "/comment"],
        ),
        (
            e::ANSWER_VISIT_ACTION,
            vec![held.id.to_string(), action],
            None,
            &gestionnaire.email,
            comment.clone(),
            vec!["/comment"],
        ),
        (e::CANCEL_VISIT, id(&planned.id), None, agent_email, comment, vec!["/comment"]),
    ];
    let mut calls = Vec::new();
    for (endpoint, values, version, who, body, texts) in all {
        let values: Vec<_> = values.iter().map(String::as_str).collect();
        let path = endpoint.path_with(&values);
        calls.push(Call { endpoint, path, version, cookies: Cookies::of(app, who).await, body, texts });
    }
    calls
}
