//! U2, E9: an invitation lives five days, is accepted once, by whom it is for.

use crate::raw::{Answer, Cookies, login, request, send};
use forprev_core::id::{HabilitationId, OrganisationId};
use forprev_store as store;
use forprev_testkit::{Declared, Holding, TestApp, both_databases};
use serde_json::{Value, json};

const NEW_PASSWORD: &str = "une phrase assez longue";

/// What a gestionnaire declares of somebody born on 17 May 1980.
pub fn new_user(email: &str, role: &str, habilitations: &[HabilitationId]) -> Value {
    json!({
        "last_name": "Petit", "first_name": "Léa", "birth_date": "1980-05-17", "email": email, "role": role,
        "habilitation_ids": habilitations,
    })
}

pub async fn declare(app: &TestApp, by: &Cookies, organisation: OrganisationId, body: Value) -> Value {
    let answer = try_declare(app, by, organisation, "", body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

async fn try_declare(app: &TestApp, by: &Cookies, of: OrganisationId, query: &str, body: Value) -> Answer {
    by.post(app, &format!("/api/v1/organisations/{of}/users{query}"), &body.to_string()).await
}

/// What waits to be mailed, of this kind, oldest first.
pub fn mails(app: &TestApp, kind: &str) -> Vec<store::outbox::Row> {
    let all = app.read(|tx| Ok(store::outbox::due(tx.conn, tx.now.into(), 1000)?));
    all.into_iter().filter(|row| row.kind == kind).collect()
}

/// The token that was last mailed to an address.
pub fn token(app: &TestApp, email: &str) -> String {
    let mails = mails(app, "user.invited");
    let last = mails.iter().rev().find(|row| row.payload.0["to"] == email).expect("a mail");
    assert_eq!(last.payload.0["page"], "invitation");
    forprev_app::invitations::token(&app.app, last.payload.0["link"].as_str().unwrap())
}

pub async fn open(app: &TestApp, token: &str) -> Answer {
    send(request(app, "POST", "/api/v1/invitations/open").json(&json!({ "token": token }))).await
}

pub async fn accept(app: &TestApp, token: &str, password: Option<&str>) -> Answer {
    let body = json!({ "token": token, "password": password });
    send(request(app, "POST", "/api/v1/invitations/accept").json(&body)).await
}

pub async fn accept_as(app: &TestApp, by: &Cookies, token: &str) -> Answer {
    by.post(app, "/api/v1/invitations/accept", &json!({ "token": token }).to_string()).await
}

async fn begun(app: &TestApp) -> (Declared, Cookies) {
    let story = app.declared().await;
    let by = Cookies::of(app, &story.gestionnaire.email).await;
    (story, by)
}

fn refused(answer: &Answer) -> (u16, String) {
    (answer.status, answer.code())
}

fn is(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

both_databases! {
    async fn u2_somebody_new_chooses_a_password_and_gets_an_account(app) {
        let (story, by) = begun(&app).await;
        let here = story.organisation.id;
        let told = declare(&app, &by, here, new_user("lea@test.example", "delegataire", &[story.habilitation])).await;
        assert_eq!(told["user"]["state"], "invited");
        let token = token(&app, "lea@test.example");
        let opened = open(&app, &token).await.json();
        assert_eq!(
            (&opened["kind"], &opened["organisation_name"], &opened["account"], &opened["email"]),
            (&json!("delegataire"), &json!(story.organisation.name), &json!(false), &json!("l•••@test.example"))
        );
        assert!(opened["for_caller"].is_null());
        assert_eq!(refused(&accept(&app, &token, None).await), is(422, "field.required"));
        assert_eq!(refused(&accept(&app, &token, Some("trop court")).await), is(422, "password.too_short"));
        let accepted = accept(&app, &token, Some(NEW_PASSWORD)).await;
        assert_eq!((accepted.status, &accepted.json()["new_account"]), (200, &json!(true)), "{}", accepted.text);
        assert!(accepted.cookies().is_empty(), "nobody is signed in by it");
        assert_eq!(refused(&accept(&app, &token, Some(NEW_PASSWORD)).await), is(410, "invitation.used"));
        assert_eq!(refused(&open(&app, &token).await), is(410, "invitation.used"));
        let number = accepted.json()["forprev_number"].as_str().unwrap().to_owned();
        let me = login(&app, &number, NEW_PASSWORD).await;
        let profile = &me.json()["profiles"][0];
        assert_eq!((&profile["kind"], &profile["organisation_id"]), (&json!("delegataire"), &json!(here)));
        assert_eq!(profile["habilitations"], json!([story.habilitation]));
        assert_eq!(me.json()["onboarded"], false);
        assert_eq!(mails(&app, "user.added").len(), 1);
        let lines = app.rows()["audit"].join("\n");
        for secret in [token.as_str(), "lea@test.example", "Petit", NEW_PASSWORD] {
            assert!(!lines.contains(secret), "{secret} in the audit");
        }
        assert!(!app.rows().values().flatten().any(|row| row.contains(&token)), "the token is kept nowhere");
    }

    async fn u2_a_known_person_confirms_on_their_account(app) {
        let (story, by) = begun(&app).await;
        let here = story.organisation.id;
        let lea = app.person_named("Petit", "Léa", &[Holding::Demandeur]);
        let stranger = app.person(&[Holding::Demandeur]);
        // Whoever declares is not told whether an address has an account: every try is answered alike.
        let mut answers = Vec::new();
        for change in [
            json!({}),
            json!({ "birth_date": "1980-05-18" }),
            json!({ "email": "other@test.example" }),
            json!({ "email": stranger.email }),
        ] {
            let mut body = new_user(&lea.email, "gestionnaire", &[]);
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let sent = body.clone();
            let answer = try_declare(&app, &by, here, "?dry_run=true", body).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            let mut told = answer.json();
            assert_eq!(told["user"]["email"], sent["email"]);
            for field in ["id", "email", "birth_date"] {
                told["user"].as_object_mut().unwrap().remove(field);
            }
            answers.push(told);
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:?}");
        assert!(mails(&app, "user.invited").is_empty(), "the first step sends nothing");
        declare(&app, &by, here, new_user(&lea.email, "gestionnaire", &[])).await;
        let token = token(&app, &lea.email);
        assert_eq!(open(&app, &token).await.json()["account"], true);
        assert_eq!(refused(&accept(&app, &token, Some(NEW_PASSWORD)).await), is(409, "invitation.sign_in"));
        let other = Cookies::of(&app, &stranger.email).await;
        assert_eq!(refused(&accept_as(&app, &other, &token).await), is(403, "invitation.another_person"));
        let theirs = Cookies::of(&app, &lea.email).await;
        let opened = theirs.post(&app, "/api/v1/invitations/open", &json!({ "token": token }).to_string()).await;
        assert_eq!(opened.json()["for_caller"], true);
        let body = json!({ "token": token }).to_string();
        let forged = theirs.without_csrf(&app, "POST", "/api/v1/invitations/accept");
        let forged = send(forged.header("content-type", "application/json").body(body)).await;
        assert_eq!(refused(&forged), is(403, "request.csrf"));
        let accepted = accept_as(&app, &theirs, &token).await;
        assert_eq!(accepted.json(), json!({ "forprev_number": lea.forprev_number, "new_account": false }));
        let path = format!("/api/v1/organisations/{here}/users");
        assert_eq!(theirs.get(&app, &path).await.status, 200, "at once");
        assert_eq!(login(&app, &lea.email, NEW_PASSWORD).await.status, 401, "the password stays theirs");
    }

    async fn u2_the_same_names_and_birth_date_accept_with_another_address(app) {
        let (story, by) = begun(&app).await;
        let lea = app.person_named("Petit", "Léa", &[Holding::Formateur(vec!["FORM_SST"])]);
        declare(&app, &by, story.organisation.id, new_user("lea@work.example", "gestionnaire", &[])).await;
        let token = token(&app, "lea@work.example");
        assert_eq!(open(&app, &token).await.json()["account"], false, "only of the address");
        let theirs = Cookies::of(&app, &lea.email).await;
        assert_eq!(accept_as(&app, &theirs, &token).await.json()["new_account"], false);
        assert_eq!(theirs.get(&app, "/api/v1/me").await.json()["profiles"].as_array().unwrap().len(), 2);
    }

    async fn e9_an_invitation_expires_is_sent_again_and_cancelled(app) {
        let (story, by) = begun(&app).await;
        let here = story.organisation.id;
        let told = declare(&app, &by, here, new_user("lea@test.example", "gestionnaire", &[])).await;
        let id = told["user"]["id"].as_str().unwrap();
        let first = token(&app, "lea@test.example");
        let again = format!("/api/v1/organisations/{here}/invitations/{id}/send-again");
        let twice = try_declare(&app, &by, here, "", new_user("LEA@test.example", "gestionnaire", &[])).await;
        assert_eq!(refused(&twice), is(409, "invitation.exists"));
        app.clock.advance(chrono::Duration::days(5) - chrono::Duration::milliseconds(1));
        assert_eq!(open(&app, &first).await.status, 200);
        app.clock.advance(chrono::Duration::milliseconds(1));
        assert_eq!(refused(&open(&app, &first).await), is(410, "invitation.expired"));
        assert_eq!(refused(&accept(&app, &first, Some(NEW_PASSWORD)).await), is(410, "invitation.expired"));
        let by = Cookies::of(&app, &story.gestionnaire.email).await;
        let sent = by.post(&app, &again, "{}").await;
        assert_eq!((sent.status, &sent.json()["state"]), (200, &json!("invited")), "{}", sent.text);
        let second = token(&app, "lea@test.example");
        assert_ne!(first, second);
        assert_eq!(refused(&open(&app, &first).await), is(404, "invitation.unknown"));
        assert_eq!(open(&app, &second).await.status, 200);
        let path = format!("/api/v1/organisations/{here}/invitations/{id}");
        assert_eq!(send(by.request(&app, "DELETE", &path)).await.status, 204);
        assert_eq!(refused(&accept(&app, &second, Some(NEW_PASSWORD)).await), is(410, "invitation.cancelled"));
        assert_eq!(send(by.request(&app, "DELETE", &path)).await.status, 404);
        assert_eq!(by.post(&app, &again, "{}").await.status, 404);
        // Nobody else's is there.
        let told = declare(&app, &by, here, new_user("lea@test.example", "gestionnaire", &[])).await;
        let id = told["user"]["id"].as_str().unwrap();
        let elsewhere = app.organisation().id;
        let theirs = Cookies::of(&app, &app.person(&[Holding::Gestionnaire(elsewhere)]).email).await;
        for of in [here, elsewhere] {
            let path = format!("/api/v1/organisations/{of}/invitations/{id}");
            assert_eq!(send(theirs.request(&app, "DELETE", &path)).await.status, 404);
            assert_eq!(theirs.post(&app, &format!("{path}/send-again"), "{}").await.status, 404);
        }
    }

    async fn of_two_who_accept_at_once_one_does(app) {
        let (story, by) = begun(&app).await;
        declare(&app, &by, story.organisation.id, new_user("lea@test.example", "gestionnaire", &[])).await;
        let token = token(&app, "lea@test.example");
        let (one, other) = tokio::join!(accept(&app, &token, Some(NEW_PASSWORD)), accept(&app, &token, Some(NEW_PASSWORD)));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 410], "{} {}", one.text, other.text);
        assert_eq!(app.rows()["person"].iter().filter(|row| row.contains("lea@test.example")).count(), 1);
    }

    async fn what_cannot_be_declared(app) {
        let (story, by) = begun(&app).await;
        let here = story.organisation.id;
        let user = app.person_named("Petit", "Léa", &[Holding::Delegataire(here, vec![story.habilitation])]);
        let expired = app.habilitation_between(
            &story.organisation, "PRAPIBC", 1, "2020-01-01".parse().unwrap(), "2023-12-31".parse().unwrap(),
        );
        let exists = try_declare(&app, &by, here, "", new_user(&user.email, "delegataire", &[story.habilitation])).await;
        assert_eq!(refused(&exists), is(409, "user.exists"));
        let same = try_declare(&app, &by, here, "", new_user("other@test.example", "delegataire", &[story.habilitation])).await;
        assert_eq!(refused(&same), is(409, "user.exists"));
        for (change, faults) in [
            (json!({ "role": "inrs" }), json!(["field.choice /role"])),
            (json!({ "role": "delegataire" }), json!(["delegation.missing /habilitation_ids"])),
            (json!({ "role": "delegataire", "habilitation_ids": [expired] }), json!(["habilitation.not_valid /habilitation_ids/0"])),
            (json!({ "habilitation_ids": [story.habilitation] }), json!(["field.choice /habilitation_ids"])),
            (json!({ "birth_date": "2026-11-23" }), json!(["person.birth_date /birth_date"])),
            (json!({ "birth_date": "2026-02-30", "email": "", "last_name": " " }),
                json!(["field.date /birth_date", "field.required /email", "field.required /last_name"])),
        ] {
            let mut body = new_user("new@test.example", "gestionnaire", &[]);
            body["last_name"] = json!("Autre");
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let answer = try_declare(&app, &by, here, "", body).await;
            let told: Vec<_> = answer.json()["errors"].as_array().unwrap().iter()
                .map(|fault| format!("{} {}", fault["code"].as_str().unwrap(), fault["pointer"].as_str().unwrap()))
                .collect();
            assert_eq!((answer.status, json!(told)), (422, faults), "{change}");
        }
        for token in ["", "x", "a b"] {
            assert_eq!(open(&app, token).await.status, 422);
        }
        assert_eq!(refused(&open(&app, &"a".repeat(43)).await), is(404, "invitation.unknown"));
    }
}
