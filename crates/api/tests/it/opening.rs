//! Accounts that are asked for, links that mails bring, passwords: A2 to A5, A11.

use crate::raw::{Answer, Cookies, login, request, send};
use chrono::Duration;
use forprev_app::{
    accounts::link,
    jobs::{requests, unopened},
};
use forprev_core::id::PersonId;
use forprev_store as store;
use forprev_testkit::{Holding, PASSWORD, Person, TestApp, both_databases};
use serde_json::{Value, json};

pub const NEW: &str = "trois girafes dans le bus";

pub async fn post(app: &TestApp, path: &str, body: Value) -> Answer {
    send(request(app, "POST", &format!("/api/v1/{path}")).json(&body)).await
}

pub async fn ask_account(app: &TestApp, email: &str) -> Answer {
    let body =
        json!({ "last_name": "Le Goff", "first_name": "Anaïs", "email": email, "phone": "02 99 00 00 00" });
    post(app, "auth/account-requests", body).await
}

async fn ask_password(app: &TestApp, identifier: &str) -> Answer {
    post(app, "auth/password-requests", json!({ "identifier": identifier })).await
}

async fn use_link(app: &TestApp, token: &str, password: &str) -> Answer {
    post(app, "auth/links/use", json!({ "token": token, "password": password })).await
}

pub fn answered(app: &TestApp) -> usize {
    requests::run(&app.app).unwrap()
}

/// What waits to be mailed to a person: kind and payload.
pub fn mails(app: &TestApp, person: PersonId) -> Vec<(String, Value)> {
    let waiting = app.read(|tx| Ok(store::outbox::waiting_for(tx.conn, person)?));
    waiting.into_iter().map(|mail| (mail.kind, mail.payload.0)).collect()
}

pub fn kinds(app: &TestApp, person: PersonId) -> Vec<String> {
    mails(app, person).into_iter().map(|(kind, _)| kind).collect()
}

/// The token that the last mail of this kind brings.
pub fn token(app: &TestApp, person: PersonId, kind: &str) -> String {
    let mails = mails(app, person);
    let (_, payload) = mails.iter().rev().find(|(of, _)| of == kind).expect(kind);
    assert!(payload["page"].as_str().unwrap().starts_with("lien"));
    link::token(&app.app, payload["link"].as_str().unwrap())
}

fn by_email(app: &TestApp, email: &str) -> Option<store::person::Row> {
    app.read(|tx| Ok(store::person::by_email(tx.conn, &email.parse().unwrap())?))
}

/// A person who has an account and no password, as those taken over from before (A5).
pub fn without_password(app: &TestApp, holding: Holding) -> Person {
    let person = app.person(&[holding]);
    app.write(|tx| {
        let row = store::person::touch(tx.conn, person.id, None)?;
        Ok(store::person::save(tx.conn, store::person::Row { password_hash: None, ..row })?)
    });
    person
}

/// An answer but for what differs from one to the next.
fn plain(answer: &Answer) -> (u16, String, Vec<String>) {
    let headers =
        answer.headers.iter().filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()));
    let mut headers: Vec<_> = headers.map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    (answer.status, answer.text.clone(), headers)
}

/// How many rows each table has.
fn counts(app: &TestApp) -> Vec<(String, usize)> {
    app.rows().into_iter().map(|(table, rows)| (table, rows.len())).collect()
}

