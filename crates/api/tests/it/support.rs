//! Helping people: finding them, and seeing as they do (N5).

use crate::raw::{Answer, Cookies, send};
use forprev_core::actor::InrsRank;
use forprev_testkit::{Holding, TestApp, both_databases};
use serde_json::{Value, json};

async fn seen(app: &TestApp, agent: &Cookies, view: &str, method: &str, path: &str) -> Answer {
    send(agent.request(app, method, path).header("X-Forprev-View", view)).await
}

async fn start(app: &TestApp, agent: &Cookies, person: &str) -> Answer {
    let body = json!({ "person_id": person, "reason": "Il ne voit pas ses sessions." }).to_string();
    agent.post(app, "/api/v1/support/views", &body).await
}

fn told(answer: &Answer) -> (u16, String) {
    (answer.status, if answer.status < 400 { String::new() } else { answer.code() })
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

both_databases! {
    async fn n5_a_view_is_read_only_shows_no_trainee_and_is_told(app) {
        let story = app.declared().await;
        let session = story.certified("2026-11-20").await;
        let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let agent = Cookies::of(&app, &inrs.email).await;
        let answer = start(&app, &agent, &story.gestionnaire.id.to_string()).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let view = answer.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(answer.json()["ends_at"], "2026-11-23T08:30:00Z");

        let me = seen(&app, &agent, &view, "GET", "/api/v1/me").await.json();
        assert_eq!(me["forprev_number"], story.gestionnaire.forprev_number.to_string());
        let list = seen(&app, &agent, &view, "GET", "/api/v1/sessions").await;
        assert_eq!((list.status, &list.json()["total"], &list.json()["items"][0]["trainee_count"]), (200, &json!(1), &json!(4)));
        assert!(!list.text.contains("Œuvrard"));
        let id = session.id;
        for path in [
            format!("/api/v1/sessions/{id}"),
            format!("/api/v1/sessions/{id}/certificates"),
            format!("/api/v1/sessions/{id}/certificates.pdf"),
            format!("/api/v1/sessions/{id}/certificates.zip"),
            "/api/v1/formateurs?q=durand".to_owned(),
        ] {
            assert_eq!(told(&seen(&app, &agent, &view, "GET", &path).await), refused(403, "support.not_shown"), "{path}");
        }
        // What shows no trainee is seen.
        let here = story.organisation.id;
        for path in [
            format!("/api/v1/organisations/{here}/users"),
            "/api/v1/notifications".to_owned(),
            "/api/v1/notifications/unread".to_owned(),
            "/api/v1/me/notification-preferences".to_owned(),
            "/api/v1/audit".to_owned(),
        ] {
            let answer = seen(&app, &agent, &view, "GET", &path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            assert!(!answer.text.contains("Œuvrard"), "{path}");
        }
        let elsewhere = app.organisation().id;
        let path = format!("/api/v1/organisations/{elsewhere}/users");
        assert_eq!(told(&seen(&app, &agent, &view, "GET", &path).await), refused(404, "not_found"));
        let before = app.rows();
        for (method, path) in [
            ("POST", format!("/api/v1/organisations/{here}/users")),
            ("POST", "/api/v1/notifications/read".to_owned()),
            ("PATCH", "/api/v1/me/notification-preferences".to_owned()),
            ("POST", "/api/v1/sessions".to_owned()),
            ("PATCH", format!("/api/v1/sessions/{id}")),
            ("DELETE", format!("/api/v1/sessions/{id}")),
            ("POST", format!("/api/v1/sessions/{id}/certificates")),
            ("POST", "/api/v1/auth/logout".to_owned()),
        ] {
            assert_eq!(told(&seen(&app, &agent, &view, method, &path).await), refused(403, "support.read_only"), "{method} {path}");
        }
        assert_eq!(app.rows(), before, "nothing was written");

        // The person is told who and why, sees it among the looks; the log has it without the reason.
        let waiting = app.read(|tx| Ok(forprev_store::outbox::waiting_for(tx.conn, story.gestionnaire.id)?));
        let mail = waiting.iter().find(|row| row.kind == "account.viewed").unwrap();
        assert_eq!(mail.payload.0["reason"], "Il ne voit pas ses sessions.");
        assert!(mail.payload.0["by"].as_str().unwrap().ends_with("Durand"));
        let theirs = Cookies::of(&app, &story.gestionnaire.email).await;
        let looks = theirs.get(&app, "/api/v1/me/looks").await.json();
        assert_eq!((&looks["items"][0]["what"], &looks["items"][0]["on_behalf_of"]), (&json!("support"), &json!("INRS")));
        assert!(!app.rows()["audit"].join("\n").contains("Il ne voit pas"));

        // By its end or by half an hour.
        let path = format!("/api/v1/support/views/{view}");
        assert_eq!(send(agent.request(&app, "DELETE", &path)).await.status, 204);
        assert_eq!(told(&seen(&app, &agent, &view, "GET", "/api/v1/me").await), refused(403, "support.ended"));
        assert_eq!(told(&send(agent.request(&app, "DELETE", &path)).await), refused(404, "not_found"));
        let view = start(&app, &agent, &story.gestionnaire.id.to_string()).await.json()["id"].as_str().unwrap().to_owned();
        app.clock.set(forprev_testkit::now() + chrono::Duration::minutes(30));
        let agent = Cookies::of(&app, &inrs.email).await;
        assert_eq!(told(&seen(&app, &agent, &view, "GET", "/api/v1/me").await), refused(403, "support.ended"));
    }

    async fn n5_a_view_is_its_agent_s_own(app) {
        let person = app.person(&[Holding::Demandeur]);
        let agent = Cookies::of(&app, &app.person(&[Holding::Inrs(InrsRank::Administrator)]).email).await;
        let other = Cookies::of(&app, &app.person(&[Holding::Inrs(InrsRank::Administrator)]).email).await;
        let auditor = Cookies::of(&app, &app.person(&[Holding::Inrs(InrsRank::Auditor)]).email).await;
        let view = start(&app, &agent, &person.id.to_string()).await.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(told(&seen(&app, &other, &view, "GET", "/api/v1/me").await), refused(403, "support.ended"));
        assert_eq!(told(&seen(&app, &auditor, &view, "GET", "/api/v1/me").await), refused(403, "forbidden"));
        assert_eq!(told(&start(&app, &auditor, &person.id.to_string()).await), refused(403, "forbidden"));
        let nobody = "0198c0de-0000-7000-8000-00000000abcd";
        assert_eq!(told(&start(&app, &agent, nobody).await), refused(422, "field.reference"));
        for body in [json!({}), json!({ "person_id": person.id, "reason": " " }), json!({ "person_id": "x", "reason": "y" })] {
            assert_eq!(agent.post(&app, "/api/v1/support/views", &body.to_string()).await.status, 422, "{body}");
        }
        let before = app.rows();
        let trial = json!({ "person_id": person.id, "reason": "Essai" }).to_string();
        assert_eq!(agent.post(&app, "/api/v1/support/views?dry_run=true", &trial).await.status, 200);
        assert_eq!(app.rows(), before);
    }

    async fn agents_find_whom_they_may(app) {
        let story = app.declared().await;
        let elsewhere = app.organisation_in("33000", "33063");
        let there = app.person_named("Lemoine", "Alix", &[Holding::Gestionnaire(elsewhere.id)]);
        let here = app.person_named("Lemoine", "Zoé", &[Holding::Gestionnaire(story.organisation.id), Holding::Gestionnaire(elsewhere.id)]);
        app.person_named("Lemoine", "Demandeur", &[Holding::Demandeur]);
        let find = async |by: &Cookies, q: &str| -> Vec<Value> {
            let answer = by.get(&app, &format!("/api/v1/people?q={q}")).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            answer.json()["items"].as_array().unwrap().clone()
        };
        let inrs = Cookies::of(&app, &app.person(&[Holding::Inrs(InrsRank::Administrator)]).email).await;
        let agent = Cookies::of(&app, &app.person(&[Holding::Instructeur(story.organisation.caisse.clone())]).email).await;
        assert_eq!(find(&inrs, "lemoine").await.len(), 3);
        let auditor = Cookies::of(&app, &app.person(&[Holding::Inrs(InrsRank::Auditor)]).email).await;
        assert_eq!(find(&auditor, "lemoine").await.len(), 3, "who reads what INRS reads");
        assert_eq!(find(&inrs, &here.email).await[0]["forprev_number"], here.forprev_number.to_string());
        let found = find(&agent, "lemoine").await;
        assert_eq!((found.len(), &found[0]["first_name"]), (1, &json!("Zoé")));
        assert_eq!(found[0]["profiles"].as_array().unwrap().len(), 1, "not what they are elsewhere");
        let masked = found[0]["email"].as_str().unwrap();
        assert!(masked.contains("•••@") && !masked.contains("person"), "{masked}");
        assert_eq!(find(&agent, here.forprev_number.as_str()).await.len(), 1);
        assert!(find(&agent, there.forprev_number.as_str()).await.is_empty());
        for (q, code) in [("", "field.required"), ("a", "field.format")] {
            let answer = inrs.get(&app, &format!("/api/v1/people?q={q}")).await;
            assert_eq!(told(&answer), refused(422, code));
        }
        let looks = Cookies::of(&app, &here.email).await.get(&app, "/api/v1/me/looks").await.json();
        assert_eq!(looks["total"], 3, "{looks}");
        let gestionnaire = Cookies::of(&app, &story.gestionnaire.email).await;
        assert_eq!(told(&gestionnaire.get(&app, "/api/v1/people?q=lemoine").await), refused(403, "forbidden"));
    }
}
