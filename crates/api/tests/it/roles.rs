//! Every operation × every role, from the list of operations: no new one escapes.

use crate::raw::{Answer, Cookies, request, send};
use forprev_core::{
    actor::{Actor, InrsRank},
    endpoint::{self, Endpoint, Method},
    policy::may_ever,
};
use forprev_testkit::{Database, Holding, TestApp};
use std::fmt::Write;

const SOMETHING: &str = "0198c0de-0000-7000-8000-00000000abcd";

/// A request that says nothing wrong before it is read: who may not ask is told so first.
async fn ask(app: &TestApp, endpoint: &Endpoint, who: Option<&Cookies>) -> Answer {
    let values = [SOMETHING, SOMETHING];
    let path = endpoint.path_with(&values);
    let method = endpoint.method.as_str();
    let request = match who {
        Some(cookies) => cookies.request(app, method, &path),
        None => request(app, method, &path),
    };
    let request = if endpoint.method == Method::Get {
        request
    } else {
        request.header("If-Match", "\"1\"").json(&serde_json::json!({}))
    };
    send(request).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_call_what() {
    for database in [Database::Sqlite, Database::Postgres] {
        let table = walk(&TestApp::start(database)).await;
        insta::assert_snapshot!("who_may_call_what", table);
    }
}

async fn walk(app: &TestApp) -> String {
    let organisation = app.organisation();
    let habilitation = app.habilitation(&organisation, "SST", 1);
    let roles: Vec<(&str, Vec<Holding>)> = vec![
        ("demandeur", vec![Holding::Demandeur]),
        ("gestionnaire", vec![Holding::Gestionnaire(organisation.id)]),
        ("delegataire", vec![Holding::Delegataire(organisation.id, vec![habilitation])]),
        ("delegataire without delegation", vec![Holding::Delegataire(organisation.id, vec![])]),
        ("formateur", vec![Holding::Formateur(vec!["FORM_SST"])]),
        ("instructeur", vec![Holding::Instructeur(organisation.caisse.clone())]),
        ("inrs", vec![Holding::Inrs(InrsRank::Administrator)]),
        ("inrs editor", vec![Holding::Inrs(InrsRank::Editor)]),
        ("inrs auditor", vec![Holding::Inrs(InrsRank::Auditor)]),
        ("cnh", vec![Holding::Cnh]),
        ("nobody any more", vec![]),
    ];
    let mut table = String::new();
    for endpoint in endpoint::ALL {
        // Signing out is last of all: it would end the walk.
        if endpoint.operation == "logout" {
            continue;
        }
        let _ = writeln!(table, "{} {} {}", endpoint.operation, endpoint.method.as_str(), endpoint.path);
        let expected = may_ever(&Actor::Anyone, endpoint.action).err();
        let answer = ask(app, endpoint, None).await;
        check(endpoint, "anyone", &answer, expected.map(|denied| denied.code.to_string()));
        let _ = writeln!(table, "    {:<32}{}", "anyone", told(&answer));
        for (name, holdings) in &roles {
            let person = app.person(holdings);
            let cookies = Cookies::of(app, &person.email).await;
            let actor = forprev_app::accounts::authenticate(&app.app, &cookies.access).unwrap().actor;
            let expected = may_ever(&actor, endpoint.action).err();
            let answer = ask(app, endpoint, Some(&cookies)).await;
            check(endpoint, name, &answer, expected.map(|denied| denied.code.to_string()));
            let _ = writeln!(table, "    {name:<32}{}", told(&answer));
        }
    }
    table
}

fn told(answer: &Answer) -> String {
    let code = if answer.status >= 400 { answer.code() } else { String::new() };
    format!("{} {code}", answer.status).trim_end().to_owned()
}

fn check(endpoint: &Endpoint, who: &str, answer: &Answer, denied: Option<String>) {
    let what = format!("{} by {who}: {} {}", endpoint.operation, answer.status, answer.text);
    assert!(answer.status < 500, "{what}");
    match denied {
        Some(code) => {
            assert!(matches!(answer.status, 401 | 403), "{what}");
            assert_eq!(answer.code(), code, "{what}");
        }
        None if endpoint.path.starts_with("/api/v1/auth/") => {}
        None => assert!(!matches!(answer.status, 401 | 403), "{what}"),
    }
}
