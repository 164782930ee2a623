//! Scheduled work over months (workflows.md §6): each thing told once, whatever was down, on however many servers.

use crate::refusal::code;
use forprev_app::jobs;
use forprev_core::{actor::InrsRank, calendar::parse_day};
use forprev_testkit::{Holding, TestApp, both_databases};
use std::thread;

fn day(text: &str) -> chrono::NaiveDate {
    parse_day(text).unwrap()
}

/// Runs what is due on three servers at once, and answers the subjects of the letters that left, sorted.
fn on_three_servers(app: &TestApp) -> Vec<String> {
    let others = [app.another(), app.another()];
    thread::scope(|scope| {
        for server in others.iter().chain([&*app.app]) {
            scope.spawn(move || {
                for ran in jobs::run_due(server).unwrap() {
                    ran.outcome.unwrap();
                }
            });
        }
    });
    // What one server told after another had looked for mails leaves at the next look.
    app.clock.set(app.clock.now() + chrono::Duration::seconds(10));
    let mut subjects: Vec<_> = app.letters().into_iter().map(|letter| letter.subject).collect();
    subjects.sort();
    subjects
}

both_databases! {
    async fn h5_over_fourteen_months_each_alert_leaves_once_to_each_gestionnaire_from_three_servers(app) {
        let organisation = app.organisation();
        for _ in 0..2 {
            app.person(&[Holding::Gestionnaire(organisation.id)]);
        }
        // Nobody of another organisation is told.
        let other = app.organisation();
        app.person(&[Holding::Gestionnaire(other.id)]);
        app.on("2026-01-15");
        app.habilitation_between(&organisation, "SST", 1, day("2024-03-16"), day("2027-03-15"));
        let mut told = Vec::new();
        for on in [
            "2026-01-15", "2026-03-14", "2026-03-15", "2026-03-16", "2026-06-01",
            // Down over the due day, for nine weeks.
            "2026-09-14", "2026-11-16", "2026-11-17", "2027-01-15", "2027-03-15", "2027-03-16",
        ] {
            app.on(on);
            let subjects = on_three_servers(&app);
            told.extend(subjects.into_iter().map(|subject| format!("{on} {subject}")));
        }
        let of = |on: &str| format!("{on} Habilitation SST niveau 1 : échéance le 15 mars 2027");
        let expected = ["2026-03-15", "2026-03-15", "2026-11-16", "2026-11-16"].map(of);
        assert_eq!(told, expected);
    }

    async fn h5_of_several_overdue_the_nearest_and_none_once_renewed_withdrawn_or_expired(app) {
        let organisation = app.organisation();
        app.person(&[Holding::Gestionnaire(organisation.id)]);
        app.on("2026-11-23");
        app.habilitation_between(&organisation, "SST", 1, day("2024-01-01"), day("2026-12-31"));
        let before = app.habilitation_between(&organisation, "PRAP_IBC", 1, day("2024-01-01"), day("2027-01-31"));
        app.renewal(&organisation, before, day("2027-02-01"), day("2032-01-31"));
        app.habilitation_between(&organisation, "PRAP_2S", 1, day("2023-01-01"), day("2026-11-22"));
        app.habilitation_between(&organisation, "CATEC", 1, day("2026-01-01"), day("2027-11-24"));
        let withdrawn = app.habilitation_between(&organisation, "SST", 2, day("2024-01-01"), day("2027-02-28"));
        app.withdraw(withdrawn, day("2026-11-01"));
        let subjects: Vec<_> = app.letters().into_iter().map(|letter| letter.subject).collect();
        assert_eq!(subjects, ["Habilitation SST niveau 1 : échéance le 31 décembre 2026"]);
        let counted = app.read(|tx| {
            let raised = forprev_store::testing::rows(tx.conn)?.remove("alert").unwrap_or_default();
            Ok(raised.len())
        });
        assert_eq!(counted, 1, "the alert at twelve months is not caught up beside that at six");
    }

    async fn c5_reminders_at_six_and_three_months_once_and_none_who_holds_the_same_for_longer(app) {
        app.on("2026-05-01");
        let renewed = app.person(&[]);
        app.qualification(&renewed, "FORM_SST", day("2024-11-01"), Some(day("2026-12-31")));
        app.qualification(&renewed, "FORM_SST", day("2026-04-01"), Some(day("2029-12-31")));
        let ends = app.person(&[]);
        app.qualification(&ends, "FORM_SST", day("2024-11-01"), Some(day("2026-12-31")));
        let mut told = Vec::new();
        for on in ["2026-06-29", "2026-06-30", "2026-07-15", "2026-09-29", "2026-10-20", "2026-12-31", "2027-01-01"] {
            app.on(on);
            told.extend(app.letters().into_iter().map(|letter| format!("{on} {}", letter.to)));
        }
        assert_eq!(told, [format!("2026-06-30 {}", ends.email), format!("2026-10-20 {}", ends.email)]);
    }

    async fn whoever_lets_a_session_wait_for_a_week_is_reminded_once(app) {
        app.on("2026-11-02");
        let declared = app.declared().await;
        declared.submitted("2026-11-06").await;
        drop(app.letters());
        let mut told = Vec::new();
        // It can be verified from its end on.
        for on in ["2026-11-12", "2026-11-13", "2026-11-14", "2026-11-30"] {
            app.on(on);
            let letters = app.letters();
            told.extend(letters.into_iter().map(|letter| format!("{on} {} {}", letter.to, letter.subject)));
        }
        let expected = format!("2026-11-13 {} Rappel : session SST niveau 1 en attente", declared.formateur.email);
        assert_eq!(told, [expected]);
    }

    async fn scheduled_work_is_seen_by_inrs_with_its_failures_and_by_nobody_else(app) {
        let inrs = app.person(&[Holding::Inrs(InrsRank::Administrator)]);
        let auditor = app.person(&[Holding::Inrs(InrsRank::Auditor)]);
        let editor = app.person(&[Holding::Inrs(InrsRank::Editor)]);
        // The base fails in the middle of a work.
        app.refuse_inserts("alert");
        let organisation = app.organisation();
        app.person(&[Holding::Gestionnaire(organisation.id)]);
        app.habilitation_between(&organisation, "SST", 1, day("2024-01-01"), day("2026-12-31"));
        let failed: Vec<_> = jobs::run_due(&app.app).unwrap().into_iter().filter(|ran| ran.outcome.is_err()).collect();
        assert_eq!(failed.iter().map(|ran| ran.name).collect::<Vec<_>>(), ["habilitation_alerts"]);

        let jobs = app.signed_in(&inrs).await.list_jobs().await.unwrap();
        let alerts = jobs.items.iter().find(|job| job.name == "habilitation_alerts").unwrap();
        assert_eq!((alerts.failures, alerts.running), (1, false));
        assert!(alerts.last_error.is_some() && alerts.runs[0].error == alerts.last_error);
        assert_eq!(alerts.next_at - app.clock.now(), chrono::Duration::minutes(1), "tried again soon");
        let purge = jobs.items.iter().find(|job| job.name == "purge").unwrap();
        assert_eq!((purge.last_started_at, purge.failures), (Some(app.clock.now()), 0));
        assert_eq!(app.signed_in(&auditor).await.list_jobs().await.unwrap().total, jobs.total);
        assert_eq!(code(app.signed_in(&editor).await.list_jobs().await), "forbidden");

        app.accept_inserts();
        app.clock.set(app.clock.now() + chrono::Duration::minutes(1));
        assert_eq!(app.letters().len(), 1, "nothing was lost");
    }
}
