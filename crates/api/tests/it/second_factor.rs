//! A12, A14: codes by time, recovery codes, who must have them, the identity confirmed again.

use crate::raw::{Answer, Cookies, login, request, send};
use chrono::Duration;
use data_encoding::BASE32_NOPAD;
use forprev_client::{Client, Write};
use forprev_core::{
    account::own::{PasswordAgain, PasswordChange},
    actor::InrsRank,
    second_factor::{AddedFactor, ConfirmTotp, Login, LoginCode, SecondStep},
    session::State,
    sign_in::Credentials,
};
use forprev_testkit::{Database, Holding, PASSWORD, Person, TestApp, both_databases};
use serde_json::json;
use totp_rs::Builder;

/// What an application shows, some steps of thirty seconds from now.
pub fn code(app: &TestApp, secret: &str, steps: i64) -> String {
    let secret: [u8; 20] = BASE32_NOPAD.decode(secret.as_bytes()).unwrap().try_into().unwrap();
    let codes = Builder::new().with_secret(secret).build().unwrap();
    let at = app.clock.now().timestamp() + 30 * steps;
    codes.generate(u64::try_from(at).unwrap()).to_string()
}

/// Sets up codes by time: the secret, and what was answered.
pub async fn set_up(app: &TestApp, client: &Client) -> (String, AddedFactor) {
    let begun = client.begin_totp().await.unwrap();
    let body =
        ConfirmTotp { code: code(app, &begun.secret, 0), token: begun.token, name: "Téléphone".into() };
    (begun.secret, client.confirm_totp(&body).await.unwrap())
}

/// The token of the second step, after the password.
pub async fn first_step(app: &TestApp, person: &Person) -> (Client, String, Vec<SecondStep>) {
    let client = app.client();
    let credentials = Credentials { identifier: person.email.clone(), password: PASSWORD.into() };
    match client.login(&credentials).await.unwrap() {
        Login::Pending(pending) => {
            let needed = pending.second_factor;
            (client, needed.token, needed.methods)
        }
        Login::Done(_) => panic!("no second factor was asked for"),
    }
}

fn with(token: &str, code: impl Into<String>) -> LoginCode {
    LoginCode { token: token.into(), code: code.into() }
}

async fn second_step(app: &TestApp, way: &str, token: &str, code: &str) -> Answer {
    let body = json!({ "token": token, "code": code });
    send(request(app, "POST", &format!("/api/v1/auth/login/{way}")).json(&body)).await
}

fn told(app: &TestApp, person: &Person) -> Vec<String> {
    let rows = app.read(|tx| Ok(forprev_store::outbox::waiting_for(tx.conn, person.id)?));
    let changes = rows.into_iter().filter(|row| row.kind == "second_factor.changed");
    changes.map(|row| row.payload.0["what"].as_str().unwrap().to_owned()).collect()
}

