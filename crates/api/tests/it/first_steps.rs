//! The first sign-in steps (U5, A8), the caisse of a formateur (H1), becoming a demandeur (A4).

use crate::{
    opening::{NEW, answered, ask_account, kinds, mails, post, token, without_password},
    own_account::{ask, faults, me, patch, wrong},
    raw::{Cookies, login, request, send},
};
use forprev_client::Write;
use forprev_core::actor::ProfileKind;
use forprev_store as store;
use forprev_testkit::{Holding, Person, TestApp, both_databases};
use serde_json::{Value, json};

/// Somebody at their first sign-in.
fn newcomer(app: &TestApp, holding: Holding) -> Person {
    let person = app.person(&[holding]);
    app.write(|tx| {
        let row = store::person::touch(tx.conn, person.id, None)?;
        let row = store::person::Row { onboarded_at: None, checked_on: None, caisse_code: None, ..row };
        Ok(store::person::save(tx.conn, row)?)
    });
    person
}

fn profiles(app: &TestApp, person: &Person) -> Vec<ProfileKind> {
    let rows = app.read(|tx| Ok(store::profile::of_person(tx.conn, person.id)?));
    rows.into_iter().map(|row| row.kind).collect()
}

both_databases! {
    async fn u5_the_first_steps_resume_where_they_were_left(app) {
        let person = newcomer(&app, Holding::Formateur(vec!["FORM_SST"]));
        let who = Cookies::of(&app, &person.email).await;
        let all = json!(["data", "notifications", "caisse", "second_factor", "done"]);
        assert_eq!(me(&app, &who).await["onboarding"], all);
        for path in ["/api/v1/sessions", "/api/v1/me/certificates", "/api/v1/formateurs?q=a"] {
            let shut = who.get(&app, path).await;
            assert_eq!((shut.status, shut.code().as_str()), (403, "onboarding.required"), "{path}");
        }
        let early = ask(&app, &who, "/onboarding", json!({ "step": "done" })).await;
        let waits: Vec<_> = early.json()["errors"].as_array().unwrap().iter().map(|one| one["params"]["step"].clone()).collect();
        assert_eq!((early.status, waits), (422, vec![json!("data"), json!("notifications"), json!("caisse")]), "{}", early.text);
        assert_eq!(ask(&app, &who, "/onboarding", json!({ "step": "data" })).await.status, 200);
        // Another day, another browser.
        let who = Cookies::of(&app, &person.email).await;
        assert_eq!(me(&app, &who).await["onboarding"], json!(["notifications", "caisse", "second_factor", "done"]));
        assert_eq!(me(&app, &who).await["checked_on"], "2026-11-23");
        let weekly = who.request(&app, "PATCH", "/api/v1/me/notification-preferences").json(&json!({ "alerts": "weekly" }));
        assert_eq!(send(weekly).await.status, 200);
        let kept = ask(&app, &who, "/onboarding", json!({ "step": "notifications" })).await.json();
        assert_eq!(kept["onboarding"], json!(["caisse", "second_factor", "done"]));
        let chosen = who.get(&app, "/api/v1/me/notification-preferences").await.json();
        assert_eq!((&chosen["alerts"], &chosen["actions"]), (&json!("weekly"), &json!("at_once")), "what was chosen stands");
        for (caisse, code) in [(json!(null), "field.required"), (json!("ATLANTIS"), "field.reference")] {
            let refused = ask(&app, &who, "/onboarding", json!({ "step": "caisse", "caisse": caisse })).await;
            assert_eq!((refused.status, faults(&refused)), (422, wrong("/caisse", code)));
        }
        let chosen = ask(&app, &who, "/onboarding", json!({ "step": "caisse", "caisse": "RENNES" })).await;
        assert_eq!((chosen.status, &chosen.json()["caisse"]), (200, &json!("RENNES")));
        let refused = ask(&app, &who, "/onboarding", json!({ "step": "second_factor" })).await;
        assert_eq!(faults(&refused), wrong("/step", "field.choice"), "set up elsewhere, or left out");
        let done = ask(&app, &who, "/onboarding", json!({ "step": "done" })).await.json();
        assert_eq!((&done["onboarded"], done.get("onboarding")), (&json!(true), None));
        assert_eq!(who.get(&app, "/api/v1/sessions").await.status, 200);
    }

    async fn u5_who_keeps_what_holds_of_mails_has_chosen(app) {
        let person = newcomer(&app, Holding::Demandeur);
        let who = Cookies::of(&app, &person.email).await;
        for step in ["data", "notifications", "done"] {
            assert_eq!(ask(&app, &who, "/onboarding", json!({ "step": step })).await.status, 200, "{step}");
        }
        assert_eq!(me(&app, &who).await["onboarded"], true);
    }

    async fn u5_who_becomes_a_formateur_later_is_asked_for_the_caisse(app) {
        let organisation = app.organisation();
        let person = app.person(&[Holding::Gestionnaire(organisation.id)]);
        let who = Cookies::of(&app, &person.email).await;
        assert_eq!(me(&app, &who).await["onboarded"], true);
        app.give(&person, &Holding::Formateur(vec!["FORM_SST"]));
        let now = me(&app, &who).await;
        assert_eq!((&now["onboarded"], &now["onboarding"]), (&json!(false), &json!(["caisse"])));
        assert_eq!(now["caisse_proposed"], organisation.caisse.as_str(), "that of their organisation");
        assert_eq!(who.get(&app, "/api/v1/sessions").await.code(), "onboarding.required");
        let chosen = ask(&app, &who, "/onboarding", json!({ "step": "caisse", "caisse": "RENNES" })).await.json();
        assert_eq!((&chosen["onboarded"], chosen.get("onboarding"), chosen.get("caisse_proposed")), (&json!(true), None, None));
        assert_eq!(who.get(&app, "/api/v1/sessions").await.status, 200);
    }

    async fn h1_the_history_of_caisses_is_kept(app) {
        let person = newcomer(&app, Holding::Formateur(vec![]));
        let who = Cookies::of(&app, &person.email).await;
        for step in [json!({ "step": "data" }), json!({ "step": "notifications" }), json!({ "step": "caisse", "caisse": "LYON" }), json!({ "step": "caisse", "caisse": "RENNES" }), json!({ "step": "done" })] {
            assert_eq!(ask(&app, &who, "/onboarding", step).await.status, 200);
        }
        app.on("2027-02-01");
        let who = Cookies::of(&app, &person.email).await;
        for caisse in ["NANTES", "NANTES"] {
            let version = me(&app, &who).await["version"].clone();
            assert_eq!(patch(&app, &who, &version, json!({ "caisse": caisse })).await.status, 200);
        }
        app.on("2027-02-02");
        let who = Cookies::of(&app, &person.email).await;
        let version = me(&app, &who).await["version"].clone();
        let now = patch(&app, &who, &version, json!({ "caisse": "NANTES", "phone": "" })).await.json();
        let caisses = json!([
            { "code": "NANTES", "name": "Carsat Pays de la Loire", "since": "2027-02-01" },
            { "code": "RENNES", "name": "Carsat Bretagne", "since": "2026-11-23" },
        ]);
        assert_eq!((&now["caisses"], &now["caisse"]), (&caisses, &json!("NANTES")), "of one day the last, and no choice that changes nothing");
    }

    async fn h1_a_postal_code_proposes_a_caisse(app) {
        for (postal_code, caisse) in [("35000", json!("RENNES")), ("97150", json!("GUADELOUPE")), ("98800", Value::Null)] {
            let answer = send(request(&app, "GET", &format!("/api/v1/communes?postal_code={postal_code}"))).await.json();
            assert_eq!(answer["items"][0]["caisse"], caisse, "{postal_code}");
        }
    }

    async fn a4_whoever_has_an_account_becomes_a_demandeur_once(app) {
        let organisation = app.organisation();
        for holding in [Holding::Formateur(vec![]), Holding::Delegataire(organisation.id, vec![]), Holding::Gestionnaire(organisation.id)] {
            let person = app.person(&[holding]);
            let (client, other) = (app.signed_in(&person).await, app.signed_in(&person).await);
            let (one, two) = futures_util::future::join(client.become_demandeur(Write::default()), other.become_demandeur(Write::default())).await;
            assert_eq!((one.unwrap().profiles.len(), two.unwrap().profiles.len()), (2, 2));
            let again = client.become_demandeur(Write::default()).await.unwrap();
            assert_eq!((again.profiles.len(), again.profiles[1].kind), (2, ProfileKind::Demandeur));
            let acts = app.read(|tx| Ok(store::audit::of_person(tx.conn, person.id)?));
            assert_eq!(acts.iter().filter(|act| act.action == "become_demandeur").count(), 1);
        }
    }

    async fn a4_who_becomes_none(app) {
        let newcomer = newcomer(&app, Holding::Formateur(vec![]));
        let agent = app.person(&[Holding::Instructeur("RENNES".into())]);
        for (person, code) in [(&newcomer, "onboarding.required"), (&agent, "forbidden")] {
            let who = Cookies::of(&app, &person.email).await;
            let refused = ask(&app, &who, "/demandeur", json!({})).await;
            assert_eq!((refused.status, refused.code().as_str()), (403, code));
            assert_eq!(profiles(&app, person).len(), 1);
        }
        assert_eq!(post(&app, "me/demandeur", json!({})).await.status, 401);
    }

    async fn a4_a_request_gives_an_account_nothing_and_leads_where_its_owner_can(app) {
        let (with, without) = (app.person(&[Holding::Formateur(vec![])]), without_password(&app, Holding::Formateur(vec![])));
        for person in [&with, &without] {
            ask_account(&app, &person.email).await;
        }
        assert_eq!(answered(&app), 2);
        assert_eq!(kinds(&app, with.id), ["account.exists"]);
        let (kind, payload) = mails(&app, without.id).pop().unwrap();
        assert_eq!((kind.as_str(), &payload["page"]), ("account.requested", &json!("lien?pour=demandeur")));
        for person in [&with, &without] {
            assert_eq!(profiles(&app, person), [ProfileKind::Formateur], "nobody who is not signed in changes it");
        }
        let used = post(&app, "auth/links/use", json!({ "token": token(&app, without.id, "account.requested"), "password": NEW })).await;
        assert_eq!(used.status, 204, "{}", used.text);
        assert_eq!(profiles(&app, &without), [ProfileKind::Formateur], "nor does the link");
        let who = Cookies::from(&login(&app, &without.email, NEW).await);
        assert_eq!(ask(&app, &who, "/demandeur", json!({})).await.status, 200);
        assert_eq!(profiles(&app, &without), [ProfileKind::Formateur, ProfileKind::Demandeur]);
    }
}
