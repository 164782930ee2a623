//! `Idempotency-Key` and `?dry_run=true`.

use crate::raw::{Cookies, send};
use chrono::Duration;
use forprev_client::{Error, Write};
use forprev_core::{problem::Code, query::SessionQuery, session::State};
use forprev_testkit::both_databases;

both_databases! {
    async fn the_same_key_and_body_give_the_first_answer_again(app) {
        let story = app.declared().await;
        let new = story.new_session("2026-11-20", 4);
        let first = story.declarer.create_session(&new, Write::once("k1")).await.unwrap();
        let again = story.declarer.create_session(&new, Write::once("k1")).await.unwrap();
        assert_eq!(again, first);
        let other = story.declarer.create_session(&new, Write::once("k2")).await.unwrap();
        assert_ne!(other.id, first.id);
        let refused = story.declarer.create_session(&story.new_session("2026-11-21", 4), Write::once("k1")).await;
        assert_eq!(refused.unwrap_err().code(), Some(Code::IdempotencyBody));
        // Scoped to its route and its caller.
        assert!(story.declarer.submit_session(first.id, Write::once("k1")).await.is_ok());
        let colleague = app.person(&[forprev_testkit::Holding::Gestionnaire(story.organisation.id)]);
        let theirs = app.signed_in(&colleague).await.create_session(&new, Write::once("k1")).await.unwrap();
        assert_ne!(theirs.id, first.id);
        assert_eq!(story.declarer.list_sessions(&SessionQuery::default()).await.unwrap().total, 3);
        // A day later it is a new key.
        app.clock.advance(Duration::hours(24) + Duration::seconds(1));
        let declarer = app.signed_in(&story.gestionnaire).await;
        assert_ne!(declarer.create_session(&new, Write::once("k1")).await.unwrap().id, first.id);
    }

    async fn ten_at_once_under_one_key_make_one_session(app) {
        let story = app.declared().await;
        let new = story.new_session("2026-11-20", 4);
        let calls = (0..10).map(|_| story.declarer.create_session(&new, Write::once("k")));
        let mut ids = std::collections::BTreeSet::new();
        for answer in futures_util::future::join_all(calls).await {
            match answer {
                Ok(session) => drop(ids.insert(session.id)),
                Err(error) => assert_eq!(error.code(), Some(Code::IdempotencyRunning)),
            }
        }
        assert_eq!(ids.len(), 1);
        assert_eq!(story.declarer.list_sessions(&SessionQuery::default()).await.unwrap().total, 1);
    }

    async fn a_refusal_is_not_kept(app) {
        let story = app.declared().await;
        let draft = story.declarer.create_session(&story.new_session("2026-11-20", 3), Write::default()).await.unwrap();
        let refused = story.declarer.submit_session(draft.id, Write::once("s")).await.unwrap_err();
        assert_eq!(refused.code(), Some(Code::SessionTooFewTrainees));
        let trainee = forprev_testkit::trainee(3);
        story.declarer.add_trainee(draft.id, &trainee, Write::default()).await.unwrap();
        let submitted = story.declarer.submit_session(draft.id, Write::once("s")).await.unwrap();
        assert_eq!(submitted.state, State::Submitted);
    }

    async fn the_answer_again_has_its_status_and_its_version(app) {
        let story = app.declared().await;
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        let body = serde_json::to_string(&story.new_session("2026-11-20", 4)).unwrap();
        let call = || async {
            let request = cookies.request(&app, "POST", "/api/v1/sessions").header("Idempotency-Key", "k");
            send(request.header("Content-Type", "application/json").body(body.clone())).await
        };
        let (first, again) = (call().await, call().await);
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!((first.header("etag"), again.header("etag")), ("\"1\"", "\"1\""));
        assert_eq!(first.json(), again.json());
        for wrong in ["", &"x".repeat(256)] {
            let request = cookies.request(&app, "POST", "/api/v1/sessions").header("Idempotency-Key", wrong);
            assert_eq!(send(request.json(&story.new_session("2026-11-20", 4))).await.status, 422, "{wrong:?}");
        }
    }

    async fn a_trial_writes_nothing(app) {
        let story = app.declared().await;
        let tried = story.declarer.create_session(&story.new_session("2026-11-20", 3), Write::dry_run()).await.unwrap();
        assert_eq!(tried.violations[0].code, Code::SessionTooFewTrainees);
        assert_eq!(story.declarer.get_session(tried.id).await.unwrap_err().code(), Some(Code::NotFound));
        let draft = story.draft("2026-11-20").await;
        let tried = story.declarer.submit_session(draft.id, Write::dry_run()).await.unwrap();
        assert_eq!(tried.state, State::Submitted);
        let still = story.declarer.get_session(draft.id).await.unwrap();
        assert_eq!((still.state, still.version), (State::Draft, draft.version));
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        let body = serde_json::to_string(&story.new_session("2026-11-20", 4)).unwrap();
        assert_eq!(cookies.post(&app, "/api/v1/sessions?dry_run=true", &body).await.status, 200);
        let wrong = cookies.post(&app, "/api/v1/sessions?dry_run=perhaps", &body).await;
        assert_eq!((wrong.status, wrong.code().as_str()), (400, "request.query"));
        let verified = story.verified("2026-11-20").await;
        let tried = story.declarer.generate_certificates(verified.id, Write::dry_run()).await;
        assert!(tried.is_ok(), "{tried:?}");
        let Err(Error::Problem(problem)) = story.declarer.list_certificates(verified.id).await.map(|_| ()) else {
            let listed = story.declarer.list_certificates(verified.id).await.unwrap();
            assert_eq!(listed.items.len(), 0);
            return;
        };
        assert_eq!(problem.status, 404);
    }
}
