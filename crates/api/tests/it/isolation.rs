//! Somebody else's ids: for each operation on something, what people of another organisation, another caisse, another
//! session are told; and that nothing was written.

use crate::raw::{Cookies, send};
use forprev_core::{
    endpoint::{self, Endpoint, Method},
    session::Session,
};
use forprev_store as store;
use forprev_testkit::{Declared, Holding, TestApp, both_databases, everybody_passed};
use serde_json::{Value, json};

/// A body that the operation would take from whoever may.
fn body(endpoint: &Endpoint, session: &Session, story: &Declared) -> Value {
    match endpoint.operation {
        "create_session" => json!({ "habilitation_id": story.habilitation }),
        "update_session" => json!({ "external_ref": "stolen" }),
        "add_trainee" => json!({ "last_name": "Voleur", "first_name": "Jean", "birth_date": "1990-01-01" }),
        "update_trainee" => json!({ "first_name": "Volé" }),
        "return_session" | "reopen_session" => json!({ "comment": "stolen" }),
        "record_results" => serde_json::to_value(everybody_passed(session)).unwrap(),
        "revoke_certificate" => json!({ "reason": "stolen" }),
        "declare_user" => json!({
            "last_name": "Voleur", "first_name": "Jean", "birth_date": "1990-01-01", "role": "gestionnaire",
            "email": "voleur@test.example",
        }),
        "review_users" => json!({ "user_ids": [story.gestionnaire.id] }),
        "open_invitation" => json!({ "token": "a".repeat(43) }),
        "accept_invitation" => json!({ "token": "a".repeat(43), "password": "une phrase assez longue" }),
        _ => json!({}),
    }
}

pub async fn ask(
    app: &TestApp,
    who: &Cookies,
    endpoint: &Endpoint,
    path: &str,
    session: &Session,
    story: &Declared,
) -> (u16, String) {
    let request = who.request(app, endpoint.method.as_str(), path);
    let request = match (endpoint.method, endpoint.operation) {
        (Method::Get, _) => request,
        (_, "import_trainees") => request
            .header("Content-Type", "text/csv")
            .body("nom;prénom;date de naissance\nVoleur;Jean;01/01/1990\n"),
        _ => request
            .header("If-Match", format!("\"{}\"", session.version))
            .json(&body(endpoint, session, story)),
    };
    let answer = send(request).await;
    let code = if answer.status >= 400 { answer.code() } else { String::new() };
    (answer.status, code)
}

/// All that a change would change.
fn state(app: &TestApp, session: &Session) -> String {
    app.read(|tx| {
        let row = store::session::find(tx.conn, session.id, tx.today)?;
        let trainees = store::trainee::of_session(tx.conn, session.id)?;
        let done = store::audit::of_resource(tx.conn, "session", &session.id.to_string())?;
        Ok(format!("{} {:?} {} {}", row.version, row.state, trainees.len(), done.len()))
    })
}

