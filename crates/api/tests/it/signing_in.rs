//! U1: by address or number; the same answer whoever does not exist; slower for whoever guesses.

use crate::raw::{Answer, Cookies, login, request, send};
use forprev_api::Options;
use forprev_testkit::{Database, Holding, PASSWORD, TestApp, both_databases};

both_databases! {
    async fn u1_by_address_without_regard_to_case_and_by_number(app) {
        let person = app.person(&[Holding::Demandeur]);
        let number = person.forprev_number.to_string();
        for identifier in
            [person.email.clone(), person.email.to_uppercase(), number.clone(), format!(" {} ", number.to_lowercase())]
        {
            let answer = login(&app, &identifier, PASSWORD).await;
            assert_eq!(answer.status, 200, "{identifier}");
            assert_eq!(answer.json()["forprev_number"], number);
            assert_eq!(answer.json()["profiles"][0]["kind"], "demandeur");
            assert_eq!(answer.json()["today"], "2026-11-23");
        }
    }

    async fn the_same_answer_for_a_wrong_password_and_for_nobody(app) {
        let person = app.person(&[Holding::Demandeur]);
        let plain = |mut answer: Answer| {
            answer.headers.remove("date");
            answer.headers.remove("x-request-id");
            let mut body = answer.json();
            body.as_object_mut().unwrap().remove("request_id");
            let mut headers: Vec<_> =
                answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
            headers.sort();
            (answer.status, headers, body)
        };
        let wrong = plain(login(&app, &person.email, "wrong").await);
        assert_eq!((wrong.0, wrong.2["code"].as_str()), (401, Some("sign_in.failed")));
        for nobody in ["nobody@test.example", "ZZZ99999", "not an identifier"] {
            assert_eq!(plain(login(&app, nobody, "wrong").await), wrong, "{nobody}");
        }
    }

    async fn signing_in_failing_and_signing_out_are_told_once_without_what_was_typed(app) {
        let person = app.person(&[Holding::Demandeur]);
        login(&app, &person.email, "a guess").await;
        login(&app, "somebody.else@test.example", "a guess").await;
        let cookies = Cookies::of(&app, &person.email).await;
        for _ in 0..2 {
            send(cookies.request(&app, "POST", "/api/v1/auth/logout")).await;
        }
        let id = person.id.to_string();
        let told = |whom: &str| app.read(|tx| Ok(forprev_store::audit::of_resource(tx.conn, "person", whom)?));
        let actions = |whom: &str| told(whom).into_iter().map(|line| line.action).collect::<Vec<_>>();
        assert_eq!(actions(&id), ["login_failed", "login", "logout"]);
        assert_eq!(actions("unknown"), ["login_failed"]);
        let lines = app.rows()["audit"].join("\n");
        for typed in ["guess", "somebody", person.email.as_str()] {
            assert!(!lines.contains(typed), "{typed}");
        }
    }

    async fn guessing_gets_slower_and_stops_being_answered(app) {
        let person = app.person(&[Holding::Demandeur]);
        for _ in 0..5 {
            assert_eq!(login(&app, &person.email, "wrong").await.status, 401);
        }
        let refused = login(&app, &person.email, PASSWORD).await;
        assert_eq!((refused.status, refused.code().as_str()), (429, "request.too_many"));
        let first: u64 = refused.header("retry-after").parse().unwrap();
        // The number is answered as that of anybody else: a wait would tell whose address this is.
        let numbered = login(&app, person.forprev_number.as_str(), "wrong").await;
        let other = login(&app, app.person(&[Holding::Demandeur]).forprev_number.as_str(), "wrong").await;
        assert_eq!((numbered.status, numbered.code()), (other.status, other.code()));
        app.clock.advance(chrono::Duration::seconds(i64::try_from(first).unwrap()));
        assert_eq!(login(&app, &person.email, "wrong").await.status, 401);
        let second: u64 = login(&app, &person.email, PASSWORD).await.header("retry-after").parse().unwrap();
        assert!(second > first, "{second} after {first}");
        app.clock.advance(chrono::Duration::seconds(i64::try_from(second).unwrap()));
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 200);
        // And is forgotten once it went well.
        assert_eq!(login(&app, &person.email, "wrong").await.status, 401);
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 200);
    }

    async fn a_name_that_does_not_exist_is_slowed_down_alike(app) {
        for _ in 0..5 {
            assert_eq!(login(&app, "nobody@test.example", "wrong").await.status, 401);
        }
        assert_eq!(login(&app, "Nobody@Test.example", "wrong").await.status, 429);
    }

    async fn an_address_that_tries_many_accounts_is_slowed_down(app) {
        for number in 0..20 {
            assert_eq!(login(&app, &format!("n{number}@test.example"), "wrong").await.status, 401);
        }
        let person = app.person(&[Holding::Demandeur]);
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 429);
    }
}

