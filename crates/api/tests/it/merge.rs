//! A15: two accounts of one person become one, and two again.

use crate::{
    invitations::{self, accept_as, declare, new_user},
    raw::{Answer, Cookies, login},
};
use forprev_app::outbox;
use forprev_client::Write;
use forprev_core::{
    account::own::PasswordAgain,
    actor::InrsRank,
    notification::{PreferencesPatch, ReadUntil},
    query::{FormateurQuery, NotificationQuery},
    session::Comment,
};
use forprev_store as store;
use forprev_testkit::{Holding, PASSWORD, Person, TestApp, both_databases, everybody_passed};
use serde_json::json;
use std::collections::BTreeMap;

async fn inrs(app: &TestApp) -> Cookies {
    Cookies::of(app, &app.person(&[Holding::Inrs(InrsRank::Administrator)]).email).await
}

async fn merge(app: &TestApp, by: &Cookies, from: &Person, into: &Person) -> Answer {
    let body = json!({ "into": into.id, "reason": "Deux comptes" }).to_string();
    by.post(app, &format!("/api/v1/people/{}/merge", from.id), &body).await
}

async fn undo(app: &TestApp, by: &Cookies, from: &Person) -> Answer {
    by.post(app, &format!("/api/v1/people/{}/merge/undo", from.id), "").await
}

/// All that a merge moves; the versions that rise with each change left out.
fn moved(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    let kept = [
        "profile",
        "delegation",
        "qualification",
        "certificate",
        "formateur_known",
        "session",
        "session_formateur",
        "trainee",
        "invitation",
        "mail_preference",
    ];
    let mut rows: BTreeMap<_, _> =
        app.rows().into_iter().filter(|(table, _)| kept.contains(&table.as_str())).collect();
    let people = app.read(|tx| {
        let mut people = store::person::everybody_named(tx.conn, "", 100)?;
        people.iter_mut().for_each(|one| one.version = 0);
        Ok(people
            .into_iter()
            .map(|one| {
                format!("{} {:?} {:?}", one.id, one.email.map(|email| email.key()), one.forprev_number)
            })
            .collect())
    });
    rows.insert("person".into(), people);
    rows
}

