//! A12, A14: passkeys, as a second step, alone, and to confirm one's identity.

use crate::{
    authenticator::Authenticator,
    raw::{Cookies, request, send},
    second_factor::first_step,
};
use chrono::Duration;
use forprev_client::Client;
use forprev_core::{
    account::own::PasswordAgain,
    actor::InrsRank,
    second_factor::{AddedFactor, BeginPasskeyLogin, FactorKind, FinishPasskey, PasskeyAnswer, SecondStep},
};
use forprev_testkit::{Holding, PASSWORD, Person, TestApp, both_databases};
use serde_json::{Value, json};

/// Makes a passkey.
pub async fn set_up(client: &Client, seed: u8) -> (Authenticator, AddedFactor) {
    let begun = client.begin_passkey().await.unwrap();
    assert_eq!(begun.options["authenticatorSelection"]["residentKey"], "preferred");
    let (made, credential) = Authenticator::create(&begun, seed);
    let body = FinishPasskey { token: begun.token, credential, name: String::new() };
    (made, client.finish_passkey(&body).await.unwrap())
}

fn answer(token: &str, credential: Value) -> PasskeyAnswer {
    PasskeyAnswer { token: token.into(), credential }
}

async fn finish(app: &TestApp, body: &PasskeyAnswer) -> (u16, String) {
    let answer = send(request(app, "POST", "/api/v1/auth/login/passkey/finish").json(body)).await;
    (answer.status, if answer.status >= 400 { answer.code() } else { String::new() })
}

fn wrong() -> (u16, String) {
    (422, "second_factor.wrong".into())
}

