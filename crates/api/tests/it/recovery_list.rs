//! A15: who reads which recoveries of access, and what is asked of who decides (A14).

use crate::raw::{Answer, Cookies, send};
use chrono::Duration;
use forprev_core::{actor::InrsRank, id::PersonId, recovery::RecoveryState};
use forprev_store::{self as store, account_recovery::Row};
use forprev_testkit::{Holding, TestApp, both_databases};
use serde_json::{Value, json};
use uuid::Uuid;

async fn agent(app: &TestApp, holding: Holding) -> Cookies {
    Cookies::of(app, &app.person(&[holding]).email).await
}

/// A recovery that is over, or one that waits for a second agent: its identifier.
fn recovery(app: &TestApp, of: PersonId, by: PersonId, state: RecoveryState) -> String {
    let (id, now) = (Uuid::now_v7().to_string(), app.clock.now());
    let row = Row {
        id: id.clone(),
        person_id: of,
        state,
        email: state.is_open().then(|| "nouvelle@test.example".parse().unwrap()),
        reason: "Carte vue au guichet".into(),
        without_second_factors: false,
        refusal_digest: id.clone(),
        opened_by: by,
        opened_at: now.into(),
        confirmed_by: None,
        confirmed_at: None,
        due_at: (now + Duration::days(7)).into(),
        ended_at: (!state.is_open()).then(|| now.into()),
    };
    app.write(|tx| Ok(store::account_recovery::insert(tx.conn, row.clone())?));
    id
}

/// All that somebody reads, in pages of this size.
async fn read(app: &TestApp, by: &Cookies, limit: usize) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    loop {
        let answer = by.get(app, &format!("/api/v1/recoveries?limit={limit}{cursor}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let page = answer.json();
        items.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next_cursor"].as_str() else {
            assert_eq!(page["total"], items.len());
            return items;
        };
        cursor = format!("&cursor={next}");
    }
}

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().map(|one| one["id"].as_str().unwrap()).collect()
}

fn told(answer: &Answer) -> (u16, String) {
    (answer.status, if answer.status < 400 { String::new() } else { answer.code() })
}

