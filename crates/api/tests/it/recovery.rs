//! A15: access recovered by two agents; A9: identity corrected; A11: the owner told of guesses; who looked.

use crate::{
    opening::{answered, kinds, mails, token},
    raw::{Answer, Cookies, login, request, send},
};
use chrono::Duration;
use forprev_app::{accounts::link, jobs};
use forprev_core::{
    actor::InrsRank,
    id::{FederatedIdentityId, PersonId},
};
use forprev_store as store;
use forprev_testkit::{Declared, Holding, PASSWORD, Person, TestApp, both_databases};
use serde_json::{Value, json};
use std::thread;
use uuid::Uuid;

const NEW: &str = "nouvelle@test.example";

async fn instructeur(app: &TestApp, story: &Declared) -> Cookies {
    Cookies::of(app, &app.person(&[Holding::Instructeur(story.organisation.caisse.clone())]).email).await
}

async fn open(app: &TestApp, by: &Cookies, person: PersonId, email: &str) -> Answer {
    let body = json!({ "email": email, "reason": "Carte vue au guichet", "without_second_factors": true });
    by.post(app, &format!("/api/v1/people/{person}/recoveries"), &body.to_string()).await
}

async fn step(app: &TestApp, by: &Cookies, id: &str, step: &str) -> Answer {
    by.post(app, &format!("/api/v1/recoveries/{id}/{step}"), "").await
}

fn id(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_str().unwrap().to_owned()
}

fn told(answer: &Answer) -> (u16, String) {
    (answer.status, if answer.status < 400 { String::new() } else { answer.code() })
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

async fn states(app: &TestApp, by: &Cookies) -> Vec<String> {
    let list = by.get(app, "/api/v1/recoveries").await;
    assert_eq!(list.status, 200, "{}", list.text);
    list.json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap().to_owned())
        .collect()
}

async fn refuse(app: &TestApp, token: &str) -> Answer {
    send(request(app, "POST", "/api/v1/auth/recoveries/refuse").json(&json!({ "token": token }))).await
}

/// The token that the old mailbox was told.
fn refusal(app: &TestApp, person: &Person) -> String {
    let told = mails(app, person.id);
    let (_, payload) = told.iter().rev().find(|(kind, _)| kind == "recovery.waiting").unwrap();
    assert_eq!((&payload["page"], &payload["to"]), (&json!("refus"), &json!(person.email)));
    link::token(&app.app, payload["link"].as_str().unwrap())
}

/// Runs what is due on three servers at once.
fn run_on_three_servers(app: &TestApp) {
    let others = [app.another(), app.another()];
    thread::scope(|scope| {
        for server in others.iter().chain([&*app.app]) {
            scope.spawn(move || jobs::recoveries::run(server).unwrap());
        }
    });
}

