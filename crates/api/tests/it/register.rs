//! B19: looking a SIRET up in the public register of companies, and all that a register can do wrong.

use crate::{
    company_register::{CompanyRegister, Fails, Told, UNHURRIED, down},
    raw::{Answer, Cookies, get},
};
use chrono::TimeDelta;
use forprev_app::{Register, register::Limits};
use forprev_core::actor::InrsRank;
use forprev_testkit::{Database, Holding, TestApp};
use serde_json::json;
use std::time::Duration;

const SIRET: &str = "73282932000074";
const OTHER: &str = "35600000000048";
/// Waited for only by those who get no answer.
const HURRIED: Limits = Limits { patience: Duration::from_millis(300), ..UNHURRIED };
/// So that whoever comes second would wait longer than one waits.
const ONCE_AN_HOUR: Limits = Limits { requests: 1, within: Duration::from_secs(3600), ..UNHURRIED };

/// Makes a test of each database out of one body, with a register that is asked with this patience and pace.
macro_rules! with_a_register {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident, $register:ident, $limits:expr) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn run($app: TestApp, $register: CompanyRegister) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let (app, register) = start(Database::Sqlite, $limits);
                run(app, register).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let (app, register) = start(Database::Postgres, $limits);
                run(app, register).await;
            }
        }
    )+};
}

fn start(database: Database, limits: Limits) -> (TestApp, CompanyRegister) {
    let register = CompanyRegister::start();
    let known = register.known_with(limits);
    (with(database, known), register)
}

fn with(database: Database, register: Register) -> TestApp {
    TestApp::with(database, |app| app.register = Some(register))
}

async fn demandeur(app: &TestApp) -> Cookies {
    Cookies::of(app, &app.person(&[Holding::Demandeur]).email).await
}

async fn look_up(app: &TestApp, by: &Cookies, siret: &str) -> Answer {
    by.get(app, &format!("/api/v1/register/companies/{siret}")).await
}

/// Status and code of an answer that refuses.
fn refused(answer: &Answer) -> (u16, String) {
    (answer.status, answer.code())
}

fn unreachable() -> (u16, String) {
    (424, "register.unreachable".to_owned())
}