both_databases! {
    async fn a_passkey_is_a_second_step(app) {
        let person = app.person(&[Holding::Demandeur]);
        let (mut passkey, added) = set_up(&app.signed_in(&person).await, 7).await;
        assert_eq!((added.factor.kind, added.factor.name.as_str()), (FactorKind::Passkey, "Clé d’accès"));
        assert_eq!(added.recovery_codes.len(), 10);
        let (client, token, methods) = first_step(&app, &person).await;
        assert_eq!(methods, [SecondStep::Passkey, SecondStep::Recovery]);
        let asked = client.begin_passkey_login(&BeginPasskeyLogin { token: token.clone() }).await.unwrap();
        assert_eq!(asked.options["allowCredentials"].as_array().unwrap().len(), 1);
        let body = answer(&asked.token, passkey.get(&asked));
        assert_eq!(client.finish_passkey_login(&body).await.unwrap().id, person.id);
        client.get_me().await.unwrap();
        assert!(client.list_second_factors().await.unwrap().factors[0].last_used_at.is_some());
        // Overheard, it serves nobody.
        assert_eq!(finish(&app, &body).await, (410, "second_factor.expired".into()));
        // Somebody else's passkey is none of this person's.
        let other = app.person(&[Holding::Demandeur]);
        let (mut theirs, _) = set_up(&app.signed_in(&other).await, 8).await;
        let asked = client.begin_passkey_login(&BeginPasskeyLogin { token }).await.unwrap();
        assert_eq!(finish(&app, &answer(&asked.token, theirs.get(&asked))).await, wrong());
    }

    async fn a_passkey_alone_signs_in(app) {
        let person = app.person(&[Holding::Demandeur]);
        let client = app.signed_in(&person).await;
        let (mut passkey, added) = set_up(&client, 7).await;
        let alone = || async { app.client().begin_passkey_login(&BeginPasskeyLogin::default()).await.unwrap() };
        let asked = alone().await;
        assert!(asked.options["allowCredentials"].as_array().unwrap().is_empty());
        let newcomer = app.client();
        let me = newcomer.finish_passkey_login(&answer(&asked.token, passkey.get(&asked))).await.unwrap();
        assert_eq!(me.id, person.id);
        newcomer.get_me().await.unwrap();
        // Another site's page, another challenge, an unknown passkey, nonsense: one answer.
        let (asked, other) = (alone().await, alone().await);
        assert_eq!(finish(&app, &answer(&asked.token, passkey.get_at(&asked, "https://phishing.example"))).await, wrong());
        assert_eq!(finish(&app, &answer(&other.token, passkey.get(&asked))).await, wrong());
        let begun = client.begin_passkey().await.unwrap();
        let (mut unknown, _) = Authenticator::create(&begun, 9);
        let asked = alone().await;
        assert_eq!(finish(&app, &answer(&asked.token, unknown.get(&asked))).await, wrong());
        let asked = alone().await;
        assert_eq!(finish(&app, &answer(&asked.token, serde_json::json!({ "id": "x" }))).await, wrong());
        // Too late, and once it is removed.
        let asked = alone().await;
        app.clock.advance(Duration::minutes(5));
        assert_eq!(finish(&app, &answer(&asked.token, passkey.get(&asked))).await.0, 410);
        client.remove_second_factor(added.factor.id).await.unwrap();
        let asked = alone().await;
        assert_eq!(finish(&app, &answer(&asked.token, passkey.get(&asked))).await, wrong());
    }

    async fn a_passkey_of_an_account_that_is_gone_signs_nobody_in(app) {
        let alone = || async { app.client().begin_passkey_login(&BeginPasskeyLogin::default()).await.unwrap() };
        let kept = |person: &Person| app.read(|tx| Ok(forprev_store::second_factor::of_person(tx.conn, person.id)?.len()));
        // Closed, nothing of it is kept.
        let closed = app.person(&[Holding::Demandeur]);
        let client = app.signed_in(&closed).await;
        let (mut passkey, added) = set_up(&client, 7).await;
        let again = PasswordAgain { password: PASSWORD.into() };
        let exported = client.export_my_data(&again).await.unwrap();
        assert_eq!(exported.second_factors, [added.factor]);
        client.close_my_account(&again).await.unwrap();
        assert_eq!(kept(&closed), 0);
        let asked = alone().await;
        assert_eq!(finish(&app, &answer(&asked.token, passkey.get(&asked))).await, wrong());

        // Merged, it waits with the account, until that is undone.
        let (old, new) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let (mut passkey, _) = set_up(&app.signed_in(&old).await, 8).await;
        let (_, begun, _) = first_step(&app, &old).await;
        let inrs = Cookies::of(&app, &app.person(&[Holding::Inrs(InrsRank::Administrator)]).email).await;
        let merge = json!({ "into": new.id, "reason": "Deux comptes" }).to_string();
        let path = format!("/api/v1/people/{}/merge", old.id);
        assert_eq!(inrs.post(&app, &path, &merge).await.status, 200);
        let asked = alone().await;
        assert_eq!(finish(&app, &answer(&asked.token, passkey.get(&asked))).await, wrong());
        let late = app.client().begin_passkey_login(&BeginPasskeyLogin { token: begun }).await.unwrap_err();
        assert_eq!(late.code().unwrap().as_str(), "second_factor.expired");
        assert_eq!((kept(&old), kept(&new)), (1, 0));
        // The address leads to the person who was kept, who has no second factor.
        app.signed_in(&old).await;
        assert_eq!(inrs.post(&app, &format!("{path}/undo"), "").await.status, 200);
        let asked = alone().await;
        let newcomer = app.client();
        let me = newcomer.finish_passkey_login(&answer(&asked.token, passkey.get(&asked))).await.unwrap();
        assert_eq!(me.id, old.id);
    }

    async fn a_passkey_is_made_once_and_for_who_asked(app) {
        let (person, other) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let (client, theirs) = (app.signed_in(&person).await, app.signed_in(&other).await);
        let begun = client.begin_passkey().await.unwrap();
        let (_, credential) = Authenticator::create(&begun, 7);
        let body = FinishPasskey { token: begun.token, credential, name: "Portable".into() };
        assert_eq!(theirs.finish_passkey(&body).await.unwrap_err().status(), Some(422));
        client.finish_passkey(&body).await.unwrap();
        let again = client.finish_passkey(&body).await.unwrap_err();
        assert_eq!(again.code().unwrap().as_str(), "second_factor.expired");
        // The same passkey for another person is refused, without a word on whose it is.
        let begun = theirs.begin_passkey().await.unwrap();
        let (_, credential) = Authenticator::create(&begun, 7);
        let body = FinishPasskey { token: begun.token, credential, name: String::new() };
        assert_eq!(theirs.finish_passkey(&body).await.unwrap_err().code().unwrap().as_str(), "second_factor.wrong");
    }

    async fn a14_a_passkey_confirms_one_s_identity(app) {
        let person = app.person(&[Holding::Demandeur]);
        let client = app.signed_in(&person).await;
        assert_eq!(client.begin_passkey_step_up().await.unwrap_err().code().unwrap().as_str(), "second_factor.none");
        let (mut passkey, _) = set_up(&client, 7).await;
        app.clock.advance(Duration::minutes(20));
        client.refresh().await.unwrap();
        assert_eq!(client.begin_passkey().await.unwrap_err().code().unwrap().as_str(), "step_up.required");
        let asked = client.begin_passkey_step_up().await.unwrap();
        // What was asked for one thing serves for no other.
        let body = answer(&asked.token, passkey.get(&asked));
        assert_eq!(finish(&app, &body).await, (410, "second_factor.expired".into()));
        client.finish_passkey_step_up(&body).await.unwrap();
        client.begin_passkey().await.unwrap();
        let alone = client.begin_passkey_login(&BeginPasskeyLogin::default()).await.unwrap();
        let body = answer(&alone.token, passkey.get(&alone));
        assert_eq!(client.finish_passkey_step_up(&body).await.unwrap_err().status(), Some(410));
    }
}
