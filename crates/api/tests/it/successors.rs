//! E10: an organisation that nobody manages any more gets a gestionnaire, on proof.

use crate::{
    invitations::{accept, mails, open, token},
    raw::{Answer, Cookies, login},
};
use forprev_core::{actor::InrsRank, id::OrganisationId, query::NotificationQuery};
use forprev_store as store;
use forprev_testkit::{Holding, TestApp, both_databases};
use serde_json::{Value, json};

const PASSWORD: &str = "une phrase assez longue";
const REASON: &str = "Extrait Kbis du 20 novembre 2026 : nouveau dirigeant.";

fn siret(app: &TestApp, of: OrganisationId) -> String {
    app.read(|tx| Ok(store::organisation::find(tx.conn, of)?.siret.to_string()))
}

fn successor(siret: &str) -> Value {
    json!({
        "siret": siret, "last_name": "Petit", "first_name": "Léa", "birth_date": "1980-05-17",
        "email": "lea@test.example", "reason": REASON,
    })
}

async fn name(app: &TestApp, by: &Cookies, query: &str, body: &Value) -> Answer {
    by.post(app, &format!("/api/v1/successors{query}"), &body.to_string()).await
}

both_databases! {
    async fn e10_a_caisse_names_a_successor_where_nobody_is_left(app) {
        let organisation = app.organisation();
        let agent = app.person(&[Holding::Instructeur(organisation.caisse.clone())]);
        let agent = Cookies::of(&app, &agent.email).await;
        let body = successor(&siret(&app, organisation.id));
        let before = app.rows();
        let tried = name(&app, &agent, "?dry_run=true", &body).await;
        assert_eq!(tried.status, 200, "{}", tried.text);
        assert_eq!(app.rows(), before, "the first step writes nothing");
        let told = name(&app, &agent, "", &body).await;
        assert_eq!(told.status, 201, "{}", told.text);
        assert_eq!(told.json(), json!({
            "organisation_id": organisation.id, "organisation_name": organisation.name, "city": "Nantes",
            "gestionnaires": 0, "known": false, "expires_at": "2026-11-28T08:00:00Z",
        }));
        let line = app.rows()["audit"].iter().find(|row| row.contains("name_successor")).cloned().unwrap();
        assert!(line.contains(REASON) && !line.contains("Petit") && !line.contains("lea@"), "{line}");
        // An invitation like the others; named once more, it is replaced.
        let first = token(&app, "lea@test.example");
        app.clock.advance(chrono::Duration::days(6));
        let agent = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let agent = Cookies::of(&app, &agent.email).await;
        assert_eq!(name(&app, &agent, "", &body).await.status, 201);
        assert_eq!(open(&app, &first).await.code(), "invitation.cancelled");
        let second = token(&app, "lea@test.example");
        let accepted = accept(&app, &second, Some(PASSWORD)).await;
        assert_eq!(accepted.status, 200, "{}", accepted.text);
        let me = login(&app, "lea@test.example", PASSWORD).await.json();
        let profile = &me["profiles"][0];
        assert_eq!((&profile["kind"], &profile["organisation_id"]), (&json!("gestionnaire"), &json!(organisation.id)));
        let again = name(&app, &agent, "", &body).await;
        assert_eq!((again.status, again.code().as_str()), (409, "user.exists"));
    }

    async fn e10_those_who_manage_are_told(app) {
        let story = app.declared().await;
        let agent = app.person(&[Holding::Instructeur(story.organisation.caisse.clone())]);
        let agent = Cookies::of(&app, &agent.email).await;
        let told = name(&app, &agent, "", &successor(&siret(&app, story.organisation.id))).await;
        assert_eq!((told.status, &told.json()["gestionnaires"]), (201, &json!(1)), "{}", told.text);
        let mail = mails(&app, "successor.named");
        assert_eq!(mail.iter().map(|row| row.person_id).collect::<Vec<_>>(), [Some(story.gestionnaire.id)]);
        let list = story.declarer.list_notifications(&NotificationQuery::default()).await.unwrap();
        assert_eq!(list.items[0].title, format!("Nouveau gestionnaire invité de {}", story.organisation.name));
        assert!(!list.items[0].text.contains("Petit"), "{}", list.items[0].text);
        // They see whom, and may cancel it.
        let theirs = Cookies::of(&app, &story.gestionnaire.email).await;
        let path = format!("/api/v1/organisations/{}/users?state=invited", story.organisation.id);
        assert_eq!(theirs.get(&app, &path).await.json()["items"][0]["last_name"], "Petit");
    }

    async fn e10_who_may_not(app) {
        let organisation = app.organisation();
        let elsewhere = app.organisation_in("33000", "33063");
        let habilitation = app.habilitation(&organisation, "SST", 1);
        let (here, there) = (siret(&app, organisation.id), siret(&app, elsewhere.id));
        let (forbidden, unknown) = (Some((403, "forbidden")), Some((404, "organisation.unknown")));
        for (who, holding, siret, refused) in [
            ("instructeur", Holding::Instructeur(organisation.caisse.clone()), &here, None),
            ("instructeur of another caisse", Holding::Instructeur(elsewhere.caisse.clone()), &here, unknown),
            ("instructeur, elsewhere", Holding::Instructeur(organisation.caisse.clone()), &there, unknown),
            ("INRS", Holding::Inrs(InrsRank::Administrator), &there, None),
            ("INRS, nobody's", Holding::Inrs(InrsRank::Administrator), &"73282932000074".to_owned(), unknown),
            ("editor", Holding::Inrs(InrsRank::Editor), &here, forbidden),
            ("auditor", Holding::Inrs(InrsRank::Auditor), &here, forbidden),
            ("gestionnaire", Holding::Gestionnaire(organisation.id), &here, forbidden),
            ("délégataire", Holding::Delegataire(organisation.id, vec![habilitation]), &here, forbidden),
            ("formateur", Holding::Formateur(vec!["FORM_SST"]), &here, forbidden),
            ("CNH", Holding::Cnh, &here, forbidden),
        ] {
            let by = Cookies::of(&app, &app.person(&[holding]).email).await;
            let answer = name(&app, &by, "?dry_run=true", &successor(siret)).await;
            let told = (answer.status >= 400).then(|| (answer.status, answer.code()));
            assert_eq!(told, refused.map(|(status, code)| (status, code.to_owned())), "{who}");
        }
        let by = Cookies::of(&app, &app.person(&[Holding::Inrs(InrsRank::Administrator)]).email).await;
        for (change, fault) in [
            (json!({ "siret": "" }), "field.required /siret"),
            (json!({ "siret": "73282932000075" }), "siret.invalid /siret"),
            (json!({ "reason": " " }), "field.required /reason"),
            (json!({ "birth_date": "2026-11-24" }), "person.birth_date /birth_date"),
        ] {
            let mut body = successor(&here);
            body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let answer = name(&app, &by, "", &body).await;
            let told = &answer.json()["errors"][0];
            let told = format!("{} {}", told["code"].as_str().unwrap(), told["pointer"].as_str().unwrap());
            assert_eq!((answer.status, told.as_str()), (422, fault));
        }
    }
}