both_databases! {
    async fn a12_codes_by_time_from_setting_up_to_removal(app) {
        let person = app.person(&[Holding::Demandeur]);
        let (client, elsewhere) = (app.signed_in(&person).await, app.signed_in(&person).await);
        let begun = client.begin_totp().await.unwrap();
        assert!(begun.uri.contains(&format!("secret={}", begun.secret)) && begun.qr_svg.starts_with("<svg"));
        let wrong = ConfirmTotp { token: begun.token.clone(), code: "000000".into(), name: String::new() };
        let refused = client.confirm_totp(&wrong).await.unwrap_err();
        assert_eq!(refused.code().unwrap().as_str(), "second_factor.wrong");
        assert!(client.list_second_factors().await.unwrap().factors.is_empty());

        let (secret, added) = set_up(&app, &client).await;
        assert_eq!((added.factor.name.as_str(), added.recovery_codes.len()), ("Téléphone", 10));
        let listed = client.list_second_factors().await.unwrap();
        assert_eq!((listed.factors.len(), listed.recovery_codes, listed.required), (1, 10, false));
        // Whoever signed in by the password alone is out.
        assert_eq!(elsewhere.get_me().await.unwrap_err().status(), Some(401));
        client.get_me().await.unwrap();

        // The password alone sets no cookie and opens nothing.
        let answer = login(&app, &person.email, PASSWORD).await;
        assert_eq!((answer.status, answer.cookies().len()), (202, 0));
        assert_eq!(answer.json()["second_factor"]["methods"], json!(["totp", "recovery"]));

        // The code of setting up has served; the next one serves once, and then none of before.
        let (client, token, _) = first_step(&app, &person).await;
        assert_eq!(second_step(&app, "totp", &token, &code(&app, &secret, 0)).await.code(), "second_factor.wrong");
        app.clock.advance(Duration::seconds(60));
        let before = code(&app, &secret, -1);
        let (before, spaced) = (before.clone(), format!("{} {}", &before[..3], &before[3..]));
        assert_eq!(client.login_totp(&with(&token, spaced)).await.unwrap().id, person.id);
        client.get_me().await.unwrap();
        assert_eq!(second_step(&app, "totp", &token, &before).await.code(), "second_factor.wrong");
        assert_eq!(second_step(&app, "totp", &token, &code(&app, &secret, 2)).await.code(), "second_factor.wrong");
        assert_eq!(second_step(&app, "totp", &token, &code(&app, &secret, 0)).await.status, 200);

        let factor = client.list_second_factors().await.unwrap().factors.remove(0);
        assert!(factor.last_used_at.is_some());
        client.remove_second_factor(factor.id).await.unwrap();
        assert_eq!(client.list_second_factors().await.unwrap().recovery_codes, 0);
        assert_eq!(client.remove_second_factor(factor.id).await.unwrap_err().status(), Some(404));
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 200);
        assert_eq!(told(&app, &person), ["totp.added", "totp.removed"]);
        // What is kept opens nothing.
        let rows = app.rows().into_values().flatten().collect::<Vec<_>>().join("\n");
        assert!(!rows.contains(&secret));
    }

    async fn a_wrong_code_is_slowed_and_does_not_slow_the_password(app) {
        let person = app.person(&[Holding::Demandeur]);
        let (secret, _) = set_up(&app, &app.signed_in(&person).await).await;
        app.clock.advance(Duration::seconds(60));
        let (_, token, _) = first_step(&app, &person).await;
        for _ in 0..5 {
            assert_eq!(second_step(&app, "totp", &token, "000000").await.status, 422);
        }
        let refused = second_step(&app, "totp", &token, &code(&app, &secret, 0)).await;
        assert_eq!((refused.status, refused.code().as_str()), (429, "request.too_many"));
        // The right password again buys no further guess.
        let (client, token, _) = first_step(&app, &person).await;
        assert_eq!(second_step(&app, "recovery", &token, "AAAA-AAAA-AAAA").await.status, 429);
        app.clock.advance(Duration::seconds(refused.header("retry-after").parse().unwrap()));
        client.login_totp(&with(&token, code(&app, &secret, 0))).await.unwrap();
        let lines = app.rows()["audit"].join("\n");
        assert_eq!(lines.matches("second_step_failed").count(), 5);
    }

    async fn a_sign_in_is_written_down_when_it_is_complete(app) {
        let person = app.person(&[Holding::Demandeur]);
        let (secret, _) = set_up(&app, &app.signed_in(&person).await).await;
        let written = || {
            let sign_ins = app.read(|tx| Ok(forprev_store::sign_in::of_person(tx.conn, person.id)?.len()));
            let waiting = app.read(|tx| Ok(forprev_store::outbox::waiting_for(tx.conn, person.id)?));
            (sign_ins, waiting.iter().filter(|one| one.kind == "device.new").count())
        };
        app.clock.advance(Duration::seconds(60));
        let before = written();
        let (client, token, _) = first_step(&app, &person).await;
        assert_eq!(written(), before);
        client.login_totp(&with(&token, code(&app, &secret, 0))).await.unwrap();
        assert_eq!(written(), (before.0 + 1, before.1 + 1));
        // Another password ends sign-ins, and no second factor.
        let change = PasswordChange { current: PASSWORD.into(), new: "trois girafes dans le bus".into() };
        client.change_my_password(&change).await.unwrap();
        assert_eq!(client.list_second_factors().await.unwrap().factors.len(), 1);
        assert_eq!(login(&app, &person.email, "trois girafes dans le bus").await.status, 202);
    }

    async fn each_recovery_code_serves_once(app) {
        let person = app.person(&[Holding::Demandeur]);
        let (_, added) = set_up(&app, &app.signed_in(&person).await).await;
        for (used, one) in added.recovery_codes.iter().enumerate() {
            let (client, token, methods) = first_step(&app, &person).await;
            assert!(methods.contains(&SecondStep::Recovery));
            client.login_recovery(&with(&token, one.to_lowercase())).await.unwrap();
            assert_eq!(second_step(&app, "recovery", &token, one).await.status, 422);
            let left = client.list_second_factors().await.unwrap().recovery_codes;
            assert_eq!(left as usize, 9 - used);
        }
        let (_, _, methods) = first_step(&app, &person).await;
        assert_eq!(methods, [SecondStep::Totp]);
        let kept = app.rows()["recovery_code"].join("\n");
        let told = told(&app, &person);
        assert_eq!(told.iter().filter(|one| *one == "recovery.used").count(), 10);
        for one in &added.recovery_codes {
            assert!(!kept.contains(one.as_str()) && !kept.contains(&one.replace('-', "")));
        }
    }

    async fn of_several_at_once_one_uses_a_code(app) {
        let person = app.person(&[Holding::Demandeur]);
        let (secret, added) = set_up(&app, &app.signed_in(&person).await).await;
        app.clock.advance(Duration::seconds(60));
        let (_, token, _) = first_step(&app, &person).await;
        let now = code(&app, &secret, 0);
        for (way, one) in [("recovery", &added.recovery_codes[0]), ("totp", &now)] {
            let ask = || second_step(&app, way, &token, one);
            let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
            let mut answers = [a.status, b.status, c.status, d.status];
            answers.sort_unstable();
            assert_eq!(answers, [200, 422, 422, 422], "{way}");
        }
    }

    async fn new_recovery_codes_end_those_from_before(app) {
        let person = app.person(&[Holding::Demandeur]);
        let client = app.signed_in(&person).await;
        assert_eq!(client.renew_recovery_codes().await.unwrap_err().code().unwrap().as_str(), "second_factor.none");
        let (_, added) = set_up(&app, &client).await;
        let new = client.renew_recovery_codes().await.unwrap().codes;
        let (client, token, _) = first_step(&app, &person).await;
        assert_eq!(second_step(&app, "recovery", &token, &added.recovery_codes[0]).await.status, 422);
        client.login_recovery(&with(&token, &*new[0])).await.unwrap();
    }

    async fn the_token_between_the_steps_opens_nothing_else_and_ends(app) {
        let (person, other) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let (secret, _) = set_up(&app, &app.signed_in(&person).await).await;
        let (theirs, _) = set_up(&app, &app.signed_in(&other).await).await;
        app.clock.advance(Duration::seconds(60));
        let (client, token, _) = first_step(&app, &person).await;
        assert_eq!(client.clone().with_token(&token).get_me().await.unwrap_err().status(), Some(401));
        for name in ["forprev_access", "forprev_refresh"] {
            let cookie = format!("{name}={token}");
            for (method, path) in [("GET", "/api/v1/me"), ("POST", "/api/v1/auth/refresh")] {
                let answer = send(request(&app, method, path).header("Cookie", &cookie)).await;
                assert_eq!(answer.status, 401, "{name} {path}");
            }
        }
        // As a token of something else, or another's code.
        let body = ConfirmTotp { token: token.clone(), code: code(&app, &secret, 0), name: String::new() };
        let setting = app.person(&[Holding::Demandeur]);
        let refused = app.signed_in(&setting).await.confirm_totp(&body).await.unwrap_err();
        assert_eq!(refused.code().unwrap().as_str(), "second_factor.expired");
        assert_eq!(second_step(&app, "totp", &token, &code(&app, &theirs, 0)).await.status, 422);
        assert_eq!(second_step(&app, "totp", &format!("{token}A"), "000000").await.status, 410);
        app.clock.advance(Duration::minutes(5));
        let expired = second_step(&app, "totp", &token, &code(&app, &secret, 0)).await;
        assert_eq!((expired.status, expired.code().as_str()), (410, "second_factor.expired"));
    }

    async fn who_has_a_factor_and_who_does_not_exist_are_told_alike(app) {
        let person = app.person(&[Holding::Demandeur]);
        set_up(&app, &app.signed_in(&person).await).await;
        for identifier in [person.email.as_str(), "nobody@test.example"] {
            let answer = login(&app, identifier, "wrong").await;
            assert_eq!((answer.status, answer.code().as_str()), (401, "sign_in.failed"), "{identifier}");
        }
    }

    async fn changes_need_an_identity_confirmed_lately(app) {
        let person = app.person(&[Holding::Demandeur]);
        let client = app.signed_in(&person).await;
        let until = client.list_second_factors().await.unwrap().confirmed_until.unwrap();
        assert_eq!(until, app.clock.now() + Duration::minutes(15));
        app.clock.advance(Duration::minutes(15));
        // Renewed, the sign-in is as old as it was.
        client.refresh().await.unwrap();
        assert_eq!(client.list_second_factors().await.unwrap().confirmed_until, None);
        let refused = client.begin_totp().await.unwrap_err();
        assert_eq!((refused.status(), refused.code().unwrap().as_str()), (Some(403), "step_up.required"));
        let wrong = client.step_up(&PasswordAgain { password: "wrong".into() }).await.unwrap_err();
        assert_eq!(wrong.code().unwrap().as_str(), "password.wrong");
        let confirmed = client.step_up(&PasswordAgain { password: PASSWORD.into() }).await.unwrap();
        assert_eq!(confirmed.until, app.clock.now() + Duration::minutes(15));
        set_up(&app, &client).await;
        for _ in 0..5 {
            client.step_up(&PasswordAgain { password: "wrong".into() }).await.unwrap_err();
        }
        let slowed = client.step_up(&PasswordAgain { password: PASSWORD.into() }).await.unwrap_err();
        assert_eq!(slowed.status(), Some(429));
    }

    async fn generating_needs_an_identity_confirmed_lately(app) {
        let declared = app.declared().await;
        let session = declared.verified("2026-11-20").await;
        app.clock.advance(Duration::minutes(15));
        let once = Write::once("the same key");
        let ask = async || declared.declarer.generate_certificates(session.id, once.clone()).await;
        let refused = ask().await.unwrap_err();
        assert_eq!((refused.status(), refused.code().unwrap().as_str()), (Some(403), "step_up.required"));
        assert_eq!(declared.declarer.get_session(session.id).await.unwrap().state, State::Verified);
        // A trial asks nobody; what is refused anyway says why first.
        let trial = Write::dry_run();
        declared.declarer.generate_certificates(session.id, trial).await.unwrap();
        declared.declarer.step_up(&PasswordAgain { password: PASSWORD.into() }).await.unwrap();
        assert_eq!(ask().await.unwrap().items.len(), 4);
        // S12: the same again is answered, whenever it is asked.
        app.clock.advance(Duration::minutes(15));
        assert_eq!(ask().await.unwrap().items.len(), 4);
        let again = declared.declarer.generate_certificates(session.id, Write::default()).await;
        assert_eq!(again.unwrap().items.len(), 4);
    }

    async fn a_trial_keeps_nothing(app) {
        let person = app.person(&[Holding::Demandeur]);
        let client = app.signed_in(&person).await;
        let cookies = Cookies::of(&app, &person.email).await;
        let begun = client.begin_totp().await.unwrap();
        let body = json!({ "token": begun.token, "code": code(&app, &begun.secret, 0) });
        let path = "/api/v1/me/second-factors/totp/confirm?dry_run=true";
        assert_eq!(cookies.post(&app, path, &body.to_string()).await.status, 200);
        assert!(client.list_second_factors().await.unwrap().factors.is_empty());
        client.get_me().await.unwrap();
    }

    async fn inrs_takes_factors_away_from_who_has_lost_them(app) {
        let person = app.person(&[Holding::Demandeur]);
        let client = app.signed_in(&person).await;
        set_up(&app, &client).await;
        let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let admin = app.signed_in(&inrs).await;
        assert_eq!(admin.reset_second_factors(inrs.id).await.unwrap_err().status(), Some(403));
        for rank in [InrsRank::Editor, InrsRank::Auditor] {
            let other = app.person(&[Holding::Inrs(rank)]);
            let refused = app.signed_in(&other).await.reset_second_factors(person.id).await.unwrap_err();
            assert_eq!(refused.status(), Some(403));
        }
        app.clock.advance(Duration::minutes(16));
        admin.refresh().await.unwrap();
        let refused = admin.reset_second_factors(person.id).await.unwrap_err();
        assert_eq!(refused.code().unwrap().as_str(), "step_up.required");
        admin.step_up(&PasswordAgain { password: PASSWORD.into() }).await.unwrap();
        for _ in 0..2 {
            admin.reset_second_factors(person.id).await.unwrap();
        }
        assert_eq!(client.get_me().await.unwrap_err().status(), Some(401));
        assert_eq!(login(&app, &person.email, PASSWORD).await.status, 200);
        let told = told(&app, &person);
        assert_eq!(told.iter().filter(|one| *one == "reset").count(), 1);
    }
}

