//! The log: who reads what of it; and who looked at one's data.

use crate::raw::{Answer, Cookies, send};
use forprev_client::Write;
use forprev_core::{actor::InrsRank, query::FormateurQuery};
use forprev_testkit::{Holding, Person, TestApp, both_databases};
use serde_json::Value;

async fn read(app: &TestApp, person: &Person, query: &str) -> Answer {
    Cookies::of(app, &person.email).await.get(app, &format!("/api/v1/audit{query}")).await
}

fn items(answer: &Answer) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["items"].as_array().unwrap().clone()
}

fn texts(items: &[Value], field: &str) -> Vec<String> {
    items.iter().map(|one| one[field].as_str().unwrap_or_default().to_owned()).collect()
}

both_databases! {
    async fn who_reads_what_of_the_log(app) {
        let story = app.declared().await;
        let session = story.certified("2026-11-20").await;
        let elsewhere = app.organisation_in("33000", "33063");
        let agent = app.person(&[Holding::Instructeur(story.organisation.caisse.clone())]);
        let number = story.declarer.list_certificates(session.id).await.unwrap().items[0].number.to_string();
        let revocation = forprev_core::certificate::Revocation { reason: "Erreur".into() };
        app.signed_in(&agent).await.revoke_certificate(&number, &revocation, Write::default()).await.unwrap();

        let of_session = ["create_session", "submit_session", "record_results", "generate_certificates"];
        let actions = |answer: &Answer| texts(&items(answer), "action");
        let own = read(&app, &story.gestionnaire, "?resource_kind=session").await;
        assert_eq!(actions(&own), of_session.iter().rev().copied().collect::<Vec<_>>(), "the newest first");
        let lines = items(&read(&app, &story.gestionnaire, "?action=revoke_certificate").await);
        assert_eq!(texts(&lines, "who"), ["Un agent de la caisse"]);
        assert!(lines[0]["person_id"].is_null() && lines[0]["address"].is_null(), "{lines:?}");
        let lines = items(&read(&app, &story.gestionnaire, "?action=record_results").await);
        assert!(lines[0]["who"].as_str().unwrap().ends_with("Durand") && lines[0]["person_id"].is_string());
        // The formateur reads what they did themselves, with the address it came from.
        let lines = items(&read(&app, &story.formateur, "?resource_kind=session").await);
        assert_eq!(texts(&lines, "action"), ["record_results"]);
        assert_eq!(texts(&lines, "address"), ["127.0.0.1"]);
        assert_eq!(texts(&lines, "sentence"), ["A vérifié une session"]);
        // The caisse and INRS read names.
        for reader in [agent.clone(), app.person(&[Holding::Inrs(InrsRank::Auditor)])] {
            let lines = items(&read(&app, &reader, "?action=revoke_certificate").await);
            assert!(texts(&lines, "who")[0].ends_with("Durand"), "{lines:?}");
            assert_eq!(items(&read(&app, &reader, "?resource_kind=session").await).len(), 4);
        }
        // Another organisation and another caisse: nothing of it. Others: not at all.
        for other in [Holding::Gestionnaire(elsewhere.id), Holding::Instructeur(elsewhere.caisse.clone())] {
            let other = app.person(&[other]);
            assert!(items(&read(&app, &other, "?resource_kind=session").await).is_empty());
        }
        for never in [Holding::Demandeur, Holding::Cnh, Holding::Inrs(InrsRank::Editor)] {
            let answer = read(&app, &app.person(std::slice::from_ref(&never)), "").await;
            assert_eq!((answer.status, answer.code().as_str()), (403, "forbidden"), "{never:?}");
        }
    }

    async fn the_log_is_filtered_paged_and_written_as_csv(app) {
        let story = app.declared().await;
        story.certified("2026-11-20").await;
        app.on("2026-11-25");
        story.draft("2026-11-24").await;
        let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let organisation = story.organisation.id;
        for (query, least) in [
            (format!("?organisation_id={organisation}"), 5),
            (format!("?organisation_id={organisation}&from=2026-11-25"), 1),
            (format!("?organisation_id={organisation}&to=2026-11-24"), 4),
            (format!("?person_id={}&action=create_session", story.gestionnaire.id), 2),
            ("?from=2026-11-26".to_owned(), 0),
        ] {
            let whole = items(&read(&app, &inrs, &query).await);
            assert_eq!(whole.len(), least, "{query}");
        }
        let cookies = Cookies::of(&app, &inrs.email).await;
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = cookies.get(&app, &format!("/api/v1/audit?organisation_id={organisation}&limit=2{cursor}")).await.json();
            seen.extend(page["items"].as_array().unwrap().clone());
            assert_eq!(page["total"], 5);
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, items(&read(&app, &inrs, &format!("?organisation_id={organisation}")).await));
        for (query, status, code) in [
            ("?cursor=nonsense", 400, "request.cursor"),
            ("?from=2026-02-30", 422, "field.date"),
            ("?from=2026-11-02&to=2026-11-01", 422, "field.order"),
            ("?resource_id=7", 422, "field.required"),
            ("?person_id=7", 422, "field.format"),
            ("?limit=0", 422, "field.choice"),
            ("?colour=red", 400, "request.query"),
        ] {
            let answer = read(&app, &inrs, query).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{query}");
        }
        let csv = send(cookies.request(&app, "GET", "/api/v1/audit").header("Accept", "text/csv")).await;
        assert!(csv.header("content-type").starts_with("text/csv"), "{}", csv.text);
        assert!(csv.text.starts_with("at,who,action,sentence,"));
        let all = items(&read(&app, &inrs, "?limit=200").await);
        // Reading signed in once more.
        assert!(csv.text.lines().count() <= all.len() + 1 && csv.text.lines().count() > 5);
        // Never a trainee: not in what is shown, nor in what is kept.
        let kept = app.rows().remove("audit").unwrap().join("\n");
        for name in ["Œuvrard", "Bałut", "Hondt", "Șerban"] {
            assert!(!csv.text.contains(name) && !kept.contains(name), "{name}");
        }
    }

    async fn people_see_who_looked_at_their_data(app) {
        let story = app.declared().await;
        let look_up = FormateurQuery {
            forprev_number: Some(story.formateur.forprev_number.to_string()),
            habilitation_id: Some(story.habilitation.to_string()),
            ..FormateurQuery::default()
        };
        for _ in 0..3 {
            story.declarer.list_formateurs(&look_up).await.unwrap();
        }
        // Looking oneself up is not looked at.
        let both = app.person(&[Holding::Gestionnaire(story.organisation.id), Holding::Formateur(vec!["FORM_SST"])]);
        let own = FormateurQuery { forprev_number: Some(both.forprev_number.to_string()), ..FormateurQuery::default() };
        app.signed_in(&both).await.list_formateurs(&own).await.unwrap();
        assert_eq!(app.rows()["look"].len(), 1);
        app.on("2026-11-24");
        app.signed_in(&story.gestionnaire).await.list_formateurs(&look_up).await.unwrap();
        let answer = Cookies::of(&app, &story.formateur.email).await.get(&app, "/api/v1/me/looks").await;
        let looks = items(&answer);
        assert_eq!(texts(&looks, "day"), ["2026-11-24", "2026-11-23"]);
        assert_eq!(texts(&looks, "what"), ["formateur", "formateur"]);
        assert_eq!(texts(&looks, "on_behalf_of"), [story.organisation.name.as_str(); 2]);
        assert!(texts(&looks, "who").iter().all(|who| who.ends_with("Durand")));
        let answer = Cookies::of(&app, &both.email).await.get(&app, "/api/v1/me/looks").await;
        assert!(items(&answer).is_empty());
    }

    async fn the_same_look_at_once_is_noted_once(app) {
        let story = app.declared().await;
        let look_up = FormateurQuery {
            forprev_number: Some(story.formateur.forprev_number.to_string()),
            ..FormateurQuery::default()
        };
        let (one, two, three) = tokio::join!(
            story.declarer.list_formateurs(&look_up),
            story.declarer.list_formateurs(&look_up),
            story.declarer.list_formateurs(&look_up),
        );
        assert!(one.is_ok() && two.is_ok() && three.is_ok());
        assert_eq!(app.rows()["look"].len(), 1);
    }
}