both_databases! {
    async fn sessions_of_another_organisation_do_not_exist(app) {
        let story = app.declared().await;
        let sessions = [
            story.draft("2026-11-20").await,
            story.submitted("2026-11-19").await,
            story.verified("2026-11-18").await,
            story.certified("2026-11-17").await,
        ];
        let number = story.declarer.list_certificates(sessions[3].id).await.unwrap().items[0].number.to_string();
        let elsewhere = app.organisation_in("33000", "33063");
        let theirs = app.habilitation(&elsewhere, "SST", 1);
        let strangers = [
            ("gestionnaire of another organisation", vec![Holding::Gestionnaire(elsewhere.id)]),
            ("délégataire of another organisation", vec![Holding::Delegataire(elsewhere.id, vec![theirs])]),
            (
                "délégataire of the same one, of what somebody else declared",
                vec![Holding::Delegataire(story.organisation.id, vec![story.habilitation])],
            ),
            ("formateur who is not named", vec![Holding::Formateur(vec!["FORM_SST"])]),
            ("instructeur of another caisse", vec![Holding::Instructeur(elsewhere.caisse.clone())]),
        ];
        assert_ne!(elsewhere.caisse, story.organisation.caisse);
        for (name, holdings) in strangers {
            let person = app.person(&holdings);
            let cookies = Cookies::of(&app, &person.email).await;
            for session in &sessions {
                let before = state(&app, session);
                for endpoint in endpoint::ALL.iter().filter(|one| one.path.contains("/sessions/{id}")) {
                    let trainee = session.trainees[0].id.to_string();
                    let path = endpoint.path_with(&[&session.id.to_string(), &trainee]);
                    let (status, code) = ask(&app, &cookies, endpoint, &path, session, &story).await;
                    let what = format!("{} by a {name}, {:?}: {status} {code}", endpoint.operation, session.state);
                    assert!(
                        (status, code.as_str()) == (404, "not_found") || (status, code.as_str()) == (403, "forbidden"),
                        "{what}"
                    );
                    // Only who may never do it at all is told so; nobody is told that the session exists.
                    let actor = forprev_app::accounts::authenticate(&app.app, &cookies.access).unwrap().actor;
                    let ever = forprev_core::policy::may_ever(&actor, endpoint.action).is_ok();
                    assert_eq!(status == 404, ever, "{what}");
                }
                assert_eq!(state(&app, session), before, "{name}");
            }
            let (status, _) = ask(&app, &cookies, &endpoint::GET_CERTIFICATE_PDF, &endpoint::GET_CERTIFICATE_PDF.path_with(&[&number]), &sessions[3], &story).await;
            assert!(matches!(status, 403 | 404), "{name} read a certificate: {status}");
            let revoke = endpoint::REVOKE_CERTIFICATE;
            let (status, _) = ask(&app, &cookies, &revoke, &revoke.path_with(&[&number]), &sessions[3], &story).await;
            assert_eq!(status, 403, "{name}");
            let list = send(cookies.request(&app, "GET", "/api/v1/sessions")).await;
            assert_eq!((list.status, &list.json()["total"]), (200, &json!(0)), "{name}");
        }
    }

    async fn what_is_another_organisation_s_cannot_be_used(app) {
        let story = app.declared().await;
        let elsewhere = app.organisation_in("33000", "33063");
        let person = app.person(&[Holding::Gestionnaire(elsewhere.id)]);
        let cookies = Cookies::of(&app, &person.email).await;
        let path = format!("/api/v1/organisations/{}/habilitations", story.organisation.id);
        assert_eq!(cookies.get(&app, &path).await.status, 404);
        let body = serde_json::to_string(&story.new_session("2026-11-20", 4)).unwrap();
        assert_eq!(cookies.post(&app, "/api/v1/sessions", &body).await.status, 404);
        let path = format!("/api/v1/formateurs?q=durand&habilitation_id={}", story.habilitation);
        assert_eq!(cookies.get(&app, &path).await.status, 404);
    }

    async fn s9_s5_who_sees_how_much_of_a_session(app) {
        let story = app.declared().await;
        let second = app.person(&[Holding::Formateur(vec!["FORM_SST"])]);
        let mut new = story.new_session("2026-11-20", 4);
        new.formateurs.push(forprev_core::session::NewFormateur {
            forprev_number: second.forprev_number.to_string(),
            lead: false,
        });
        let session = story.declarer.create_session(&new, forprev_client::Write::default()).await.unwrap();
        story.declarer.submit_session(session.id, forprev_client::Write::default()).await.unwrap();
        let seen = app.signed_in(&second).await.get_session(session.id).await.unwrap();
        assert!(seen.trainees.iter().all(|one| one.birth_date.is_none()) && seen.trainees.len() == 4);
        let agent = app.person(&[Holding::Instructeur(story.organisation.caisse.clone())]);
        let seen = app.signed_in(&agent).await.get_session(session.id).await.unwrap();
        assert_eq!((seen.trainees.len(), seen.trainee_count), (0, 4));
        let inrs = app.person(&[Holding::Inrs(forprev_core::actor::InrsRank::Administrator)]);
        let cookies = Cookies::of(&app, &inrs.email).await;
        assert_eq!(cookies.get(&app, &format!("/api/v1/sessions/{}", session.id)).await.status, 403);
    }
}