/// What an agent reaches until they have a second factor.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_required_role_is_shut_until_a_factor_is_set() {
    for database in [Database::Sqlite, Database::Postgres] {
        let app = TestApp::with_second_factor(database);
        let caisse = app.organisation().caisse;
        let agents = [
            vec![Holding::Instructeur(caisse)],
            vec![Holding::Inrs(InrsRank::Auditor)],
            vec![Holding::Cnh],
            vec![Holding::Formateur(vec!["FORM_SST"]), Holding::Cnh],
        ];
        for holdings in agents {
            let person = app.person(&holdings);
            let client = app.signed_in(&person).await;
            let me = client.get_me().await.unwrap();
            assert!(me.second_factor_missing);
            assert_eq!(
                me.capabilities,
                ["account.read", "account.second_factors", "catalogue.read", "public.read"]
            );
            let refused = client.get_parameters(None).await.unwrap_err();
            assert_eq!(
                (refused.status(), refused.code().unwrap().as_str()),
                (Some(403), "second_factor.required")
            );
            let (secret, added) = set_up(&app, &client).await;
            client.get_parameters(None).await.unwrap();
            assert!(!client.get_me().await.unwrap().second_factor_missing);
            let last = client.remove_second_factor(added.factor.id).await.unwrap_err();
            assert_eq!((last.status(), last.code().unwrap().as_str()), (Some(409), "second_factor.last"));
            app.clock.advance(Duration::seconds(60));
            let (client, token, _) = first_step(&app, &person).await;
            let me = client.login_totp(&with(&token, code(&app, &secret, 0))).await.unwrap();
            assert!(!me.second_factor_missing);
            client.refresh().await.unwrap();
            client.get_parameters(None).await.unwrap();
            // With another one, the first can go.
            set_up(&app, &client).await;
            client.remove_second_factor(added.factor.id).await.unwrap();
        }
        let person = app.person(&[Holding::Demandeur]);
        app.signed_in(&person).await.get_parameters(None).await.unwrap();
    }
}