with_a_register! {
    async fn b19_a_siret_is_looked_up_and_kept_for_a_day(app, register, UNHURRIED) {
        register.tells(SIRET, Told::default());
        let by = demandeur(&app).await;
        let answer = look_up(&app, &by, SIRET).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.json(), json!({
            "siret": SIRET, "raison_sociale": "PREVENTION OUEST", "enseigne": "PO FORMATION", "legal_form": "5710",
            "address": "1 RUE DE LA PAIX", "postal_code": "44000", "city": "NANTES", "insee_code": "44109",
            "departement": "44", "head_office": true, "open": true, "nda": "52440000044", "qualiopi": true,
        }));
        assert!(register.last_agent().unwrap().starts_with("Forprev/"), "it asks who calls it");
        // As people write it, and from what was kept.
        assert_eq!(look_up(&app, &by, "732%20829%20320%2000074").await.json(), answer.json());
        register.tells(SIRET, Told { closed_on: Some("2026-10-31"), ..Told::default() });
        app.clock.advance(TimeDelta::hours(24) - TimeDelta::milliseconds(1));
        let by = demandeur(&app).await;
        assert_eq!(look_up(&app, &by, SIRET).await.json(), answer.json());
        assert_eq!(register.asked(), [SIRET]);
        app.clock.advance(TimeDelta::milliseconds(1));
        let closed = look_up(&app, &by, SIRET).await.json();
        assert_eq!((&closed["open"], &closed["closed_on"]), (&json!(false), &json!("2026-10-31")));
        assert_eq!(register.asked(), [SIRET, SIRET]);
    }

    async fn b19_what_the_register_does_not_know_is_told_and_asked_again_soon(app, register, UNHURRIED) {
        let by = demandeur(&app).await;
        let unknown = (404, "register.unknown_siret".to_owned());
        assert_eq!(refused(&look_up(&app, &by, SIRET).await), unknown);
        register.tells(SIRET, Told::default());
        assert_eq!(refused(&look_up(&app, &by, SIRET).await), unknown);
        app.clock.advance(TimeDelta::minutes(10));
        let by = demandeur(&app).await;
        assert_eq!(look_up(&app, &by, SIRET).await.status, 200);
    }

    async fn o3_what_is_no_siret_is_refused_before_the_register_is_asked(app, register, UNHURRIED) {
        let by = demandeur(&app).await;
        for siret in ["73282932000075", "7328293200007", "00000000000000", "x", "73282932000074%2F..", "%F0%9F%99%82"] {
            let answer = look_up(&app, &by, siret).await;
            assert_eq!(refused(&answer), (422, "siret.invalid".to_owned()), "{siret}");
        }
        assert!(register.asked().is_empty());
    }

    async fn whoever_writes_or_instructs_a_file_looks_up_and_nobody_else(app, register, UNHURRIED) {
        register.tells(SIRET, Told::default());
        let organisation = app.organisation();
        for (holding, status) in [
            (Holding::Demandeur, 200),
            (Holding::Gestionnaire(organisation.id), 200),
            (Holding::Instructeur(organisation.caisse.clone()), 200),
            (Holding::Inrs(InrsRank::Administrator), 200),
            (Holding::Inrs(InrsRank::Auditor), 200),
            (Holding::Inrs(InrsRank::Editor), 403),
            (Holding::Cnh, 403),
            (Holding::Formateur(vec!["FORM_SST"]), 403),
            (Holding::Delegataire(organisation.id, Vec::new()), 403),
        ] {
            let by = Cookies::of(&app, &app.person(std::slice::from_ref(&holding)).email).await;
            assert_eq!(look_up(&app, &by, SIRET).await.status, status, "{holding:?}");
        }
        assert_eq!(get(&app, &format!("/api/v1/register/companies/{SIRET}")).await.status, 401);
    }

    async fn b19_a_register_that_answers_something_else_is_told_as_unreachable(app, register, UNHURRIED) {
        register.tells(SIRET, Told::default());
        let by = demandeur(&app).await;
        let rows = app.rows();
        for fails in [
            Fails::HangsUp, Fails::Html, Fails::CutJson, Fails::CutAnswer, Fails::AnotherFirm, Fails::Enormous,
            Fails::Endless, Fails::Error, Fails::Moves, Fails::TooOften,
        ] {
            register.fails(fails);
            let answer = look_up(&app, &by, SIRET).await;
            assert_eq!(refused(&answer), unreachable(), "{fails:?}: {}", answer.text);
            assert!(answer.json()["detail"].as_str().unwrap().contains("remplissez les champs vous-même"));
            assert!(!answer.text.contains("LA POSTE"), "{fails:?}");
            let asked = register.asked().len();
            // It is left alone for a while, whatever it would say now.
            register.fails(Fails::No);
            assert_eq!(refused(&look_up(&app, &by, SIRET).await), unreachable(), "{fails:?}");
            assert_eq!(register.asked().len(), asked, "{fails:?}");
            app.clock.advance(TimeDelta::seconds(11));
        }
        assert!(!register.asked().contains(&"moved".to_owned()), "nothing is followed elsewhere");
        assert_eq!(app.rows(), rows, "nothing of it is written");
        // The clock stands still while it is asked; a busy machine may have taken longer than that.
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(look_up(&app, &by, SIRET).await.status, 200);
    }

    async fn b19_a_register_that_does_not_answer_in_time_is_not_waited_for(app, register, HURRIED) {
        register.tells(SIRET, Told::default());
        let by = demandeur(&app).await;
        for fails in [Fails::Silent, Fails::StopsInTheMiddle] {
            // It goes on only when we hang up: that this ends shows that we do.
            register.fails(fails);
            assert_eq!(refused(&look_up(&app, &by, SIRET).await), unreachable(), "{fails:?}");
            // All else works meanwhile, and after.
            assert_eq!(by.get(&app, "/api/v1/me").await.status, 200);
            app.clock.advance(TimeDelta::minutes(1));
        }
    }

    async fn b19_it_is_left_alone_as_long_as_it_asks(app, register, UNHURRIED) {
        register.tells(SIRET, Told::default());
        let by = demandeur(&app).await;
        register.fails(Fails::TooOftenForAMinute);
        assert_eq!(refused(&look_up(&app, &by, SIRET).await), unreachable());
        register.fails(Fails::No);
        app.clock.advance(TimeDelta::seconds(59));
        assert_eq!(refused(&look_up(&app, &by, SIRET).await), unreachable());
        assert_eq!(register.asked().len(), 1);
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(look_up(&app, &by, SIRET).await.status, 200);
    }

    async fn b19_what_was_said_before_holds_while_it_is_down(app, register, UNHURRIED) {
        register.tells(SIRET, Told::default());
        let by = demandeur(&app).await;
        assert_eq!(look_up(&app, &by, SIRET).await.status, 200);
        register.fails(Fails::Error);
        assert_eq!(refused(&look_up(&app, &by, OTHER).await), unreachable());
        assert_eq!(look_up(&app, &by, SIRET).await.status, 200);
    }

    async fn b19_who_comes_when_it_is_asked_too_often_is_told_so_at_once(app, register, ONCE_AN_HOUR) {
        register.tells(SIRET, Told::default());
        register.tells(OTHER, Told::default());
        let by = demandeur(&app).await;
        let (a, b) = tokio::join!(look_up(&app, &by, SIRET), look_up(&app, &by, OTHER));
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 424], "{} {}", a.text, b.text);
        assert_eq!(register.asked().len(), 1);
        // Which is no fault of the register's.
        let kept = if a.status == 200 { SIRET } else { OTHER };
        assert_eq!(look_up(&app, &by, kept).await.status, 200);
    }

    async fn one_person_looks_up_thirty_times_a_minute(app, register, UNHURRIED) {
        register.tells(SIRET, Told::default());
        let (by, other) = (demandeur(&app).await, demandeur(&app).await);
        for _ in 0..30 {
            assert_eq!(look_up(&app, &by, SIRET).await.status, 200);
        }
        let answer = look_up(&app, &by, SIRET).await;
        assert_eq!(answer.status, 429);
        assert!((1..=60).contains(&answer.header("retry-after").parse::<u32>().unwrap()));
        assert_eq!(look_up(&app, &other, SIRET).await.status, 200);
    }
}

forprev_testkit::both_databases! {
    async fn b19_where_the_register_is_off_forms_are_filled_by_hand(app) {
        let by = demandeur(&app).await;
        assert_eq!(refused(&look_up(&app, &by, SIRET).await), unreachable());
        assert_eq!(look_up(&app, &by, "1").await.status, 422);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b19_a_register_that_is_down_is_told_at_once() {
    let app = with(Database::Sqlite, down());
    let by = demandeur(&app).await;
    assert_eq!(refused(&look_up(&app, &by, SIRET).await), unreachable());
}
