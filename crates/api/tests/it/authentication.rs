//! Staying signed in: cookies, tokens that end, tokens that were copied, rights that were taken away.

use crate::raw::{Cookies, get, request, send};
use chrono::Duration;
use forprev_core::id::PersonId;
use forprev_store as store;
use forprev_testkit::{Holding, PASSWORD, both_databases};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;

both_databases! {
    async fn cookies_are_out_of_reach_of_scripts_and_of_other_sites(app) {
        let person = app.person(&[Holding::Demandeur]);
        let answer = crate::raw::login(&app, &person.email, PASSWORD).await;
        let cookies = answer.cookies();
        for name in ["forprev_access", "forprev_refresh"] {
            assert!(cookies[name].1.contains("HttpOnly") && cookies[name].1.contains("SameSite=Strict"), "{name}");
            assert!(cookies[name].1.contains("Max-Age="), "{name}");
        }
        assert!(!cookies["forprev_csrf"].1.contains("HttpOnly"));
        assert!(cookies["forprev_refresh"].1.contains("Path=/api/v1/auth"));
        assert!(!answer.text.contains(&cookies["forprev_access"].0));
    }

    async fn an_access_token_ends_by_the_server_s_own_clock(app) {
        let person = app.person(&[Holding::Demandeur]);
        let cookies = Cookies::of(&app, &person.email).await;
        app.clock.advance(Duration::seconds(599));
        assert_eq!(cookies.get(&app, "/api/v1/me").await.status, 200);
        app.clock.advance(Duration::seconds(1));
        let ended = cookies.get(&app, "/api/v1/me").await;
        assert_eq!((ended.status, ended.code().as_str()), (401, "unauthenticated"));
        let renewed = Cookies::from(&Cookies::refresh(&app, &cookies.refresh).await);
        assert_eq!(renewed.get(&app, "/api/v1/me").await.status, 200);
        assert_eq!(renewed.csrf, cookies.csrf, "pages that are open go on");
    }

    async fn the_immediate_predecessor_gives_the_same_successor_for_thirty_seconds(app) {
        let person = app.person(&[Holding::Demandeur]);
        let first = Cookies::of(&app, &person.email).await.refresh;
        let second = Cookies::from(&Cookies::refresh(&app, &first).await).refresh;
        assert_ne!(first, second);
        app.clock.advance(Duration::seconds(29));
        let again = Cookies::from(&Cookies::refresh(&app, &first).await).refresh;
        assert_eq!(again, second, "the answer was lost, and is given again");
        app.clock.advance(Duration::seconds(1));
        assert_eq!(Cookies::refresh(&app, &first).await.status, 401);
        // The whole sign-in is over: one of the two was not its owner.
        assert_eq!(Cookies::refresh(&app, &second).await.status, 401);
    }

    async fn an_older_token_ends_the_whole_family_at_once(app) {
        let person = app.person(&[Holding::Demandeur]);
        let first = Cookies::of(&app, &person.email).await;
        let second = Cookies::from(&Cookies::refresh(&app, &first.refresh).await);
        let third = Cookies::from(&Cookies::refresh(&app, &second.refresh).await);
        assert_eq!(third.get(&app, "/api/v1/me").await.status, 200);
        assert_eq!(Cookies::refresh(&app, &first.refresh).await.status, 401);
        assert_eq!(third.get(&app, "/api/v1/me").await.status, 401);
        assert_eq!(Cookies::refresh(&app, &third.refresh).await.status, 401);
        // Another sign-in of the same person goes on.
        assert_eq!(Cookies::of(&app, &person.email).await.get(&app, "/api/v1/me").await.status, 200);
    }

    async fn ten_at_once_get_one_successor(app) {
        let person = app.person(&[Holding::Demandeur]);
        let first = Cookies::of(&app, &person.email).await.refresh;
        let mut found = std::collections::BTreeSet::new();
        let calls = (0..10).map(|_| Cookies::refresh(&app, &first));
        for answer in futures_util::future::join_all(calls).await {
            assert_eq!(answer.status, 204);
            found.insert(Cookies::from(&answer).refresh);
        }
        assert_eq!(found.len(), 1);
    }

    async fn signing_out_ends_it_at_once(app) {
        let person = app.person(&[Holding::Demandeur]);
        let cookies = Cookies::of(&app, &person.email).await;
        let refused = send(cookies.without_csrf(&app, "POST", "/api/v1/auth/logout")).await;
        assert_eq!((refused.status, refused.code().as_str()), (403, "request.csrf"));
        let out = send(cookies.request(&app, "POST", "/api/v1/auth/logout")).await;
        assert_eq!(out.status, 204);
        assert!(out.cookies().values().all(|(value, attributes)| value.is_empty() && attributes.contains("Max-Age=0")));
        assert_eq!(cookies.get(&app, "/api/v1/me").await.status, 401);
        assert_eq!(Cookies::refresh(&app, &cookies.refresh).await.status, 401);
    }

    async fn a_right_that_was_taken_away_ends_at_once(app) {
        let organisation = app.organisation();
        let person = app.person(&[Holding::Gestionnaire(organisation.id), Holding::Demandeur]);
        let cookies = Cookies::of(&app, &person.email).await;
        let path = format!("/api/v1/organisations/{}/habilitations", organisation.id);
        assert_eq!(cookies.get(&app, &path).await.status, 200);
        let now = app.clock.now();
        app.write(|tx| {
            let profiles = store::profile::of_person(tx.conn, person.id)?;
            let profile = profiles.into_iter().find(|one| one.organisation_id.is_some()).unwrap();
            Ok(store::profile::end(tx.conn, &profile.id, now.into())?)
        });
        assert_eq!(cookies.get(&app, &path).await.status, 404);
        assert_eq!(cookies.get(&app, "/api/v1/me").await.json()["profiles"], json!([{ "kind": "demandeur" }]));
    }

    async fn u5_until_the_first_sign_in_is_done_nothing_else_is_reachable(app) {
        let organisation = app.organisation();
        let person = app.person(&[Holding::Gestionnaire(organisation.id)]);
        app.write(|tx| {
            let row = store::person::touch(tx.conn, person.id, None)?;
            Ok(store::person::save(tx.conn, store::person::Row { onboarded_at: None, ..row })?)
        });
        let cookies = Cookies::of(&app, &person.email).await;
        assert_eq!(cookies.get(&app, "/api/v1/me").await.json()["onboarded"], false);
        let answer = cookies.get(&app, &format!("/api/v1/organisations/{}/habilitations", organisation.id)).await;
        assert_eq!((answer.status, answer.code().as_str()), (403, "onboarding.required"));
    }
}

