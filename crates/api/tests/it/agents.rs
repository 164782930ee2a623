//! E12: INRS's administrators declare agents; one administrator stays.

use crate::{
    invitations::{mails, token},
    raw::{Answer, Cookies, login, request, send},
};
use forprev_core::actor::InrsRank;
use forprev_testkit::{Holding, Person, TestApp, both_databases};
use serde_json::{Value, json};

const NEW_PASSWORD: &str = "une phrase assez longue";

fn new_agent(email: &str, post: Value) -> Value {
    let mut body =
        json!({ "last_name": "Petit", "first_name": "Léa", "birth_date": "1980-05-17", "email": email });
    body.as_object_mut().unwrap().extend(post.as_object().unwrap().clone());
    body
}

async fn declare(app: &TestApp, by: &Cookies, body: &Value) -> Answer {
    by.post(app, "/api/v1/agents", &body.to_string()).await
}

async fn accept(app: &TestApp, email: &str) -> Answer {
    let body = json!({ "token": token(app, email), "password": NEW_PASSWORD });
    send(request(app, "POST", "/api/v1/invitations/accept").json(&body)).await
}

async fn agents(app: &TestApp, by: &Cookies, query: &str) -> Vec<Value> {
    by.get(app, &format!("/api/v1/agents{query}")).await.json()["items"].as_array().unwrap().clone()
}

async fn agent_of(app: &TestApp, by: &Cookies, person: &Person) -> Value {
    agents(app, by, "").await.into_iter().find(|one| one["email"] == person.email).unwrap()
}

async fn administrator(app: &TestApp) -> (Person, Cookies) {
    let person = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
    let cookies = Cookies::of(app, &person.email).await;
    (person, cookies)
}

fn refused(answer: &Answer) -> (u16, String) {
    (answer.status, answer.code())
}