both_databases! {
    async fn a15_each_reads_those_of_the_people_whom_they_help_a_page_at_a_time(app) {
        let (here, there) = (app.organisation(), app.organisation_in("33000", "33063"));
        let by = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let user = app.person(&[Holding::Gestionnaire(here.id)]);
        let of_both = app.person(&[Holding::Gestionnaire(here.id), Holding::Delegataire(there.id, vec![])]);
        let formateur = app.person(&[Holding::Formateur(vec!["FORM_SST"])]);
        // Who chose a caisse and holds nothing is of none; who left an organisation neither.
        let chose = app.person(&[Holding::Demandeur]);
        let left = app.person(&[Holding::Gestionnaire(here.id)]);
        app.write(|tx| {
            let row = store::person::touch(tx.conn, chose.id, None)?;
            let caisse_code = Some(here.caisse.clone());
            store::person::save(tx.conn, store::person::Row { caisse_code, ..row })?;
            for profile in store::profile::of_person(tx.conn, left.id)? {
                store::profile::end(tx.conn, &profile.id, tx.now.into())?;
            }
            Ok(())
        });
        let caisse = app.read(|tx| Ok(store::person::find(tx.conn, formateur.id)?)).caisse_code.unwrap();
        let mut all = Vec::new();
        for round in 0..5 {
            for person in [&user, &of_both, &formateur, &chose, &left] {
                let state = if round == 4 { RecoveryState::Asked } else { RecoveryState::Expired };
                all.push((person.id, recovery(&app, person.id, by.id, state)));
            }
        }
        let of = |people: &[PersonId]| -> Vec<String> {
            all.iter().rev().filter(|(one, _)| people.contains(one)).map(|(_, id)| id.clone()).collect()
        };
        let everybody = [user.id, of_both.id, formateur.id, chose.id, left.id];
        for (holding, people) in [
            (Holding::Inrs(InrsRank::Administrator), everybody.to_vec()),
            (Holding::Inrs(InrsRank::Auditor), everybody.to_vec()),
            (Holding::Instructeur(here.caisse.clone()), vec![user.id, of_both.id]),
            (Holding::Instructeur(there.caisse.clone()), vec![of_both.id]),
            (Holding::Instructeur(caisse), vec![formateur.id]),
        ] {
            let who = format!("{holding:?}");
            let reader = agent(&app, holding).await;
            for limit in [1, 3, 200] {
                assert_eq!(ids(&read(&app, &reader, limit).await), of(&people), "{who}, {limit}");
            }
        }
        for holding in [Holding::Cnh, Holding::Inrs(InrsRank::Editor), Holding::Gestionnaire(here.id)] {
            let reader = agent(&app, holding).await;
            assert_eq!(told(&reader.get(&app, "/api/v1/recoveries").await), (403, "forbidden".into()));
        }
        let reader = agent(&app, Holding::Inrs(InrsRank::Auditor)).await;
        assert_eq!(told(&reader.get(&app, "/api/v1/recoveries?cursor=x").await), (400, "request.cursor".into()));
    }

    async fn a15_an_auditor_reads_what_waits_and_changes_nothing(app) {
        let organisation = app.organisation();
        let (by, person) = (app.person(&[Holding::Inrs(InrsRank::Administrator)]), app.person(&[Holding::Gestionnaire(organisation.id)]));
        let waits = recovery(&app, person.id, by.id, RecoveryState::Asked);
        let auditor = agent(&app, Holding::Inrs(InrsRank::Auditor)).await;
        let page = read(&app, &auditor, 50).await;
        assert_eq!((&page[0]["can_confirm"], &page[0]["can_cancel"]), (&json!(false), &json!(false)), "{page:?}");
        for step in ["confirm", "cancel"] {
            let answer = auditor.post(&app, &format!("/api/v1/recoveries/{waits}/{step}"), "").await;
            assert_eq!(told(&answer), (403, "forbidden".into()));
        }
        let body = json!({ "email": "autre@test.example", "reason": "x" }).to_string();
        let answer = auditor.post(&app, &format!("/api/v1/people/{}/recoveries", person.id), &body).await;
        assert_eq!(told(&answer), (403, "forbidden".into()));
        assert_eq!(auditor.get(&app, "/api/v1/tasks").await.json()["total"], 0);
        // Who was shown sees it, and that it was INRS.
        let looks = Cookies::of(&app, &person.email).await.get(&app, "/api/v1/me/looks").await.json();
        assert_eq!((&looks["items"][0]["what"], &looks["items"][0]["on_behalf_of"]), (&json!("record"), &json!("INRS")));
    }

    async fn a14_merges_and_corrections_ask_who_one_is_again(app) {
        let by = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let (old, new) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let signed_in = Cookies::of(&app, &by.email).await;
        app.clock.advance(Duration::minutes(15));
        let long_ago = Cookies::from(&Cookies::refresh(&app, &signed_in.refresh).await);
        let body = json!({ "into": new.id, "reason": "Deux comptes" }).to_string();
        let merge = format!("/api/v1/people/{}/merge", old.id);
        let correct = async |by: &Cookies, path: &str| {
            let record = by.get(&app, &format!("/api/v1/people/{}", new.id)).await.json();
            let body = json!({ "first_name": "Maëlle", "reason": "Acte de naissance" });
            let request = by.request(&app, "PATCH", path).json(&body);
            send(request.header("If-Match", format!("\"{}\"", record["version"]))).await
        };
        let identity = format!("/api/v1/people/{}/identity", new.id);
        let asks = (403, "step_up.required".to_owned());
        let before = app.rows()["person"].clone();
        assert_eq!(told(&long_ago.post(&app, &merge, &body).await), asks);
        assert_eq!(told(&correct(&long_ago, &identity).await), asks);
        assert_eq!(app.rows()["person"], before);
        // A trial changes nothing, and asks nobody.
        assert_eq!(told(&long_ago.post(&app, &format!("{merge}?dry_run=true"), &body).await), (200, String::new()));
        assert_eq!(told(&correct(&long_ago, &format!("{identity}?dry_run=true")).await), (200, String::new()));
        let password = json!({ "password": forprev_testkit::PASSWORD }).to_string();
        assert_eq!(told(&long_ago.post(&app, "/api/v1/me/step-up", &password).await), (200, String::new()));
        assert_eq!(told(&long_ago.post(&app, &merge, &body).await), (200, String::new()));
        assert_eq!(told(&correct(&long_ago, &identity).await), (200, String::new()));
        app.clock.advance(Duration::minutes(15));
        let later = Cookies::from(&Cookies::refresh(&app, &long_ago.refresh).await);
        assert_eq!(told(&later.post(&app, &format!("{merge}/undo"), "").await), asks);
        assert_eq!(told(&later.post(&app, "/api/v1/me/step-up", &password).await), (200, String::new()));
        assert_eq!(told(&later.post(&app, &format!("{merge}/undo"), "").await), (200, String::new()));
    }
}