async fn login_from(app: &TestApp, address: &str, identifier: &str, password: &str) -> Answer {
    let body = serde_json::json!({ "identifier": identifier, "password": password });
    send(request(app, "POST", "/api/v1/auth/login").header("X-Forwarded-For", address).json(&body)).await
}

fn behind_a_proxy(database: Database) -> TestApp {
    let options = Options { trusted_proxies: "127.0.0.1".parse().unwrap(), requests_per_minute: None };
    TestApp::with_options(database, options)
}

#[tokio::test]
async fn the_owner_is_not_kept_out_by_somebody_else() {
    for database in [Database::Sqlite, Database::Postgres] {
        let app = behind_a_proxy(database);
        let person = app.person(&[Holding::Demandeur]);
        assert_eq!(login_from(&app, "192.0.2.1", &person.email, PASSWORD).await.status, 200);
        let mut refused = 0;
        for guess in 0..40 {
            let answer = login_from(&app, &format!("198.51.100.{guess}"), &person.email, "wrong").await;
            refused += u32::from(answer.status == 429);
        }
        assert!(refused > 20, "guesses from many addresses are slowed down: {refused}");
        // Where the owner signed in before, they still do.
        assert_eq!(login_from(&app, "192.0.2.1", &person.email, PASSWORD).await.status, 200);
        // Elsewhere they wait half a minute at the most.
        for guess in 0..40 {
            login_from(&app, &format!("198.51.100.{guess}"), &person.email, "wrong").await;
        }
        app.clock.advance(chrono::Duration::seconds(31));
        assert_eq!(login_from(&app, "203.0.113.5", &person.email, PASSWORD).await.status, 200);
    }
}

#[tokio::test]
async fn behind_one_address_others_mistype_and_the_owner_signs_in() {
    for database in [Database::Sqlite, Database::Postgres] {
        let app = behind_a_proxy(database);
        let (person, newcomer) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let from = |identifier: String, password: &'static str| {
            let app = &app;
            async move { login_from(app, "192.0.2.1", &identifier, password).await.status }
        };
        assert_eq!(from(person.email.clone(), PASSWORD).await, 200);
        for number in 0..20 {
            assert_eq!(from(format!("n{number}@test.example"), "wrong").await, 401);
        }
        assert_eq!(from(newcomer.email.clone(), PASSWORD).await, 429);
        assert_eq!(from(person.email.clone(), PASSWORD).await, 200);
        // What is counted fades: one typo an hour keeps nobody out.
        for number in 0..40 {
            app.clock.advance(chrono::Duration::hours(1));
            assert_eq!(from(format!("m{number}@test.example"), "wrong").await, 401);
        }
        assert_eq!(from(newcomer.email.clone(), PASSWORD).await, 200);
    }
}

#[tokio::test]
async fn only_a_trusted_proxy_says_the_address() {
    let app = TestApp::start(Database::Sqlite);
    let person = app.person(&[Holding::Demandeur]);
    for guess in 0..5 {
        login_from(&app, &format!("198.51.100.{guess}"), &person.email, "wrong").await;
    }
    // All of them came from one address, whatever they say.
    assert_eq!(login_from(&app, "198.51.100.9", &person.email, "wrong").await.status, 429);
}

#[tokio::test]
async fn shapes_are_refused_before_anything_is_looked_up() {
    let app = TestApp::start(Database::Sqlite);
    for (identifier, password) in [("", "x"), ("x", ""), ("a\u{0}b", "x"), (&"a".repeat(300), "x")] {
        let answer = login(&app, identifier, password).await;
        assert_eq!(answer.status, 422, "{identifier:?}");
    }
    assert_eq!(login(&app, "a@b.fr", &"x".repeat(10_000)).await.status, 422);
}