both_databases! {
    async fn each_kind_is_invited_and_is_what_it_was_invited_to_be(app) {
        let (_, by) = administrator(&app).await;
        for (email, post, capability) in [
            ("i@test.example", json!({ "kind": "instructeur", "caisse": "RENNES" }), "certificates.revoke"),
            ("c@test.example", json!({ "kind": "cnh" }), "habilitations.read"),
            ("e@test.example", json!({ "kind": "inrs", "rank": "editor" }), "parameters.read"),
            ("u@test.example", json!({ "kind": "inrs", "rank": "auditor" }), "agents.read"),
            ("a@test.example", json!({ "kind": "inrs", "rank": "administrator" }), "agents.manage"),
        ] {
            let mut body = new_agent(email, post.clone());
            body["last_name"] = json!(format!("Petit {}", email.chars().next().unwrap().to_uppercase()));
            let tried = by.post(&app, "/api/v1/agents?dry_run=true", &body.to_string()).await;
            assert_eq!((tried.status, &tried.json()["known"]), (200, &json!(false)), "{}", tried.text);
            let declared = declare(&app, &by, &body).await;
            assert_eq!((declared.status, &declared.json()["agent"]["state"]), (201, &json!("invited")), "{email}");
            assert_eq!(accept(&app, email).await.status, 200);
            let me = login(&app, email, NEW_PASSWORD).await.json();
            let profile = &me["profiles"][0];
            assert_eq!((&profile["kind"], profile.get("caisse"), profile.get("rank")), (&post["kind"], post.get("caisse"), post.get("rank")));
            // Nothing is reachable before the first sign-in steps.
            assert!(!me["capabilities"].as_array().unwrap().contains(&json!(capability)));
        }
        assert_eq!(agents(&app, &by, "?kind=inrs").await.len(), 4);
        assert_eq!(agents(&app, &by, "?caisse=RENNES").await.len(), 1);
        assert_eq!(agents(&app, &by, "?q=petit%20u").await.len(), 1);
    }

    async fn only_administrators_declare_and_auditors_read(app) {
        let body = new_agent("x@test.example", json!({ "kind": "cnh" }));
        for (rank, read) in [(InrsRank::Editor, 403), (InrsRank::Auditor, 200)] {
            let by = Cookies::of(&app, &app.person(&[Holding::Inrs(rank)]).email).await;
            assert_eq!(by.get(&app, "/api/v1/agents").await.status, read);
            assert_eq!(refused(&declare(&app, &by, &body).await), (403, "forbidden".into()));
        }
        let (_, by) = administrator(&app).await;
        for (post, fault) in [
            (json!({ "kind": "instructeur" }), "field.required /caisse"),
            (json!({ "kind": "instructeur", "caisse": "ATLANTIDE" }), "field.reference /caisse"),
            (json!({ "kind": "inrs" }), "field.required /rank"),
            (json!({ "kind": "cnh", "caisse": "RENNES" }), "field.choice /caisse"),
            (json!({ "kind": "gestionnaire" }), "field.choice /kind"),
        ] {
            let answer = declare(&app, &by, &new_agent("x@test.example", post.clone())).await;
            let first = &answer.json()["errors"][0];
            let told = format!("{} {}", first["code"].as_str().unwrap(), first["pointer"].as_str().unwrap());
            assert_eq!((answer.status, told.as_str()), (422, fault), "{post}");
        }
        assert_eq!(declare(&app, &by, &body).await.status, 201);
        assert_eq!(refused(&declare(&app, &by, &body).await), (409, "invitation.exists".into()));
        let path = format!("/api/v1/agents/{}", agents(&app, &by, "?state=invited").await[0]["id"].as_str().unwrap());
        assert_eq!(by.post(&app, &format!("{path}/send-again"), "{}").await.status, 200);
        assert_eq!(mails(&app, "user.invited").len(), 2);
        assert_eq!(send(by.request(&app, "DELETE", &path).header("If-Match", "*")).await.status, 204);
        assert!(agents(&app, &by, "?state=invited").await.is_empty());
    }

    async fn one_administrator_stays(app) {
        let (first, by) = administrator(&app).await;
        let me = agent_of(&app, &by, &first).await;
        assert_eq!((&me["actions"]["remove"]["allowed"], &me["me"]), (&json!(false), &json!(true)));
        let path = format!("/api/v1/agents/{}", me["id"].as_str().unwrap());
        let last = (409, "agent.last".to_owned());
        let demoted = by.request(&app, "PATCH", &path).header("If-Match", "\"1\"").json(&json!({ "rank": "editor" }));
        assert_eq!(refused(&send(demoted).await), last);
        assert_eq!(refused(&by.post(&app, &format!("{path}/suspend"), "{}").await), last);
        assert_eq!(refused(&send(by.request(&app, "DELETE", &path).header("If-Match", "\"1\"")).await), last);
        let (second, theirs) = administrator(&app).await;
        let other = format!("/api/v1/agents/{}", agent_of(&app, &by, &second).await["id"].as_str().unwrap());
        let leave = async |who: &Cookies, path: &str| {
            send(who.request(&app, "DELETE", path).header("If-Match", "*")).await.status
        };
        let (one, two) = tokio::join!(leave(&by, &path), leave(&theirs, &other));
        let mut statuses = [one, two];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409]);
    }

    async fn an_agent_is_suspended_moved_and_ended(app) {
        let (_, by) = administrator(&app).await;
        let person = app.person(&[Holding::Instructeur("RENNES".into())]);
        let theirs = Cookies::of(&app, &person.email).await;
        let agent = agent_of(&app, &by, &person).await;
        let path = format!("/api/v1/agents/{}", agent["id"].as_str().unwrap());
        let moved = by.request(&app, "PATCH", &path).header("If-Match", "\"1\"").json(&json!({ "caisse": "NANTES" }));
        let moved = send(moved).await;
        assert_eq!((moved.status, &moved.json()["caisse"]), (200, &json!("NANTES")), "{}", moved.text);
        assert_eq!(theirs.get(&app, "/api/v1/me").await.json()["profiles"][0]["caisse"], "NANTES");
        assert_eq!(by.post(&app, &format!("{path}/suspend"), "{}").await.json()["state"], "suspended");
        assert_eq!(theirs.get(&app, "/api/v1/sessions").await.status, 403);
        assert_eq!(by.post(&app, &format!("{path}/resume"), "{}").await.json()["state"], "active");
        assert_eq!(theirs.get(&app, "/api/v1/sessions").await.status, 200);
        assert_eq!(send(by.request(&app, "DELETE", &path).header("If-Match", "*")).await.status, 204);
        assert_eq!(theirs.get(&app, "/api/v1/sessions").await.status, 403);
        // A user of an organisation is no agent.
        let gestionnaire = app.person(&[Holding::Gestionnaire(app.organisation().id)]);
        let id = app.read(|tx| Ok(forprev_store::profile::of_person(tx.conn, gestionnaire.id)?))[0].id.clone();
        let path = format!("/api/v1/agents/{id}");
        assert_eq!(send(by.request(&app, "DELETE", &path).header("If-Match", "*")).await.status, 404);
        assert!(by.get(&app, "/api/v1/caisses").await.json()["total"].as_u64().unwrap() > 15);
    }
}
