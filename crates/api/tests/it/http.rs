//! What every answer has in common.

use crate::raw::{Cookies, get, request, send};
use forprev_api::Options;
use forprev_testkit::{Database, TestApp, both_databases};
use serde_json::{Value, json};

#[tokio::test]
async fn paths_and_methods_that_do_not_exist_are_problems_too() {
    let app = TestApp::start(Database::Sqlite);
    for (method, path, status, code) in [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/api/nothing", 404, "not_found"),
        ("POST", "/api/v1/sessions/1/2/3", 404, "not_found"),
        ("PUT", "/api/v1/sessions", 405, "request.method"),
        ("DELETE", "/api/v1/me", 405, "request.method"),
        ("POST", "/.well-known/jwks.json", 405, "request.method"),
        ("GET", "/.well-known/nothing", 404, "not_found"),
    ] {
        let answer = send(request(&app, method, path)).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{method} {path}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));
    }
    assert_eq!(
        send(request(&app, "PUT", "/api/v1/sessions")).await.header("allow"),
        "GET, POST, HEAD, OPTIONS"
    );
}

#[tokio::test]
async fn every_answer_carries_what_keeps_a_browser_safe() {
    let app = TestApp::start(Database::Sqlite);
    for path in ["/api/v1/me", "/api/v1/health/live", "/health/ready", "/api/docs", "/api/v1/nothing"] {
        let answer = get(&app, path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("'wasm-unsafe-eval'"), "{path}");
        assert!(!policy.contains("'unsafe-inline'") && !policy.contains("'unsafe-eval'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn messages_are_in_the_caller_s_language() {
    let app = TestApp::start(Database::Sqlite);
    let french = get(&app, "/api/v1/me").await;
    assert_eq!(french.json()["detail"], "Connectez-vous pour continuer.");
    assert_eq!(french.header("content-language"), "fr");
    let english = send(request(&app, "GET", "/api/v1/me").header("Accept-Language", "en-GB,en;q=0.9")).await;
    assert_eq!(english.json()["detail"], "Sign in to go on.");
    assert_eq!(english.json()["errors"][0]["message"], "Sign in to go on.");
    assert_eq!(english.header("content-language"), "en");
}

#[tokio::test]
async fn errors_and_lists_hold_all_that_the_contract_names() {
    let app = TestApp::start(Database::Sqlite);
    // A fault of no rule, then one without figures.
    for (path, code) in
        [("/api/v1/me", "unauthenticated"), ("/api/v1/public/organisations?limit=0", "field.choice")]
    {
        let refused = get(&app, path).await.json();
        assert_eq!((&refused["code"], &refused["rule"]), (&code.into(), &Value::Null), "{path}");
        let fault = &refused["errors"][0];
        assert!(fault.as_object().unwrap().contains_key("rule"), "{fault}");
        assert_eq!((&fault["rule"], &fault["params"]), (&Value::Null, &json!({})), "{fault}");
    }
    let last = get(&app, "/api/v1/public/organisations").await;
    assert_eq!(last.json().as_object().unwrap().get("next_cursor"), Some(&Value::Null));
}

#[tokio::test]
async fn an_address_that_asks_too_much_is_told_to_wait() {
    let options = Options { requests_per_minute: Some(5), ..Options::default() };
    let app = TestApp::with_options(Database::Sqlite, options);
    for left in (0..5).rev() {
        let answer = get(&app, "/api/v1/health/live").await;
        assert_eq!(answer.status, 200);
        assert!(answer.header("ratelimit").contains(&format!("r={left};")), "{}", answer.header("ratelimit"));
        assert_eq!(answer.header("ratelimit-policy"), "\"address\";q=5;w=60");
    }
    let refused = get(&app, "/api/v1/health/live").await;
    assert_eq!((refused.status, refused.code().as_str()), (429, "request.too_many"));
    assert!((1..=60).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
}

#[tokio::test]
async fn public_answers_can_be_read_from_anywhere_and_kept() {
    let app = TestApp::start(Database::Sqlite);
    for path in ["/api/v1/public/organisations", "/.well-known/jwks.json", "/api/v1/.well-known/jwks.json"] {
        let answer = get(&app, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert!(answer.header("cache-control").contains("public"));
        let again = send(request(&app, "GET", path).header("If-None-Match", answer.header("etag"))).await;
        assert_eq!((again.status, again.text.as_str()), (304, ""), "{path}");
    }
    let preflight = send(request(&app, "OPTIONS", "/api/v1/public/organisations")).await;
    assert_eq!((preflight.status, preflight.header("access-control-allow-origin")), (204, "*"));
    let private = send(request(&app, "OPTIONS", "/api/v1/sessions")).await;
    assert_eq!(private.header("access-control-allow-origin"), "");
    let head = send(request(&app, "HEAD", "/api/v1/public/organisations")).await;
    assert_eq!((head.status, head.text.as_str()), (200, ""));
}

#[tokio::test]
async fn refusals_of_what_anyone_may_read_can_be_read_from_anywhere() {
    let options = Options { requests_per_minute: Some(9), ..Options::default() };
    let app = TestApp::with_options(Database::Sqlite, options);
    for (method, path, status) in [
        ("GET", "/api/v1/public/organisations?limit=0", 422),
        ("GET", "/api/v1/public/organisations?cursor=x", 400),
        ("GET", "/api/v1/public/nothing", 404),
        ("POST", "/.well-known/jwks.json", 405),
        ("GET", "/api/v1/dispositifs?on=yesterday", 422),
        ("GET", "/api/v1/dispositifs", 200),
        ("PUT", "/api/v1/openapi.json", 405),
        ("OPTIONS", "/api/v1/dispositifs", 204),
        ("GET", "/api/v1/me", 401),
        ("GET", "/api/v1/public/organisations", 429),
    ] {
        let answer = send(request(&app, method, path)).await;
        let open = if status == 401 { "" } else { "*" };
        let found = (answer.status, answer.header("access-control-allow-origin"));
        assert_eq!(found, (status, open), "{method} {path}");
    }
}

both_databases! {
    async fn figures_tell_what_was_answered_and_of_nobody(app) {
        let story = app.declared().await;
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        let body = json!({ "habilitation_id": story.habilitation }).to_string();
        let draft = cookies.post(&app, "/api/v1/sessions", &body);
        let id = draft.await.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(cookies.get(&app, &format!("/api/v1/sessions/{id}")).await.status, 200);
        assert_eq!(get(&app, "/api/v1/sessions/nothing").await.status, 401);
        send(request(&app, "BREW", "/api/v1/sessions")).await;
        for path in ["/metrics", "/api/v1/metrics"] {
            let told = get(&app, path).await;
            assert_eq!(told.status, 200);
            assert!(told.header("content-type").starts_with("application/openmetrics-text"));
            for line in [
                "# TYPE forprev_http_requests counter",
                "forprev_http_requests_total{method=\"GET\",route=\"/api/v1/sessions/{id}\",status=\"2xx\"} 1",
                "forprev_http_requests_total{method=\"GET\",route=\"/api/v1/sessions/{id}\",status=\"4xx\"} 1",
                "forprev_http_requests_total{method=\"other\",route=\"/api/v1/sessions\",status=\"4xx\"} 1",
                "forprev_http_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/sessions/{id}\"} 2",
                "forprev_sign_ins_refused_total 0",
                "forprev_sessions_purged_total 0",
                "# EOF",
            ] {
                assert!(told.text.lines().any(|one| one == line), "{line} in\n{}", told.text);
            }
            let open = told.text.lines().find_map(|line| line.strip_prefix("forprev_database_connections "));
            assert!(open.unwrap().parse::<u32>().unwrap() > 0, "{}", told.text);
            for secret in [id.as_str(), &story.gestionnaire.email, "127.0.0.1", "BREW"] {
                assert!(!told.text.contains(secret), "{secret}");
            }
        }
    }

    async fn violations_hold_all_that_the_contract_names(app) {
        let story = app.declared().await;
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        let body = json!({ "habilitation_id": story.habilitation }).to_string();
        let session = cookies.post(&app, "/api/v1/sessions", &body).await.json();
        let violations = session["violations"].as_array().unwrap();
        assert!(violations.len() > 1, "{session}");
        for violation in violations {
            let violation = violation.as_object().unwrap();
            for name in ["code", "rule", "pointer", "params"] {
                assert!(violation.contains_key(name), "{name} of {violation:?}");
            }
        }
    }
}
