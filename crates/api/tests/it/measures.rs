//! H11, C27: INRS suspends a habilitation, lifts the suspension, withdraws it; all else follows from the days.

use crate::{raw::get, refusal::code};
use forprev_client::{Client, Write};
use forprev_core::{
    actor::InrsRank,
    habilitation::{
        HabilitationStatus, Suspension,
        measure::{HabilitationEventKind, NewLifting, NewSuspension, NewWithdrawal},
    },
    query::PageQuery,
    session::State,
};
use forprev_testkit::{Declared, Holding, TestApp, both_databases, everybody_passed};

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn suspension(from: &str, until: Option<&str>) -> NewSuspension {
    let reason = "Contrôle du 20 novembre : effectif dépassé.".into();
    NewSuspension { from: from.into(), until: until.map(Into::into), reason, hearing_until: None }
}

fn lifting(from: &str) -> NewLifting {
    NewLifting { from: from.into(), reason: "Mise en conformité constatée.".into() }
}

fn withdrawal(from: &str) -> NewWithdrawal {
    NewWithdrawal { from: from.into(), reason: "Fausses déclarations.".into(), hearing_until: None }
}

async fn inrs(app: &TestApp) -> Client {
    app.signed_in(&app.person(&[Holding::Inrs(InrsRank::Administrator)])).await
}

async fn published(app: &TestApp) -> u64 {
    get(app, "/api/v1/public/organisations?dispositif=SST").await.json()["total"].as_u64().unwrap()
}

/// Whether a session that ends on this day can be handed to its formateur, and if not why.
async fn submission(story: &Declared, ends_on: &str) -> Result<State, String> {
    let draft = story.draft(ends_on).await;
    let answer = story.declarer.submit_session(draft.id, Write::default()).await;
    answer.map(|one| one.state).map_err(|error| error.problem().unwrap().errors[0].code.to_string())
}

