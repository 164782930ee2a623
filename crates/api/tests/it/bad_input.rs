//! What cannot be read, and what must not be stored: the answer that the conventions name, and nothing written.

use crate::raw::{Answer, Cookies, send};
use forprev_core::query::SessionQuery;
use forprev_testkit::{Declared, TestApp, both_databases, trainee};
use serde_json::{Value, json};

async fn create(app: &TestApp, cookies: &Cookies, body: &Value) -> Answer {
    cookies.post(app, "/api/v1/sessions", &body.to_string()).await
}

async fn written(story: &Declared) -> u64 {
    story.declarer.list_sessions(&SessionQuery::default()).await.unwrap().total
}

/// All that the answer says is wrong.
fn faults(answer: &Answer) -> Vec<(String, String)> {
    let body = answer.json();
    let all = body["errors"].as_array().unwrap().iter();
    all.map(|one| (one["pointer"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned()))
        .collect()
}

both_databases! {
    async fn what_is_no_json_of_ours_is_400(app) {
        let story = app.declared().await;
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        for (body, code, pointer) in [
            ("", "request.malformed", ""),
            ("{\"habilitation_id\":", "request.malformed", ""),
            ("[1,2", "request.malformed", ""),
            ("\u{feff}{}", "request.malformed", ""),
            ("[]", "request.wrong_type", ""),
            ("{\"habilitation_id\": 12}", "request.wrong_type", "/habilitation_id"),
            ("{\"trainees\": [{\"last_name\": {}}]}", "request.wrong_type", "/trainees/0/last_name"),
            ("{\"formateurs\": [{\"lead\": \"yes\"}]}", "request.wrong_type", "/formateurs/0/lead"),
            ("{\"declared_by\": \"me\"}", "request.unknown_field", "/declared_by"),
            ("{\"trainees\": [{\"email2\": \"a@b.fr\"}]}", "request.unknown_field", "/trainees/0/email2"),
        ] {
            let answer = cookies.post(&app, "/api/v1/sessions", body).await;
            assert_eq!(answer.status, 400, "{body}: {}", answer.text);
            assert_eq!(faults(&answer), [(pointer.to_owned(), code.to_owned())], "{body}");
        }
        assert_eq!(written(&story).await, 0);
    }

    async fn what_is_wrong_in_shape_is_422_all_at_once(app) {
        let story = app.declared().await;
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        let long = "x".repeat(10_000);
        let body = json!({
            "habilitation_id": story.habilitation,
            "kind": "other",
            "ends_on": "2026-02-30",
            "starts_on": "0001-01-01",
            "place": { "name": long, "address": "a\u{0}b", "postal_code": "ABCDE" },
            "formateurs": [{ "forprev_number": "nobody", "lead": true }],
            "trainees": [
                { "last_name": "", "first_name": long, "birth_date": "1990-13-01" },
                { "last_name": "Robert'); DROP TABLE trainee;--", "first_name": "<script>", "birth_date": "" },
                { "last_name": "Line\nbreak", "first_name": "Right\u{202e}left", "birth_date": "1990-01-01" },
            ],
            "external_ref": long,
        });
        let answer = create(&app, &cookies, &body).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        let found = faults(&answer);
        for (pointer, code) in [
            ("/kind", "field.choice"),
            ("/ends_on", "field.date"),
            ("/starts_on", "field.date"),
            ("/place/name", "field.too_long"),
            ("/place/address", "field.control_character"),
            ("/place/postal_code", "field.format"),
            ("/formateurs/0/forprev_number", "field.format"),
            ("/trainees/0/last_name", "field.required"),
            ("/trainees/0/first_name", "field.too_long"),
            ("/trainees/0/birth_date", "field.date"),
            ("/trainees/1/last_name", "field.name"),
            ("/trainees/1/first_name", "field.name"),
            ("/trainees/1/birth_date", "field.required"),
            ("/trainees/2/last_name", "field.control_character"),
            ("/external_ref", "field.too_long"),
        ] {
            assert!(found.contains(&(pointer.to_owned(), code.to_owned())), "{pointer} {code} in {found:?}");
        }
        assert!(!answer.text.contains("DROP TABLE") && !answer.text.contains("script"), "no value is told back");
        assert_eq!(written(&story).await, 0);
    }

    async fn too_much_is_413_or_told_in_one_fault(app) {
        let story = app.declared().await;
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        let huge = format!("{{\"external_ref\":\"{}\"}}", "x".repeat(10 * 1024 * 1024));
        let answer = cookies.post(&app, "/api/v1/sessions", &huge).await;
        assert_eq!((answer.status, answer.code().as_str()), (413, "request.too_large"));
        let many: Vec<_> = (0..2000).map(trainee).collect();
        let answer = create(&app, &cookies, &json!({ "habilitation_id": story.habilitation, "trainees": many })).await;
        assert_eq!(answer.status, 422);
        assert_eq!(faults(&answer), [("/trainees".to_owned(), "session.too_many_trainees".to_owned())]);
        assert_eq!(written(&story).await, 0);
        let login = json!({ "identifier": "x".repeat(2 * 1024 * 1024), "password": "x" });
        let answer = send(crate::raw::request(&app, "POST", "/api/v1/auth/login").json(&login)).await;
        assert_eq!(answer.status, 413);
    }

    async fn s15_nothing_else_of_an_acteur_can_be_stored(app) {
        let story = app.declared().await;
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        let mut one = serde_json::to_value(trainee(0)).unwrap();
        one["email"] = json!("someone@example.fr");
        let answer = create(&app, &cookies, &json!({ "habilitation_id": story.habilitation, "trainees": [one] })).await;
        assert_eq!(answer.status, 422);
        assert_eq!(faults(&answer), [("/trainees/0/email".to_owned(), "trainee.field_not_allowed".to_owned())]);
        assert_eq!(written(&story).await, 0);
    }

    async fn texts_are_stored_and_told_as_they_are(app) {
        let story = app.declared().await;
        let odd = "'; DROP TABLE session; -- <img src=x onerror=alert(1)> {{7*7}} %00 ${x}";
        let mut new = story.new_session("2026-11-20", 4);
        new.external_ref = Some(odd.to_owned());
        let place = new.place.as_mut().unwrap();
        place.name = odd.to_owned();
        place.address = odd.to_owned();
        let session = story.declarer.create_session(&new, forprev_client::Write::default()).await.unwrap();
        let again = story.declarer.get_session(session.id).await.unwrap();
        assert_eq!(again.external_ref.as_deref(), Some(odd));
        assert_eq!(again.place.unwrap().name, odd);
        let query = SessionQuery { external_ref: Some(odd.to_owned()), ..SessionQuery::default() };
        assert_eq!(story.declarer.list_sessions(&query).await.unwrap().total, 1);
        let none = SessionQuery { external_ref: Some("' OR '1'='1".to_owned()), ..SessionQuery::default() };
        assert_eq!(story.declarer.list_sessions(&none).await.unwrap().total, 0);
        let like = forprev_core::query::DirectoryQuery { q: Some("%_' --".to_owned()), ..Default::default() };
        assert!(app.client().list_public_organisations(&like).await.is_ok());
    }

    async fn media_types_queries_and_versions_are_checked(app) {
        let story = app.declared().await;
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        let draft = story.draft("2026-11-20").await;
        let path = format!("/api/v1/sessions/{}", draft.id);
        for media_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
            let request = cookies.request(&app, "POST", "/api/v1/sessions").header("Content-Type", media_type);
            let answer = send(request.body("{}")).await;
            assert_eq!((answer.status, answer.code().as_str()), (415, "request.media_type"), "{media_type}");
        }
        let missing = send(cookies.request(&app, "PATCH", &path).json(&json!({}))).await;
        assert_eq!((missing.status, missing.code().as_str()), (428, "version.missing"));
        assert_eq!(send(cookies.request(&app, "DELETE", &path)).await.status, 428);
        for stale in ["\"99\"", "\"x\"", "9223372036854775807"] {
            let answer = send(cookies.request(&app, "PATCH", &path).header("If-Match", stale).json(&json!({}))).await;
            assert_eq!((answer.status, answer.code().as_str()), (412, "version.stale"), "{stale}");
        }
        for (query, status, code) in [
            ("limit=0", 422, "field.choice"),
            ("limit=201", 422, "field.choice"),
            ("limit=many", 400, "request.query"),
            ("colour=red", 400, "request.query"),
            ("end_from=2026-02-30", 422, "field.date"),
            ("state=lost", 422, "field.choice"),
            ("cursor=nonsense", 400, "request.cursor"),
            ("organisation_id=1", 422, "field.format"),
            ("sort=name", 422, "field.choice"),
        ] {
            let answer = cookies.get(&app, &format!("/api/v1/sessions?{query}")).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{query}");
        }
        for id in ["1", "..", "%00", "0198c0de-0000-7000-8000-00000000abcd", "' OR 1=1"] {
            let answer = cookies.get(&app, &format!("/api/v1/sessions/{}", id.replace(' ', "%20"))).await;
            assert_eq!(answer.status, 404, "{id}");
        }
        let still = story.declarer.get_session(draft.id).await.unwrap();
        assert_eq!(still.version, draft.version);
    }
}
