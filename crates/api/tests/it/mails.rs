//! What people are told, on their dashboard and by mail (U6, I1–I9).

use crate::{raw, refusal::code};
use forprev_app::{
    mail::{Bounce, Refusal, record_bounce},
    outbox::{self, Kind},
};
use forprev_client::Write;
use forprev_core::{
    actor::InrsRank,
    mail::MailState,
    notification::{PreferencesPatch, ReadUntil},
    query::{MailQuery, NotificationQuery},
    support::Merge,
};
use forprev_store as store;
use forprev_testkit::{Holding, both_databases};
use serde_json::json;

fn wants(actions: &str) -> PreferencesPatch {
    PreferencesPatch { actions: Some(actions.into()), ..PreferencesPatch::default() }
}

both_databases! {
    async fn each_step_of_a_session_is_told_to_whose_turn_it_is(app) {
        let declared = app.declared().await;
        declared.certified("2026-11-20").await;
        let letters = app.letters();
        let seen: Vec<_> = letters.iter().map(|letter| (letter.to.as_str(), letter.subject.as_str())).collect();
        let (lead, declarer) = (declared.formateur.email.as_str(), declared.gestionnaire.email.as_str());
        // What is over by then is not told: the session was verified and certified at once.
        assert_eq!(seen, [
            (declarer, "Session SST niveau 1 : certificats générés"),
            (lead, "Session SST niveau 1 : certificats générés"),
        ]);
        let letter = &letters[0];
        assert!(letter.text.contains("/sessions/") && letter.html.contains("<html lang=\"fr\">"));
        assert!(letter.text.contains("du 20 novembre 2026 à Nantes"), "{}", letter.text);
        for name in ["Œuvrard", "Bałut", "Hondt", "Șerban"] {
            assert!(!letter.text.contains(name) && !letter.html.contains(name), "a trainee in a mail");
        }
        // The dashboard shows all of it, and is read.
        let list = declared.lead.list_notifications(&NotificationQuery::default()).await.unwrap();
        let titles: Vec<_> = list.items.iter().map(|one| (one.title.as_str(), one.read)).collect();
        assert_eq!(titles, [
            ("Session SST niveau 1 : certificats générés", false),
            ("Session SST niveau 1 à vérifier", false),
        ]);
        assert_eq!(declared.lead.count_unread().await.unwrap().unread, 2);
        let left = declared.lead.read_notifications(&ReadUntil { until: app.clock.now() }).await.unwrap();
        assert_eq!(left.unread, 0);
        let unread = NotificationQuery { unread: Some(true), ..NotificationQuery::default() };
        assert_eq!(declared.lead.list_notifications(&unread).await.unwrap().total, 0);
        assert_eq!(declared.declarer.count_unread().await.unwrap().unread, 2, "each has their own");
    }

    async fn i7_a_digest_leaves_at_seven_with_what_still_holds_and_nothing_leaves_when_it_is_empty(app) {
        let declared = app.declared().await;
        declared.lead.update_preferences(&wants("daily")).await.unwrap();
        declared.submitted("2026-11-19").await;
        declared.submitted("2026-11-20").await;
        let verified = declared.verified("2026-11-21").await;
        let at_once: Vec<_> = app.letters().into_iter().map(|letter| letter.to).collect();
        assert_eq!(at_once, std::slice::from_ref(&declared.gestionnaire.email), "the formateur waits for seven o'clock");
        app.clock.set("2026-11-24T05:59:59Z".parse().unwrap());
        assert!(app.letters().is_empty());
        app.clock.set("2026-11-24T06:00:10Z".parse().unwrap());
        let letters = app.letters();
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].subject, "Forprev : 2 messages");
        assert!(!letters[0].text.contains(&verified.id.to_string()), "verified since: nothing to tell");
        app.clock.set("2026-11-25T06:00:10Z".parse().unwrap());
        assert!(app.letters().is_empty(), "nothing to tell, no mail");
    }

    async fn i7_a_digest_is_grouped_by_organisation(app) {
        let (one, other) = (app.organisation(), app.organisation());
        let person = app.person(&[Holding::Gestionnaire(one.id), Holding::Gestionnaire(other.id)]);
        let daily = PreferencesPatch {
            alerts: Some("daily".into()), information: Some("daily".into()), ..PreferencesPatch::default()
        };
        app.signed_in(&person).await.update_preferences(&daily).await.unwrap();
        for (kind, of, what) in [
            (Kind::UserAdded, Some(other.id), "premier"),
            (Kind::UserAdded, Some(one.id), "deuxième"),
            (Kind::QualificationExpiring, None, "troisième"),
            (Kind::UserRemoved, Some(other.id), "quatrième"),
        ] {
            app.write(|tx| outbox::put(tx, kind, Some(person.id), None, of, json!({ "what": what })));
        }
        assert!(app.letters().iter().all(|letter| letter.to != person.email));
        app.clock.set("2026-11-24T06:00:10Z".parse().unwrap());
        let letters = app.letters();
        let letter = letters.iter().find(|letter| letter.to == person.email).unwrap();
        let place = |text: &str| letter.text.find(text).unwrap_or_else(|| panic!("{text}: {}", letter.text));
        let (first, last) = (format!("== {} ==", one.name), format!("== {} ==", other.name));
        let order = ["troisième", &first, "deuxième", &last, "premier", "quatrième"].map(place);
        assert!(order.is_sorted(), "{}", letter.text);
        assert_eq!(letter.text.matches(&last).count(), 1);
        assert_eq!(letter.html.matches("<h2").count(), 3, "two organisations, and what is about none");
    }

    async fn i7_two_organisations_of_one_name_are_two_groups(app) {
        let (one, other) = (app.organisation(), app.organisation());
        for of in [one.id, other.id] {
            app.write(|tx| {
                let row = store::organisation::touch(tx.conn, of, None)?;
                let raison_sociale = "Formation Ouest".to_owned();
                Ok(store::organisation::save(tx.conn, store::organisation::Row { raison_sociale, ..row })?)
            });
        }
        let person = app.person(&[Holding::Gestionnaire(one.id), Holding::Gestionnaire(other.id)]);
        let daily = PreferencesPatch { information: Some("daily".into()), ..PreferencesPatch::default() };
        app.signed_in(&person).await.update_preferences(&daily).await.unwrap();
        // Written in turns, and one of them when it had another name.
        for (of, what, named) in [
            (other.id, "premier", None),
            (one.id, "deuxième", Some("Ancien nom")),
            (other.id, "troisième", None),
            (one.id, "quatrième", None),
        ] {
            let payload = json!({ "what": what, "organisation": named });
            app.write(|tx| outbox::put(tx, Kind::UserAdded, Some(person.id), None, Some(of), payload.clone()));
        }
        app.clock.set("2026-11-24T06:00:10Z".parse().unwrap());
        let letters = app.letters();
        let letter = letters.iter().find(|letter| letter.to == person.email).unwrap();
        assert_eq!(letter.text.matches("== Formation Ouest ==").count(), 2, "{}", letter.text);
        assert_eq!(letter.html.matches("Formation Ouest</h2>").count(), 2);
        let place = |text: &str| letter.text.find(text).unwrap_or_else(|| panic!("{text}: {}", letter.text));
        let second = letter.text.rfind("== Formation Ouest ==").unwrap();
        let of_one = [place("deuxième") < second, place("quatrième") < second];
        let of_other = [place("premier") < second, place("troisième") < second];
        assert!(of_one[0] == of_one[1] && of_other[0] == of_other[1] && of_one != of_other, "{}", letter.text);
    }

    async fn u6_mails_are_refused_by_category_with_one_click_and_the_dashboard_tells_all_the_same(app) {
        let declared = app.declared().await;
        declared.submitted("2026-11-19").await;
        let letter = app.letters().remove(0);
        let address = letter.unsubscribe.unwrap();
        let token = address.rsplit('/').next().unwrap().to_owned();
        assert!(letter.text.contains("/desabonnement#"));
        // RFC 8058: no sign-in, no cookie, a form as the body.
        let answer = raw::http()
            .post(format!("{}/api/v1/unsubscribe/{token}", app.url()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body("List-Unsubscribe=One-Click")
            .send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let chosen = declared.lead.get_preferences().await.unwrap();
        assert_eq!((chosen.actions.as_str(), chosen.alerts.as_str()), ("never", "at_once"));
        declared.submitted("2026-11-20").await;
        assert!(app.letters().is_empty());
        assert_eq!(declared.lead.count_unread().await.unwrap().unread, 2);
        for wrong in [token.replace(&token[..4], "AAAA"), "x".into(), token[..20].to_owned()] {
            assert_eq!(code(app.client().unsubscribe(&wrong).await), "unsubscribe.unknown", "{wrong}");
        }
        assert_eq!(code(declared.lead.update_preferences(&wants("hourly")).await), "field.choice");
    }

    async fn a15_a_link_mailed_to_a_merged_account_stops_the_mails_of_who_was_kept(app) {
        let declared = app.declared().await;
        declared.submitted("2026-11-19").await;
        let token = app.letters().remove(0).unsubscribe.unwrap().rsplit('/').next().unwrap().to_owned();
        let kept = app.person(&[Holding::Demandeur]);
        let inrs = app.signed_in(&app.person(&[Holding::Inrs(InrsRank::Administrator)])).await;
        let merge = Merge { into: kept.id.to_string(), reason: "Deux comptes".into() };
        inrs.merge_person(declared.formateur.id, &merge, Write::default()).await.unwrap();
        app.client().unsubscribe(&token).await.unwrap();
        let chosen = app.signed_in(&kept).await.get_preferences().await.unwrap();
        assert_eq!((chosen.actions.as_str(), chosen.alerts.as_str()), ("never", "at_once"));
    }

    async fn what_the_mail_server_does_not_take_is_tried_for_three_days_and_seen(app) {
        let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let inrs = app.signed_in(&inrs).await;
        let declared = app.declared().await;
        let session = declared.submitted("2026-11-19").await;
        app.post.refuse(Some(Refusal { for_good: false, words: "SMTP 451".into() }));
        assert!(app.letters().is_empty());
        let mails = inrs.list_mails(&MailQuery::default()).await.unwrap();
        let mail = &mails.items[0];
        assert_eq!((mail.state, mail.attempts, mail.last_error.as_deref()), (MailState::Waiting, 1, Some("SMTP 451")));
        assert_eq!(mail.to, "p•••@test.example");
        let began = app.clock.now();
        for _ in 0..200 {
            app.clock.set(app.clock.now() + chrono::Duration::minutes(30));
            drop(app.letters());
        }
        let given_up = inrs.list_mails(&MailQuery { state: Some("given_up".into()), ..MailQuery::default() }).await.unwrap();
        let mail = &given_up.items[0];
        assert_eq!(mail.attempts, 10);
        let hours = (mail.done_at.unwrap() - began).num_hours();
        assert!((72..=76).contains(&hours), "{hours} hours");

        app.post.refuse(None);
        declared.lead.return_session(session.id, &forprev_core::session::Comment { comment: "à revoir".into() },
            forprev_client::Write::default()).await.unwrap();
        assert_eq!(app.letters().len(), 1, "the next one leaves");
        let formateur = app.signed_in(&declared.formateur).await;
        assert_eq!(code(formateur.list_mails(&MailQuery::default()).await), "forbidden");
    }

    async fn i9_a_mail_that_comes_back_is_recorded_and_told_on_the_dashboard(app) {
        let declared = app.declared().await;
        declared.submitted("2026-11-19").await;
        let letter = app.letters().remove(0);
        let bounce = Bounce { mail: letter.id, status: "5.1.1".into() };
        assert!(app.write(|tx| record_bounce(tx, &bounce)));
        assert!(!app.write(|tx| record_bounce(tx, &bounce)), "once");
        let list = declared.lead.list_notifications(&NotificationQuery::default()).await.unwrap();
        assert_eq!(list.items[0].kind, "mail.bounced");

        app.post.refuse(Some(Refusal { for_good: true, words: "SMTP 550".into() }));
        declared.submitted("2026-11-20").await;
        assert!(app.letters().is_empty());
        assert_eq!(declared.lead.count_unread().await.unwrap().unread, 4, "refused at once is the same");
    }

    async fn what_was_told_of_a_session_is_erased_with_it(app) {
        let declared = app.declared().await;
        declared.certified("2026-11-20").await;
        drop(app.letters());
        app.on("2026-12-09");
        drop(app.letters());
        let rows = app.rows();
        for table in ["notification", "outbox", "mail"] {
            assert!(rows.get(table).is_none_or(Vec::is_empty), "{table}: {:?}", rows.get(table));
        }
    }

}

both_databases! {
    demo async fn the_demonstration_sends_nothing_and_shows_what_it_would_have_sent(app) {
        assert!(app.letters().is_empty());
        let mails = app.client().list_demo_mails().await.unwrap();
        assert!(!mails.items.is_empty(), "what the demonstration began with is told");
        let mail = &mails.items[0];
        assert!(mail.text.starts_with("Bonjour ") && mail.html.contains("Bonjour "));
    }
}

both_databases! {
    async fn on_any_other_server_there_is_no_mailbox(app) {
        assert_eq!(code(app.client().list_demo_mails().await), "not_found");
    }
}