fn forged(person: PersonId, header: &Header, key: &[u8], exp: i64) -> String {
    let claims = json!({ "sub": person, "sid": "0198c0de-0000-7000-8000-000000000001", "exp": exp });
    jsonwebtoken::encode(header, &claims, &EncodingKey::from_secret(key)).unwrap()
}

both_databases! {
    async fn forged_tokens_are_nobody_s(app) {
        let person = app.person(&[Holding::Demandeur]);
        let real = Cookies::of(&app, &person.email).await.access;
        let parts: Vec<&str> = real.split('.').collect();
        let far = app.clock.now().timestamp() + 3600;
        let derived = app.app.secret.derive("access token");
        let none = "eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0";
        let forgeries = [
            forged(person.id, &Header::new(Algorithm::HS256), b"another key", far),
            forged(person.id, &Header::new(Algorithm::HS512), &derived, far),
            // Ours in form, of no sign-in.
            forged(person.id, &Header::new(Algorithm::HS256), &derived, far),
            format!("{none}.{}.", parts[1]),
            format!("{}.{}.{}", parts[0], parts[1], "AAAA"),
            format!("{}.{}", parts[0], parts[1]),
            real[..real.len() - 2].to_owned(),
            "x".repeat(5000),
            String::new(),
        ];
        for forgery in forgeries {
            let answer = send(request(&app, "GET", "/api/v1/me").bearer_auth(&forgery)).await;
            assert_eq!((answer.status, answer.code().as_str()), (401, "unauthenticated"), "{forgery}");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
        assert_eq!(send(request(&app, "GET", "/api/v1/me").bearer_auth(&real)).await.status, 200);
        assert_eq!(get(&app, "/api/v1/me").await.status, 401);
    }

    async fn forged_refresh_tokens_renew_nothing_and_end_nothing(app) {
        let (person, other) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let cookies = Cookies::of(&app, &person.email).await;
        let theirs = Cookies::of(&app, &other.email).await;
        let real = cookies.refresh.clone();
        let turned: String = real.chars().rev().collect();
        let far = app.clock.now().timestamp() + 3600;
        let derived = app.app.secret.derive("access token");
        let before = app.rows();
        for forgery in [
            String::new(),
            "x".into(),
            "x".repeat(5000),
            "' OR '1'='1".into(),
            real[..real.len() - 1].to_owned(),
            format!("{real}A"),
            real.to_uppercase(),
            turned,
            // Tokens of another kind: our own access tokens, and one that only we could sign.
            cookies.access.clone(),
            theirs.access.clone(),
            forged(person.id, &Header::new(Algorithm::HS256), &derived, far),
        ] {
            let answer = Cookies::refresh(&app, &forgery).await;
            assert_eq!((answer.status, answer.code().as_str()), (401, "unauthenticated"), "{forgery}");
            assert!(answer.cookies().values().all(|(value, _)| value.is_empty()), "{forgery}");
        }
        assert!(app.rows() == before, "nothing was written, and no sign-in ended");
        // A refresh token opens nothing by itself.
        let answer = send(request(&app, "GET", "/api/v1/me").bearer_auth(&real)).await;
        assert_eq!(answer.status, 401);
        let renewed = Cookies::from(&Cookies::refresh(&app, &real).await);
        assert_eq!(renewed.get(&app, "/api/v1/me").await.status, 200);
    }

    async fn a_write_by_cookie_comes_from_a_page_of_ours(app) {
        let story = app.declared().await;
        let cookies = Cookies::of(&app, &story.gestionnaire.email).await;
        let other = Cookies::of(&app, &story.formateur.email).await;
        let write = |csrf: Option<&str>| {
            let request = cookies.without_csrf(&app, "POST", "/api/v1/sessions");
            let request = request.json(&json!({ "habilitation_id": story.habilitation }));
            match csrf {
                Some(csrf) => request.header("X-CSRF-Token", csrf),
                None => request,
            }
        };
        for csrf in [None, Some(""), Some("x"), Some(other.csrf.as_str())] {
            let answer = send(write(csrf)).await;
            assert_eq!((answer.status, answer.code().as_str()), (403, "request.csrf"), "{csrf:?}");
        }
        assert_eq!(send(write(Some(&cookies.csrf))).await.status, 201);
        // Who sends a token in a header is no page that somebody else could have opened.
        let body = json!({ "habilitation_id": story.habilitation });
        let answer =
            send(request(&app, "POST", "/api/v1/sessions").bearer_auth(&cookies.access).json(&body)).await;
        assert_eq!(answer.status, 201);
    }
}