both_databases! {
    async fn an_account_that_nobody_opens_is_erased_after_a_month(app) {
        let emails = ["jamais@test.example", "ouvert@test.example", "encore@test.example", "autre@test.example"];
        for email in emails {
            assert_eq!(ask_account(&app, email).await.status, 202);
        }
        answered(&app);
        let people = emails.map(|email| by_email(&app, email).unwrap());
        let opened = token(&app, people[1].id, "account.requested");
        assert_eq!(use_link(&app, &opened, NEW).await.status, 204);
        // Something else was given to this one.
        let last = Person {
            id: people[3].id, forprev_number: people[3].forprev_number.clone(), email: emails[3].to_owned(),
        };
        app.give(&last, &Holding::Formateur(vec!["FORM_SST"]));
        app.clock.advance(Duration::days(30));
        assert_eq!(unopened::run(&app.app).unwrap(), 0, "a month to the day");
        // Who asks again has a link that serves.
        assert_eq!(ask_password(&app, emails[2]).await.status, 202);
        answered(&app);
        app.clock.advance(Duration::seconds(1));
        assert_eq!(unopened::run(&app.app).unwrap(), 1);
        let rows = app.rows();
        for (table, rows) in &rows {
            let kept = rows.iter().filter(|row| row.contains(&people[0].id.to_string()));
            assert_eq!(kept.count(), if table == "audit" { 2 } else { 0 }, "{table}");
            assert!(!rows.iter().any(|row| row.contains(emails[0])), "{table}");
        }
        app.clock.advance(Duration::days(3));
        assert_eq!(unopened::run(&app.app).unwrap(), 1);
        let left = emails.map(|email| by_email(&app, email).is_some());
        assert_eq!(left, [false, true, false, true]);
    }

    async fn a2_an_account_is_asked_for_opened_and_signed_in_to(app) {
        assert_eq!(ask_account(&app, "Anais.LeGoff@test.example").await.status, 202);
        assert!(by_email(&app, "anais.legoff@test.example").is_none(), "nothing yet");
        assert_eq!((answered(&app), answered(&app)), (1, 0));
        let person = by_email(&app, "anais.legoff@test.example").unwrap();
        assert_eq!((person.last_name.as_str(), person.phone.as_deref()), ("Le Goff", Some("02 99 00 00 00")));
        assert!(app.rows()["account_request"].is_empty(), "what was asked for is not kept");
        assert_eq!(kinds(&app, person.id), ["account.requested"]);
        let token = token(&app, person.id, "account.requested");
        let opened = post(&app, "auth/links/open", json!({ "token": token })).await;
        assert_eq!(opened.json(), json!({ "purpose": "open_account", "expires_at": "2026-11-25T08:00:00Z" }));
        // Opening leaves it unused, as often as a mail program likes.
        assert_eq!(post(&app, "auth/links/open", json!({ "token": token })).await.status, 200);
        let used = use_link(&app, &token, NEW).await;
        assert_eq!(used.status, 204, "{}", used.text);
        assert!(used.cookies().is_empty(), "nobody is signed in by a link");
        let me = login(&app, person.forprev_number.as_str(), NEW).await;
        assert_eq!((me.status, &me.json()["onboarded"], &me.json()["profiles"][0]["kind"]), (200, &json!(false), &json!("demandeur")));
        assert_eq!(me.json()["onboarding"], json!(["data", "notifications", "second_factor", "done"]));
        assert_eq!(kinds(&app, person.id), ["account.requested"], "a first password is no change of one");
        let kept: Vec<_> = app.rows().into_values().flatten().collect();
        assert!(!kept.iter().any(|row| row.contains(&token) || row.contains(NEW)), "neither is in the base");
    }

    async fn no_answer_tells_whether_there_is_an_account(app) {
        let person = app.person(&[Holding::Demandeur]);
        let number = person.forprev_number.to_string();
        let mut told = Vec::new();
        for (known, unknown) in [(person.email.as_str(), "nobody@test.example"), (&number, "ZZZ99999")] {
            for identifier in [known, unknown] {
                let before = counts(&app);
                told.push(plain(&ask_password(&app, identifier).await));
                let grown: Vec<_> = counts(&app).into_iter().zip(before).map(|((table, now), (_, then))| (table, now - then)).filter(|(_, more)| *more > 0).collect();
                assert!(grown.iter().any(|(table, _)| table == "account_request"));
                assert!(!grown.iter().any(|(table, _)| table == "outbox" || table == "one_time_link"), "{grown:?}");
            }
        }
        for email in [person.email.as_str(), "nobody@test.example"] {
            told.push(plain(&ask_account(&app, email).await));
        }
        assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
        assert_eq!(told[0].0, 202);
        assert_eq!(answered(&app), 6);
        assert_eq!(kinds(&app, person.id), ["password.reset", "password.reset", "account.exists"]);
        assert!(by_email(&app, "nobody@test.example").is_some());
        let lines = app.rows()["audit"].join("\n");
        assert!(!lines.contains("nobody") && !lines.contains(&person.email));
    }

    async fn the_same_address_twice_is_one_account(app) {
        for _ in 0..2 {
            ask_account(&app, "anais@test.example").await;
        }
        let (one, other) = (std::sync::Arc::clone(&app.app), std::sync::Arc::clone(&app.app));
        let run = |app: std::sync::Arc<forprev_app::App>| std::thread::spawn(move || requests::run(&app).unwrap());
        let (one, other) = (run(one), run(other));
        assert_eq!(one.join().unwrap() + other.join().unwrap(), 2, "each is answered once");
        let person = by_email(&app, "anais@test.example").unwrap();
        assert_eq!(kinds(&app, person.id), ["account.requested", "account.requested"], "until there is a password, a link again");
    }

    async fn a3_a_link_serves_once_and_48_hours(app) {
        ask_account(&app, "anais@test.example").await;
        ask_account(&app, "other@test.example").await;
        answered(&app);
        let (person, other) = (by_email(&app, "anais@test.example").unwrap(), by_email(&app, "other@test.example").unwrap());
        let (first, late) = (token(&app, person.id, "account.requested"), token(&app, other.id, "account.requested"));
        app.clock.advance(Duration::hours(48) - Duration::seconds(1));
        assert_eq!(use_link(&app, &first, NEW).await.status, 204);
        app.clock.advance(Duration::seconds(1));
        for (token, status, code) in [(&first, 410, "link.used"), (&late, 410, "link.expired"), (&"x".repeat(43), 404, "link.unknown")] {
            let used = use_link(&app, token, "une chaise sous le figuier").await;
            assert_eq!((used.status, used.code().as_str()), (status, code));
            let opened = post(&app, "auth/links/open", json!({ "token": token })).await;
            assert_eq!((opened.status, opened.code().as_str()), (status, code));
        }
        assert!(post(&app, "auth/links/open", json!({ "token": late })).await.text.contains("25 novembre 2026"));
        assert_eq!(login(&app, "anais@test.example", NEW).await.status, 200);
        // Who came late asks again.
        ask_password(&app, "other@test.example").await;
        answered(&app);
        assert_eq!(use_link(&app, &token(&app, other.id, "password.reset"), NEW).await.status, 204);
        // A month after its end nothing is known of a link any more.
        app.clock.advance(Duration::days(31));
        forprev_app::jobs::purge::run(&app.app).unwrap();
        assert_eq!(use_link(&app, &late, NEW).await.code(), "link.unknown");
    }

    async fn ten_at_once_use_a_link_once(app) {
        let person = without_password(&app, Holding::Demandeur);
        ask_password(&app, &person.email).await;
        answered(&app);
        let token = token(&app, person.id, "password.reset");
        let passwords: Vec<_> = (0..4).map(|place| format!("{NEW} numéro {place}")).collect();
        let answers = futures_util::future::join_all(passwords.iter().map(|password| use_link(&app, &token, password))).await;
        let done: Vec<_> = answers.iter().zip(&passwords).filter(|(answer, _)| answer.status == 204).collect();
        assert_eq!(done.len(), 1, "{answers:?}");
        assert!(answers.iter().all(|answer| matches!(answer.status, 204 | 410 | 429)), "{answers:?}");
        assert_eq!(login(&app, &person.email, done[0].1).await.status, 200);
    }

    async fn a_forgotten_password_is_set_anew_and_ends_all_sign_ins(app) {
        let person = app.person(&[Holding::Demandeur]);
        let before = Cookies::of(&app, &person.email).await;
        for _ in 0..6 {
            login(&app, &person.email, "wrong").await;
        }
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 429);
        ask_password(&app, &person.email).await;
        ask_password(&app, person.forprev_number.as_str()).await;
        answered(&app);
        let first = mails(&app, person.id).iter().find(|(kind, _)| kind == "password.reset").map(|(_, payload)| link::token(&app.app, payload["link"].as_str().unwrap())).unwrap();
        let second = token(&app, person.id, "password.reset");
        let used = use_link(&app, &second, NEW).await;
        assert_eq!(used.status, 204, "{}", used.text);
        assert_eq!(before.get(&app, "/api/v1/me").await.status, 401);
        assert_eq!(use_link(&app, &first, "une chaise sous le figuier").await.code(), "link.used", "one replaces all");
        // A11: whoever was kept out by guesses comes in again.
        assert_eq!(login(&app, &person.email, NEW).await.status, 200);
        assert!(kinds(&app, person.id).contains(&"password.changed".to_owned()));
    }

    async fn a_reset_serves_two_hours_unless_there_was_no_password(app) {
        let (with, without) = (app.person(&[Holding::Demandeur]), without_password(&app, Holding::Demandeur));
        for person in [&with, &without] {
            ask_password(&app, &person.email).await;
        }
        answered(&app);
        app.clock.advance(Duration::hours(2));
        assert_eq!(use_link(&app, &token(&app, with.id, "password.reset"), NEW).await.code(), "link.expired");
        assert_eq!(use_link(&app, &token(&app, without.id, "password.reset"), NEW).await.status, 204);
    }

    async fn a11_weak_passwords_are_refused_and_leave_the_link(app) {
        let person = app.person_named("Lefèvre", "Margaux", &[Holding::Demandeur]);
        ask_password(&app, &person.email).await;
        answered(&app);
        let token = token(&app, person.id, "password.reset");
        for (password, code) in [
            ("", "field.required"),
            ("onze signes", "password.too_short"),
            ("chez les LEFEVRE à Nantes", "password.personal"),
            ("margaux, encore margaux", "password.personal"),
            (&format!("le {} de toujours", person.forprev_number.as_str().to_lowercase()), "password.personal"),
            ("azertyuiop123", "password.leaked"),
            ("M0tDePasse!2026", "password.leaked"),
            ("123456789012", "password.leaked"),
            ("aaaaaaaaaaaaaaaa", "password.leaked"),
            ("correcthorse", "password.leaked"),
            (&"x".repeat(201), "field.too_long"),
        ] {
            let answer = use_link(&app, &token, password).await;
            assert_eq!(answer.status, 422, "{password}: {}", answer.text);
            let fault = &answer.json()["errors"][0];
            assert_eq!((fault["code"].as_str(), fault["pointer"].as_str()), (Some(code), Some("/password")), "{password}");
        }
        // No kind of character is asked for.
        assert_eq!(use_link(&app, &token, "toutenminuscules et long").await.status, 204);
    }

    async fn requests_are_slowed_down_whoever_has_an_account(app) {
        let person = app.person(&[Holding::Demandeur]);
        for identifier in [person.email.as_str(), "nobody@test.example"] {
            for _ in 0..5 {
                assert_eq!(ask_password(&app, identifier).await.status, 202);
            }
            let answer = ask_account(&app, &identifier.to_uppercase()).await;
            assert_eq!((answer.status, answer.code().as_str()), (429, "request.too_many"), "{identifier}");
            assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0);
        }
        // Others are served, until there were too many from this network.
        for place in 0..10 {
            assert_eq!(ask_password(&app, &format!("n{place}@test.example")).await.status, 202);
        }
        assert_eq!(ask_password(&app, "last@test.example").await.status, 429);
        app.clock.advance(Duration::hours(5));
        assert_eq!(ask_password(&app, "last@test.example").await.status, 202);
    }
}