both_databases! {
    async fn a15_all_goes_over_and_comes_back(app) {
        let story = app.declared().await;
        let other = app.habilitation(&story.organisation, "SST", 2);
        // Of one organisation twice, one habilitation in common; a formateur twice; one session to verify.
        let old = app.person(&[
            Holding::Delegataire(story.organisation.id, vec![story.habilitation, other]),
            Holding::Formateur(vec!["FORM_SST"]),
            Holding::Demandeur,
        ]);
        let new = app.person(&[
            Holding::Delegataire(story.organisation.id, vec![story.habilitation]),
            Holding::Formateur(vec![]),
        ]);
        let mut declared = story.new_session("2026-11-20", 4);
        declared.formateurs[0].forprev_number = old.forprev_number.to_string();
        let session = story.declarer.create_session(&declared, Write::default()).await.unwrap();
        story.declarer.submit_session(session.id, Write::default()).await.unwrap();
        let own = app.signed_in(&old).await.create_session(&story.new_session("2026-11-19", 4), Write::default()).await.unwrap();

        let by = inrs(&app).await;
        let signed_in = Cookies::of(&app, &old.email).await;
        let before = moved(&app);
        let trial = json!({ "into": new.id, "reason": "Deux comptes" }).to_string();
        let answer = by.post(&app, &format!("/api/v1/people/{}/merge?dry_run=true", old.id), &trial).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(moved(&app), before);
        let answer = merge(&app, &by, &old, &new).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let told = answer.json();
        assert_eq!((&told["profiles"], &told["qualifications"], &told["sessions"]), (&json!(3), &json!(1), &json!(2)), "{told}");
        assert_eq!((&told["email"], &told["undo_until"]), (&json!(false), &json!("2026-12-23")));

        // The old account is closed; its number and its address lead to the person, with their password.
        assert_eq!(signed_in.get(&app, "/api/v1/me").await.status, 401);
        for identifier in [old.forprev_number.to_string(), old.email.clone(), new.email.clone()] {
            let answer = login(&app, &identifier, PASSWORD).await;
            assert_eq!(answer.json()["forprev_number"], new.forprev_number.to_string(), "{identifier}");
            assert_eq!(answer.json()["profiles"].as_array().unwrap().len(), 3);
        }
        let client = app.signed_in(&new).await;
        let me = client.get_me().await.unwrap();
        let delegated = me.profiles.iter().map(|profile| profile.habilitations.len()).max();
        assert_eq!(delegated, Some(2));
        assert_eq!(client.get_session(own.id).await.unwrap().id, own.id);
        let query = FormateurQuery { forprev_number: Some(old.forprev_number.to_string()), ..FormateurQuery::default() };
        let found = story.declarer.list_formateurs(&query).await.unwrap().items;
        assert_eq!((found.len(), &found[0].forprev_number, found[0].qualified), (1, &new.forprev_number, true));
        // Two mails, one to each account.
        for person in [&old, &new] {
            let waiting = app.read(|tx| Ok(store::outbox::waiting_for(tx.conn, person.id)?));
            assert!(waiting.iter().any(|row| row.kind == "account.merged"));
        }

        let answer = undo(&app, &by, &old).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(moved(&app), before);
        let answer = login(&app, old.forprev_number.as_str(), PASSWORD).await;
        assert_eq!(answer.json()["forprev_number"], old.forprev_number.to_string());
        assert_eq!(undo(&app, &by, &old).await.status, 404);
        // And over again.
        assert_eq!(merge(&app, &by, &old, &new).await.status, 200);
    }

    async fn a15_invitations_and_choices_go_over_and_come_back(app) {
        let (here, there) = (app.organisation(), app.organisation());
        let manager = app.person(&[Holding::Gestionnaire(here.id), Holding::Gestionnaire(there.id)]);
        let manager = Cookies::of(&app, &manager.email).await;
        let (old, new) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Formateur(vec![])]));
        declare(&app, &manager, here.id, new_user(&old.email, "gestionnaire", &[])).await;
        let cookies = Cookies::of(&app, &old.email).await;
        let accepted = accept_as(&app, &cookies, &invitations::token(&app, &old.email)).await;
        assert_eq!(accepted.status, 200, "{}", accepted.text);
        let client = app.signed_in(&old).await;
        let weekly = PreferencesPatch { information: Some("weekly".into()), ..PreferencesPatch::default() };
        client.update_preferences(&weekly).await.unwrap();
        declare(&app, &manager, there.id, new_user(&old.email, "gestionnaire", &[])).await;
        let token = invitations::token(&app, &old.email);
        let (by, before) = (inrs(&app).await, moved(&app));
        assert_eq!(merge(&app, &by, &old, &new).await.status, 200);
        let kept = app.signed_in(&new).await;
        assert_eq!(kept.get_preferences().await.unwrap().information.as_str(), "weekly");
        assert!(app.rows()["invitation"].iter().any(|row| row.contains(&new.id.to_string())));
        assert_eq!(undo(&app, &by, &old).await.status, 200);
        assert_eq!(moved(&app), before);
        // What is chosen after a merge stays; what waits at the merged address is for the person who was kept.
        assert_eq!(merge(&app, &by, &old, &new).await.status, 200);
        let never = PreferencesPatch { information: Some("never".into()), ..PreferencesPatch::default() };
        app.signed_in(&new).await.update_preferences(&never).await.unwrap();
        let cookies = Cookies::of(&app, &new.email).await;
        assert_eq!(accept_as(&app, &cookies, &token).await.status, 200);
        assert_eq!(undo(&app, &by, &old).await.status, 200);
        assert_eq!(app.signed_in(&new).await.get_preferences().await.unwrap().information.as_str(), "never");
    }

    async fn a15_messages_looks_and_the_caisse_are_the_kept_persons_and_go_back(app) {
        let story = app.declared().await;
        let (old, new) = (app.person(&[Holding::Gestionnaire(story.organisation.id)]), app.person(&[Holding::Demandeur]));
        app.write(|tx| {
            let told = json!({ "what": "gestionnaire", "organisation": story.organisation.name });
            outbox::put(tx, outbox::Kind::UserAdded, Some(old.id), None, Some(story.organisation.id), told)?;
            store::caisse_choice::put(tx.conn, old.id, "RENNES", tx.today)?;
            let row = store::person::touch(tx.conn, old.id, None)?;
            let caisse_code = Some("RENNES".to_owned());
            Ok(store::person::save(tx.conn, store::person::Row { caisse_code, ..row })?)
        });
        let by = inrs(&app).await;
        by.get(&app, &format!("/api/v1/people/{}", old.id)).await;
        // Unread, what was chosen, and who looked: as each sees it.
        let sees = async |person: &Person| {
            let client = app.signed_in(person).await;
            let unread = NotificationQuery { unread: Some(true), ..NotificationQuery::default() };
            let unread = client.list_notifications(&unread).await.unwrap().items;
            let me = client.get_me().await.unwrap();
            let looks = Cookies::of(&app, &person.email).await.get(&app, "/api/v1/me/looks").await.json();
            let records = looks["items"].as_array().unwrap().iter().filter(|one| one["what"] == "record").count();
            (unread.iter().filter(|one| one.kind == "user.added").count(), me.caisse, me.caisses.len(), records)
        };
        let (all, nothing) = ((1, Some("RENNES".to_owned()), 1, 1), (0, None, 0, 0));
        assert_eq!((sees(&old).await, sees(&new).await), (all.clone(), nothing.clone()));
        assert_eq!(merge(&app, &by, &old, &new).await.status, 200);
        assert_eq!(sees(&new).await, all);
        assert_eq!(undo(&app, &by, &old).await.status, 200);
        assert_eq!((sees(&old).await, sees(&new).await), (all, nothing));
        // What the kept person read since is read.
        assert_eq!(merge(&app, &by, &old, &new).await.status, 200);
        let client = app.signed_in(&new).await;
        client.read_notifications(&ReadUntil { until: app.clock.now() }).await.unwrap();
        assert_eq!(undo(&app, &by, &old).await.status, 200);
        assert_eq!(sees(&old).await.0, 0);
    }

    async fn a15_who_closes_an_account_closes_what_was_merged_into_it(app) {
        let (first, second) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let kept = app.person(&[Holding::Formateur(vec!["FORM_SST"])]);
        let by = inrs(&app).await;
        assert_eq!(merge(&app, &by, &first, &second).await.status, 200);
        assert_eq!(merge(&app, &by, &second, &kept).await.status, 200);
        let who = Cookies::of(&app, &kept.email).await;
        let body = json!({ "password": PASSWORD }).to_string();
        assert_eq!(who.post(&app, "/api/v1/me/close", &body).await.status, 204);
        let people = app.rows()["person"].join("\n");
        for one in [&first, &second, &kept] {
            assert!(!people.contains(&one.email), "{}", one.email);
            assert_eq!(login(&app, &one.email, PASSWORD).await.code(), "sign_in.failed");
        }
        let answer = undo(&app, &by, &second).await;
        assert_eq!((answer.status, answer.code().as_str()), (409, "merge.changed"));
    }

    async fn a15_who_was_merged_verifies_what_they_led(app) {
        let story = app.declared().await;
        let kept = app.person(&[Holding::Formateur(vec![]), Holding::Gestionnaire(story.organisation.id)]);
        let session = story.submitted("2026-11-20").await;
        app.write(|tx| {
            let no = forprev_core::parameters::ParameterVersion {
                name: "same_person_may_sign_twice".into(),
                holds_from: "2026-11-01".parse().unwrap(),
                value: false.into(),
            };
            Ok(store::parameter::set(tx.conn, &no)?)
        });
        let by = inrs(&app).await;
        assert_eq!(merge(&app, &by, &story.formateur, &kept).await.status, 200);
        let client = app.signed_in(&kept).await;
        let why = Comment { comment: "Une date est fausse.".into() };
        client.return_session(session.id, &why, Write::default()).await.unwrap();
        // The number of before still names them.
        story.declarer.submit_session(session.id, Write::default()).await.unwrap();
        let verified = client.record_results(session.id, &everybody_passed(&session), Write::default()).await.unwrap();
        // S13: one person signs once, whatever the account.
        let twice = client.generate_certificates(verified.id, Write::default()).await.unwrap_err();
        assert_eq!(twice.code().unwrap().as_str(), "double_validation.same_person");
        story.declarer.generate_certificates(verified.id, Write::default()).await.unwrap();
    }

    async fn a15_an_address_goes_to_who_had_none(app) {
        let old = app.person(&[Holding::Demandeur]);
        let new = app.person(&[Holding::Formateur(vec!["FORM_SST"])]);
        app.write(|tx| {
            let row = store::person::touch(tx.conn, new.id, None)?;
            Ok(store::person::save(tx.conn, store::person::Row { email: None, email_key: None, ..row })?)
        });
        let (by, before) = (inrs(&app).await, moved(&app));
        let told = merge(&app, &by, &old, &new).await.json();
        assert_eq!(told["email"], true);
        assert_eq!(login(&app, &old.email, PASSWORD).await.json()["forprev_number"], new.forprev_number.to_string());
        assert_eq!(undo(&app, &by, &old).await.status, 200);
        assert_eq!(moved(&app), before);
        // Where the person changed it since, it does not come back.
        merge(&app, &by, &old, &new).await;
        app.write(|tx| {
            let row = store::person::touch(tx.conn, new.id, None)?;
            let email = "autre@test.example".parse().ok();
            let email_key = Some("autre@test.example".to_owned());
            Ok(store::person::save(tx.conn, store::person::Row { email, email_key, ..row })?)
        });
        let answer = undo(&app, &by, &old).await;
        assert_eq!((answer.status, answer.code().as_str()), (409, "merge.changed"));
    }

    async fn a15_what_is_refused(app) {
        let (one, two, three) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]), app.person(&[Holding::Demandeur]));
        let by = inrs(&app).await;
        let code = |answer: Answer| (answer.status, answer.code());
        assert_eq!(code(merge(&app, &by, &one, &one).await), (422, "merge.self".into()));
        let path = format!("/api/v1/people/{}/merge", one.id);
        assert_eq!(code(by.post(&app, &path, "{}").await), (422, "field.required".into()));
        let nobody = json!({ "into": "0198c0de-0000-7000-8000-00000000abcd", "reason": "x" }).to_string();
        assert_eq!(code(by.post(&app, &path, &nobody).await), (422, "field.reference".into()));
        assert_eq!(code(undo(&app, &by, &one).await), (404, "not_found".into()));
        // Into a closed account nothing goes: nobody could use it, nor open it again.
        let gone = app.person(&[Holding::Demandeur]);
        let again = PasswordAgain { password: PASSWORD.into() };
        app.signed_in(&gone).await.close_my_account(&again).await.unwrap();
        let before = app.rows();
        assert_eq!(code(merge(&app, &by, &one, &gone).await), (422, "field.reference".into()));
        assert_eq!(app.rows()["profile"], before["profile"]);
        // Nobody becomes an agent, nor an agent somebody else, by a merge; and nobody merges with themselves.
        let agent = app.person(&[Holding::Instructeur("RENNES".into())]);
        assert_eq!(code(merge(&app, &by, &agent, &one).await), (409, "merge.agent".into()));
        assert_eq!(code(merge(&app, &by, &one, &agent).await), (409, "merge.agent".into()));
        let me = app.person(&[Holding::Inrs(forprev_core::actor::InrsRank::Administrator)]);
        let mine = Cookies::of(&app, &me.email).await;
        assert_eq!(code(merge(&app, &mine, &one, &me).await), (403, "forbidden".into()));
        assert_eq!(merge(&app, &by, &one, &two).await.status, 200);
        assert_eq!(code(merge(&app, &by, &one, &three).await), (409, "merge.already".into()));
        assert_eq!(code(merge(&app, &by, &three, &one).await), (409, "merge.already".into()));
        // Who was kept may be merged later: the first number leads to the last person.
        assert_eq!(merge(&app, &by, &two, &three).await.status, 200);
        let answer = login(&app, one.forprev_number.as_str(), PASSWORD).await;
        assert_eq!(answer.json()["forprev_number"], three.forprev_number.to_string());
        // What went on from the second to the third cannot go back to the first.
        assert_eq!(code(undo(&app, &by, &one).await), (409, "merge.changed".into()));
        app.on("2026-12-23");
        let by = inrs(&app).await;
        assert_eq!(undo(&app, &by, &two).await.status, 200);
        app.on("2026-12-24");
        let by = inrs(&app).await;
        assert_eq!(code(undo(&app, &by, &one).await), (409, "merge.too_late".into()));
        for holding in [Holding::Inrs(InrsRank::Auditor), Holding::Instructeur("RENNES".into()), Holding::Cnh] {
            if matches!(holding, Holding::Instructeur(_)) {
                continue;
            }
            let other = Cookies::of(&app, &app.person(&[holding]).email).await;
            assert_eq!(code(merge(&app, &other, &two, &three).await), (403, "forbidden".into()));
        }
    }

    async fn a15_of_two_merges_at_once_one_is_done(app) {
        let (one, two) = (app.person(&[Holding::Demandeur]), app.person(&[Holding::Formateur(vec!["FORM_SST"])]));
        let (a, b) = (inrs(&app).await, inrs(&app).await);
        for round in 0..3 {
            let (first, second) = tokio::join!(merge(&app, &a, &one, &two), merge(&app, &b, &two, &one));
            let mut statuses = [first.status, second.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409], "round {round}: {} {}", first.text, second.text);
            let merged = if first.status == 200 { &one } else { &two };
            let (first, second) = tokio::join!(undo(&app, &a, merged), undo(&app, &b, merged));
            let mut statuses = [first.status, second.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 404], "round {round}: {} {}", first.text, second.text);
        }
    }
}