both_databases! {
    async fn h11_a_suspension_stops_what_ends_within_and_nothing_else(app) {
        let (story, inrs) = (app.declared().await, inrs(&app).await);
        let id = story.habilitation;
        let verified = story.verified("2026-11-23").await;
        let before = story.submitted("2026-11-22").await;
        assert_eq!(published(&app).await, 1);
        let asked = NewSuspension { hearing_until: Some("2026-11-23".into()), ..suspension("2026-11-24", None) };
        let announced = inrs.suspend_habilitation(id, &asked, Write::on_version(1)).await.unwrap();
        assert_eq!((announced.version, announced.habilitation.status), (2, HabilitationStatus::Valid));
        assert_eq!((announced.frozen_sessions, published(&app).await), (0, 1));
        // The hearing convinced: it never begins.
        let gone = inrs.lift_suspension(id, &lifting("2026-11-24"), Write::on_version(2)).await.unwrap();
        assert_eq!(gone.habilitation.validity.suspensions, []);
        let suspended = inrs.suspend_habilitation(id, &suspension("2026-11-23", None), Write::default()).await.unwrap();
        assert_eq!(suspended.habilitation.status, HabilitationStatus::Suspended);
        assert_eq!((suspended.frozen_sessions, published(&app).await), (1, 0));
        let stopped = story.declarer.generate_certificates(verified.id, Write::default()).await.unwrap_err();
        assert_eq!(stopped.problem().unwrap().errors[0].code.as_str(), "habilitation.suspended");
        assert_eq!(submission(&story, "2026-11-23").await, Err("habilitation.suspended".into()));
        // What ended before can be closed still.
        story.lead.record_results(before.id, &everybody_passed(&before), Write::default()).await.unwrap();
        story.declarer.generate_certificates(before.id, Write::default()).await.unwrap();
        // By days alone: midnight in Paris gives it back.
        let lifted = inrs.lift_suspension(id, &lifting("2026-11-24"), Write::default()).await.unwrap();
        let kept = Suspension { from: day("2026-11-23"), until: Some(day("2026-11-23")) };
        assert_eq!(lifted.habilitation.validity.suspensions, [kept]);
        assert_eq!((lifted.habilitation.status, published(&app).await), (HabilitationStatus::Suspended, 0));
        app.on("2026-11-24");
        assert_eq!(published(&app).await, 1);
        let declarer = app.signed_in(&story.gestionnaire).await;
        let now = declarer.get_habilitation(id).await.unwrap();
        assert_eq!((now.habilitation.status, now.frozen_sessions), (HabilitationStatus::Valid, 2));
        let kinds: Vec<_> = now.history.iter().map(|one| one.kind).collect();
        use HabilitationEventKind::{Lifted, Suspended};
        assert_eq!(kinds, [Suspended, Lifted, Suspended, Lifted]);
        // The organisation reads why and the letter, not who.
        assert!(now.history.iter().all(|one| one.by.is_none() && one.letter_id.is_some() && one.reason.is_some()));
        assert_eq!(now.history[0].hearing_until, Some(day("2026-11-23")));
        let seen = app.signed_in(&app.person(&[Holding::Cnh])).await.get_habilitation(id).await.unwrap();
        assert!(seen.history.iter().all(|one| one.by.is_some()));
    }

    async fn h11_a_withdrawal_is_final(app) {
        let (story, inrs) = (app.declared().await, inrs(&app).await);
        let id = story.habilitation;
        let before = story.verified("2026-11-23").await;
        let decided = inrs.withdraw_habilitation(id, &withdrawal("2026-11-24"), Write::default()).await.unwrap();
        assert_eq!(decided.habilitation.status, HabilitationStatus::Valid);
        assert!(!decided.actions.suspend.allowed && !decided.actions.lift.allowed && !decided.actions.withdraw.allowed);
        assert_eq!(code(inrs.withdraw_habilitation(id, &withdrawal("2026-12-01"), Write::default()).await), "habilitation.state");
        assert_eq!(code(inrs.suspend_habilitation(id, &suspension("2026-11-23", None), Write::default()).await), "habilitation.state");
        assert_eq!(code(inrs.lift_suspension(id, &lifting("2026-11-23"), Write::default()).await), "habilitation.state");
        app.on("2026-11-24");
        assert_eq!(published(&app).await, 0);
        let declarer = app.signed_in(&story.gestionnaire).await;
        declarer.generate_certificates(before.id, Write::default()).await.unwrap();
        let again = Declared { declarer, ..story };
        assert_eq!(submission(&again, "2026-11-24").await, Err("habilitation.withdrawn".into()));
    }

    async fn d1_the_letter_goes_to_all_gestionnaires_and_stands_under_the_organisation(app) {
        let (story, inrs) = (app.declared().await, inrs(&app).await);
        let second = app.person(&[Holding::Gestionnaire(story.organisation.id)]);
        app.letters();
        let asked = suspension("2026-12-01", Some("2026-12-31"));
        let asked = NewSuspension { hearing_until: Some("2026-11-30".into()), ..asked };
        inrs.suspend_habilitation(story.habilitation, &asked, Write::default()).await.unwrap();
        let sent = app.letters();
        let to: std::collections::BTreeSet<_> = sent.iter().map(|letter| letter.to.as_str()).collect();
        assert_eq!(to, [story.gestionnaire.email.as_str(), second.email.as_str()].into());
        for letter in &sent {
            assert_eq!(letter.subject, "Habilitation SST niveau 1 suspendue");
            for said in ["du 1er décembre 2026 au 31 décembre 2026 inclus", "effectif dépassé", "jusqu’au 30 novembre 2026"] {
                assert!(letter.text.contains(said), "{said}: {}", letter.text);
            }
            assert!(letter.carried[0].bytes.starts_with(b"%PDF"));
        }
        let letters = story.declarer.list_letters(story.organisation.id, &PageQuery::default()).await.unwrap().items;
        let read = story.declarer.get_letter(letters[0].id).await.unwrap();
        let text = format!("{:?}", read.text);
        for said in ["Le dernier jour de la suspension est le 31 décembre 2026.", "observations à l’INRS jusqu’au 30 novembre 2026."] {
            assert!(text.contains(said), "{text}");
        }
        // A lifting says neither.
        inrs.lift_suspension(story.habilitation, &lifting("2026-12-15"), Write::default()).await.unwrap();
        let subjects: Vec<_> = app.letters().into_iter().map(|letter| letter.subject).collect();
        assert_eq!(subjects, ["Habilitation SST niveau 1 : suspension levée"; 2]);
    }

    async fn who_may_and_what_is_refused(app) {
        let (story, inrs) = (app.declared().await, inrs(&app).await);
        let id = story.habilitation;
        let caisse = app.signed_in(&app.person(&[Holding::Instructeur(story.organisation.caisse.clone())])).await;
        let elsewhere = app.organisation_in("35000", "35238");
        let before = app.rows();
        for holding in [Holding::Instructeur(elsewhere.caisse.clone()), Holding::Gestionnaire(elsewhere.id)] {
            let outsider = app.signed_in(&app.person(&[holding])).await;
            assert_eq!(code(outsider.get_habilitation(id).await), "not_found");
        }
        assert!(!caisse.get_habilitation(id).await.unwrap().actions.suspend.allowed);
        let auditor = app.signed_in(&app.person(&[Holding::Inrs(InrsRank::Auditor)])).await;
        for by in [&caisse, &story.declarer, &auditor] {
            assert_eq!(code(by.suspend_habilitation(id, &suspension("2026-11-23", None), Write::default()).await), "forbidden");
            assert_eq!(code(by.withdraw_habilitation(id, &withdrawal("2026-11-23"), Write::default()).await), "forbidden");
        }
        let wrong = NewSuspension { hearing_until: Some("2026-11-23".into()), ..suspension("2026-11-22", Some("2026-11-01")) };
        let refused = inrs.suspend_habilitation(id, &wrong, Write::default()).await.unwrap_err();
        let faults: Vec<_> =
            refused.problem().unwrap().errors.iter().map(|one| format!("{} {}", one.pointer, one.code)).collect();
        assert_eq!(faults, ["/from habilitation.effect_day", "/until field.order", "/hearing_until habilitation.hearing"]);
        let empty = inrs.suspend_habilitation(id, &NewSuspension::default(), Write::default()).await.unwrap_err();
        let faults: Vec<_> = empty.problem().unwrap().errors.iter().map(|one| one.pointer.clone()).collect();
        assert_eq!(faults, ["/from", "/reason"]);
        let tried = inrs.suspend_habilitation(id, &suspension("2026-11-23", None), Write::dry_run()).await.unwrap();
        assert_eq!(tried.habilitation.status, HabilitationStatus::Suspended);
        let after = app.rows();
        for table in ["habilitation", "suspension", "habilitation_event", "decision_letter"] {
            assert_eq!(before[table], after[table], "{table}");
        }
    }

    async fn of_two_agents_who_decide_at_once_one_does(app) {
        let (story, one) = (app.declared().await, inrs(&app).await);
        let (two, id) = (inrs(&app).await, story.habilitation);
        let (suspend, withdraw) = (suspension("2026-11-23", None), withdrawal("2026-11-23"));
        let (first, second) = tokio::join!(
            one.suspend_habilitation(id, &suspend, Write::on_version(1)),
            two.withdraw_habilitation(id, &withdraw, Write::on_version(1)),
        );
        assert!(first.is_ok() != second.is_ok());
        // Suspended first, it can be withdrawn, but not by who saw it as it was.
        match (first, second) {
            (Ok(_), Err(lost)) => assert_eq!(lost.status(), Some(412)),
            (Err(lost), _) => assert_eq!(lost.code().unwrap().as_str(), "habilitation.state"),
            _ => unreachable!(),
        }
        let rows = app.rows();
        assert_eq!((rows["habilitation_event"].len(), rows["decision_letter"].len()), (1, 1));
    }
}