both_databases! {
    async fn a15_two_agents_forty_eight_hours_and_once(app) {
        let story = app.declared().await;
        let (first, second) = (instructeur(&app, &story).await, instructeur(&app, &story).await);
        let person = &story.gestionnaire;
        let signed_in = Cookies::of(&app, &person.email).await;
        let opened = open(&app, &first, person.id, NEW).await;
        let recovery = id(&opened);
        assert_eq!((&opened.json()["state"], &opened.json()["can_confirm"]), (&json!("asked"), &json!(false)));
        assert_eq!(told(&open(&app, &second, person.id, "autre@test.example").await), refused(409, "recovery.open"));
        assert_eq!(told(&step(&app, &first, &recovery, "confirm").await), refused(403, "recovery.same_agent"));
        // The person sees that it waits, masked and without the reason.
        let mine = signed_in.get(&app, "/api/v1/me/recoveries").await;
        assert_eq!(mine.json()["items"][0]["state"], "asked");
        assert!(!mine.text.contains(NEW) && !mine.text.contains("guichet"), "{}", mine.text);

        assert_eq!(step(&app, &second, &recovery, "confirm").await.status, 200);
        assert_eq!(told(&step(&app, &second, &recovery, "confirm").await), refused(409, "recovery.over"));
        // Whoever has the old mailbox may have linked an identity of theirs.
        let identity = store::federated_identity::Row {
            id: FederatedIdentityId::new(Uuid::now_v7()),
            person_id: person.id,
            issuer: "https://identity.example".into(),
            subject: "somebody".into(),
            created_at: app.clock.now().into(),
            last_used_at: None,
        };
        app.write(|tx| Ok(store::federated_identity::insert_unless_known(tx.conn, identity.clone())?));
        let letters = app.letters();
        assert!(letters.iter().any(|one| one.to == person.email && one.text.contains("/refus#")));

        app.clock.advance(Duration::hours(48) - Duration::seconds(1));
        run_on_three_servers(&app);
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 200);
        app.clock.advance(Duration::seconds(1));
        run_on_three_servers(&app);
        run_on_three_servers(&app);
        let row = app.read(|tx| Ok(store::person::find(tx.conn, person.id)?));
        assert_eq!((row.email.unwrap().as_str(), row.password_hash), (NEW, None));
        assert!(app.read(|tx| Ok(store::federated_identity::of_person(tx.conn, person.id)?)).is_empty());
        assert_eq!(signed_in.get(&app, "/api/v1/me").await.status, 401);
        assert_eq!(told(&login(&app, NEW, PASSWORD).await), refused(401, "sign_in.failed"));
        let mailed = kinds(&app, person.id);
        for kind in ["email.changed", "account.recovered"] {
            assert_eq!(mailed.iter().filter(|one| *one == kind).count(), 1, "{kind}");
        }
        assert_eq!(app.rows()["audit"].iter().filter(|line| line.contains("finish_recovery")).count(), 1);
        // The old address is told, the new one brings the link.
        let token = token(&app, person.id, "account.recovered");
        let letters = app.letters();
        let to = |subject: &str| letters.iter().find(|one| one.subject == subject).map(|one| one.to.clone());
        assert_eq!(to("Adresse e-mail modifiée"), Some(person.email.clone()));
        assert_eq!(to("Votre accès à Forprev est rétabli"), Some(NEW.to_owned()));
        let body = json!({ "token": token, "password": "trois girafes dans le bus" });
        assert_eq!(send(request(&app, "POST", "/api/v1/auth/links/use").json(&body)).await.status, 204);
        assert_eq!(login(&app, NEW, "trois girafes dans le bus").await.status, 200);
        let third = instructeur(&app, &story).await;
        assert_eq!(states(&app, &third).await, ["done"]);
        // What the new address was, and why, is in no log.
        let log = app.rows()["audit"].join("\n");
        assert!(!log.contains(NEW) && !log.contains("guichet"));
    }

    async fn a15_refused_by_the_link_cancelled_or_expired_nothing_changes(app) {
        let story = app.declared().await;
        let (first, second) = (instructeur(&app, &story).await, instructeur(&app, &story).await);
        let person = &app.person(&[Holding::Delegataire(story.organisation.id, vec![])]);
        let recovery = id(&open(&app, &first, person.id, NEW).await);
        step(&app, &second, &recovery, "confirm").await;
        let link = refusal(&app, person);
        assert_eq!(told(&refuse(&app, "x").await), refused(404, "link.unknown"));
        assert_eq!(refuse(&app, &link).await.status, 204);
        assert_eq!(told(&refuse(&app, &link).await), refused(410, "link.used"));
        assert!(kinds(&app, person.id).contains(&"recovery.stopped".to_owned()));

        let recovery = id(&open(&app, &first, person.id, NEW).await);
        assert_eq!(step(&app, &second, &recovery, "cancel").await.status, 200);
        assert_eq!(told(&step(&app, &second, &recovery, "cancel").await), refused(409, "recovery.over"));

        let recovery = id(&open(&app, &first, person.id, NEW).await);
        step(&app, &second, &recovery, "confirm").await;
        let other = Cookies::of(&app, &story.gestionnaire.email).await;
        let path = format!("/api/v1/me/recoveries/{recovery}");
        assert_eq!(told(&send(other.request(&app, "DELETE", &path)).await), refused(404, "not_found"));
        let own = Cookies::of(&app, &person.email).await;
        assert_eq!(send(own.request(&app, "DELETE", &path)).await.status, 204);

        id(&open(&app, &first, person.id, NEW).await);
        app.clock.advance(Duration::days(7));
        run_on_three_servers(&app);
        let first = instructeur(&app, &story).await;
        assert_eq!(states(&app, &first).await, ["expired", "cancelled", "cancelled", "refused"]);
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 200);

        // An address that became somebody else's meanwhile.
        let recovery = id(&open(&app, &first, person.id, NEW).await);
        let second = instructeur(&app, &story).await;
        step(&app, &second, &recovery, "confirm").await;
        let taker = app.person(&[Holding::Demandeur]);
        app.write(|tx| {
            let row = store::person::touch(tx.conn, taker.id, None)?;
            let (email, email_key) = (NEW.parse().ok(), Some(NEW.to_owned()));
            Ok(store::person::save(tx.conn, store::person::Row { email, email_key, ..row })?)
        });
        app.clock.advance(Duration::hours(48));
        run_on_three_servers(&app);
        let first = instructeur(&app, &story).await;
        assert_eq!(states(&app, &first).await[0], "cancelled");
        // However it ended, the person was told.
        assert_eq!(kinds(&app, person.id).iter().filter(|kind| *kind == "recovery.stopped").count(), 5);
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 200);
    }

    async fn a15_the_delay_begins_again_where_the_mail_to_the_old_mailbox_could_not_leave(app) {
        let story = app.declared().await;
        let (first, second) = (instructeur(&app, &story).await, instructeur(&app, &story).await);
        let recovery = id(&open(&app, &first, story.gestionnaire.id, NEW).await);
        step(&app, &second, &recovery, "confirm").await;
        let state = async || {
            let agent = instructeur(&app, &story).await;
            states(&app, &agent).await[0].clone()
        };
        app.clock.advance(Duration::hours(48));
        run_on_three_servers(&app);
        assert_eq!(state().await, "confirmed");
        assert!(app.letters().iter().any(|one| one.text.contains("/refus#")));
        app.clock.advance(Duration::hours(48) - Duration::seconds(1));
        run_on_three_servers(&app);
        assert_eq!(state().await, "confirmed");
        app.clock.advance(Duration::seconds(1));
        run_on_three_servers(&app);
        assert_eq!(state().await, "done");
    }

    async fn a15_whom_agents_help(app) {
        let story = app.declared().await;
        let here = instructeur(&app, &story).await;
        let elsewhere = app.organisation_in("33000", "33063");
        let there = Cookies::of(&app, &app.person(&[Holding::Instructeur(elsewhere.caisse)]).email).await;
        let colleague = app.person(&[Holding::Instructeur(story.organisation.caisse.clone()), Holding::Gestionnaire(story.organisation.id)]);
        let administrator = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let inrs = Cookies::of(&app, &administrator.email).await;
        let demandeur = app.person(&[Holding::Demandeur]);
        for (by, person, expected) in [
            (&there, story.gestionnaire.id, refused(404, "not_found")),
            (&here, demandeur.id, refused(404, "not_found")),
            (&here, colleague.id, refused(403, "forbidden")),
            (&inrs, administrator.id, refused(403, "forbidden")),
        ] {
            assert_eq!(told(&open(&app, by, person, NEW).await), expected);
            assert_eq!(told(&by.get(&app, &format!("/api/v1/people/{person}")).await), expected);
        }
        assert_eq!(told(&open(&app, &here, story.gestionnaire.id, &demandeur.email).await), refused(409, "email.already_used"));
        let recovery = id(&open(&app, &inrs, colleague.id, NEW).await);
        assert!(states(&app, &there).await.is_empty());
        assert_eq!(told(&step(&app, &there, &recovery, "confirm").await), refused(404, "not_found"));
        assert_eq!(told(&step(&app, &here, &recovery, "confirm").await), refused(403, "forbidden"));
        // Who signed in long ago shows who they are first.
        app.clock.advance(Duration::minutes(15));
        let inrs = Cookies::from(&Cookies::refresh(&app, &inrs.refresh).await);
        assert_eq!(told(&open(&app, &inrs, demandeur.id, "b@test.example").await), refused(403, "step_up.required"));
        let other = Cookies::of(&app, &app.person(&[Holding::Inrs(InrsRank::Administrator)]).email).await;
        assert_eq!(step(&app, &other, &recovery, "confirm").await.status, 200);
    }

    async fn a9_an_agent_corrects_an_identity(app) {
        let story = app.declared().await;
        let by = instructeur(&app, &story).await;
        let person = &story.gestionnaire;
        let path = format!("/api/v1/people/{}", person.id);
        let record = by.get(&app, &path).await.json();
        let version = record["version"].as_i64().unwrap();
        let patch = async |version: Option<i64>, body: Value| {
            let request = by.request(&app, "PATCH", &format!("{path}/identity")).json(&body);
            let request = match version {
                Some(version) => request.header("If-Match", format!("\"{version}\"")),
                None => request,
            };
            send(request).await
        };
        let body = json!({ "last_name": "Le Goff-Martin", "birth_date": "1975-02-03", "reason": "Acte de mariage" });
        assert_eq!(told(&patch(None, body.clone()).await), refused(428, "version.missing"));
        assert_eq!(told(&patch(Some(version + 7), body.clone()).await), refused(412, "version.stale"));
        assert_eq!(told(&patch(Some(version), json!({ "birth_date": "2030-01-01", "reason": "x" })).await), refused(422, "person.birth_date"));
        let corrected = patch(Some(version), body).await;
        assert_eq!((corrected.status, &corrected.json()["last_name"]), (200, &json!("Le Goff-Martin")), "{}", corrected.text);
        let found = by.get(&app, "/api/v1/people?q=goff").await.json();
        assert_eq!(found["total"], 1);
        let log = app.rows()["audit"].join("\n");
        assert!(log.contains("correct_identity") && log.contains("birth_date") && !log.contains("Goff-Martin"));
        let letters = app.letters();
        let letter = letters.iter().find(|one| one.to == person.email && one.subject == "Votre identité a été corrigée").unwrap();
        assert!(letter.text.contains("le nom, la date de naissance") && letter.text.contains("Acte de mariage"));
        assert!(!letter.text.contains("1975"));
        let looks = Cookies::of(&app, &person.email).await.get(&app, "/api/v1/me/looks").await.json();
        assert!(looks["items"].as_array().unwrap().iter().any(|one| one["what"] == "record"), "{looks}");
    }

    async fn formateurs_whom_an_agent_reads_see_it_and_for_a_year(app) {
        let story = app.declared().await;
        let session = story.submitted("2026-11-20").await;
        let by = instructeur(&app, &story).await;
        let path = format!("/api/v1/sessions/{}", session.id);
        let ways = async || {
            let own = Cookies::of(&app, &story.formateur.email).await;
            let looks = own.get(&app, "/api/v1/me/looks").await.json();
            looks["items"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        Cookies::of(&app, &story.gestionnaire.email).await.get(&app, &path).await;
        assert!(!ways().await.contains(&"session".to_owned()));
        for _ in 0..2 {
            assert_eq!(by.get(&app, &path).await.status, 200);
        }
        assert_eq!(ways().await.iter().filter(|one| *one == "session").count(), 1);
        app.clock.advance(Duration::days(364));
        jobs::tidy::run(&app.app).unwrap();
        assert!(ways().await.contains(&"session".to_owned()));
        app.clock.advance(Duration::days(3));
        jobs::tidy::run(&app.app).unwrap();
        assert!(ways().await.is_empty());
    }

    async fn a11_the_owner_is_told_once_of_guesses_and_let_in(app) {
        let person = app.person(&[Holding::Demandeur]);
        // Each failure from another network, as many as come to the longest wait; of nobody just as many.
        let guess = async |identifier: &str| {
            for _ in 0..16 {
                app.clock.advance(Duration::minutes(16));
                assert_eq!(login(&app, identifier, "ce n’est pas lui").await.status, 401);
            }
        };
        guess("personne@test.example").await;
        let waiting = app.rows()["account_request"].len();
        guess(&person.email).await;
        assert_eq!((waiting, app.rows()["account_request"].len()), (1, 2));
        assert!(!app.rows()["account_request"].join("\n").contains("personne@"));
        assert_eq!(answered(&app), 2);
        assert_eq!(kinds(&app, person.id), ["password.guessed"]);
        let token = token(&app, person.id, "password.guessed");
        let body = json!({ "token": token, "password": "trois girafes dans le bus" });
        assert_eq!(send(request(&app, "POST", "/api/v1/auth/links/use").json(&body)).await.status, 204);
        // From the network of so many failures, a quarter of an hour later.
        app.clock.advance(Duration::minutes(16));
        assert_eq!(login(&app, &person.email, "trois girafes dans le bus").await.status, 200);
    }

    async fn a_request_that_fails_keeps_none_of_the_others(app) {
        let person = app.person(&[Holding::Demandeur]);
        // Of somebody who does not exist: its answer fails.
        app.write(|tx| {
            let row = store::account_request::Row {
                id: "0198c0de-0000-7000-8000-000000000001".into(),
                kind: "guessed".into(),
                last_name: None,
                first_name: None,
                phone: None,
                identifier: "0198c0de-0000-7000-8000-00000000abcd".into(),
                created_at: tx.now.into(),
                attempts: 0,
                due_at: (tx.now - Duration::minutes(1)).into(),
            };
            Ok(store::account_request::insert(tx.conn, row)?)
        });
        let body = json!({ "identifier": person.email });
        send(request(&app, "POST", "/api/v1/auth/password-requests").json(&body)).await;
        jobs::requests::run(&app.app).unwrap_err();
        assert_eq!(kinds(&app, person.id), ["password.reset"]);
        let tried = || app.read(|tx| Ok(store::account_request::waiting(tx.conn, (tx.now + Duration::days(1)).into(), 9)?.len()));
        assert_eq!((jobs::requests::run(&app.app).unwrap(), tried()), (0, 1));
        app.clock.advance(Duration::seconds(60));
        jobs::requests::run(&app.app).unwrap_err();
        app.clock.advance(Duration::seconds(119));
        jobs::requests::run(&app.app).unwrap();
        app.clock.advance(Duration::seconds(1));
        jobs::requests::run(&app.app).unwrap_err();
    }
}
