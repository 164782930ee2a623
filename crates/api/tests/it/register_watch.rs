//! B21: the watch on the life of the firms, by the register of companies.

use crate::company_register::{CompanyRegister, Fails, Told};
use chrono::Duration;
use forprev_app::jobs::{self, register_watch};
use forprev_core::{notification::Notification, query::NotificationQuery};
use forprev_testkit::{Database, Holding, Organisation, Person, TestApp};

macro_rules! with_a_register {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident, $register:ident) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn run($app: TestApp, $register: CompanyRegister) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let (app, register) = start(Database::Sqlite);
                run(app, register).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let (app, register) = start(Database::Postgres);
                run(app, register).await;
            }
        }
    )+};
}

fn start(database: Database) -> (TestApp, CompanyRegister) {
    let register = CompanyRegister::start();
    let known = register.known();
    (TestApp::with(database, |app| app.register = Some(known)), register)
}

fn siret(app: &TestApp, of: &Organisation) -> String {
    app.read(|tx| Ok(forprev_store::organisation::find(tx.conn, of.id)?.siret.to_string()))
}

/// The organisation as the register tells it that knows it by the same name and place.
fn as_held(of: &Organisation) -> Told {
    let name: &'static str = Box::leak(of.name.to_uppercase().into_boxed_str());
    Told { name, ..Told::default() }
}

fn watch(app: &TestApp) -> usize {
    register_watch::run(&app.app).unwrap()
}

/// A night later.
fn another_night(app: &TestApp) {
    app.clock.advance(Duration::days(1));
}

async fn told(app: &TestApp, person: &Person) -> Vec<Notification> {
    let seen = app.signed_in(person).await.list_notifications(&NotificationQuery::default()).await.unwrap();
    seen.items.into_iter().filter(|one| one.kind == "firm.changed").collect()
}

with_a_register! {
    async fn b21_what_happens_to_a_firm_is_told_once_to_its_gestionnaires_and_its_caisse(app, register) {
        let (organisation, other) = (app.organisation(), app.organisation());
        let (anne, zoe) = (app.person(&[Holding::Gestionnaire(organisation.id)]), app.person(&[Holding::Gestionnaire(organisation.id)]));
        let agent = app.person(&[Holding::Instructeur(organisation.caisse.clone())]);
        let elsewhere = app.person(&[Holding::Instructeur("MAYOTTE".into())]);
        let theirs = app.person(&[Holding::Gestionnaire(other.id)]);
        let siret = siret(&app, &organisation);
        register.tells(&siret, as_held(&organisation));
        // The first night there is nothing to compare with; the second nothing has happened.
        assert_eq!(watch(&app), 0);
        assert_eq!(register.asked().len(), 2);
        assert_eq!((watch(&app), register.asked().len()), (0, 2), "once a night");
        another_night(&app);
        assert_eq!((watch(&app), register.asked().len()), (0, 4));

        let moved = Told {
            name: "PREVENTION GRAND OUEST", street: "8 QUAI DE LA FOSSE", postal_code: "35000", insee_code: "35238",
            city: "RENNES", ..Told::default()
        };
        register.tells(&siret, moved.clone());
        another_night(&app);
        assert_eq!(watch(&app), 1);
        for person in [&anne, &zoe, &agent] {
            let told = told(&app, person).await;
            assert_eq!(told.len(), 1);
            assert!(told[0].title.contains(&organisation.name), "{told:?}");
            assert!(told[0].text.contains("PREVENTION GRAND OUEST"), "{told:?}");
            assert!(told[0].text.contains("8 QUAI DE LA FOSSE, 35000 RENNES"), "{told:?}");
            assert_eq!(told[0].path, Some(format!("/organisations/{}", organisation.id)));
        }
        for person in [&elsewhere, &theirs] {
            assert!(told(&app, person).await.is_empty());
        }
        let letters = app.letters();
        let letters: Vec<_> = letters.iter().filter(|one| one.subject.contains("registre des entreprises")).collect();
        assert_eq!(letters.len(), 3);

        // Told once; what happens next is told again.
        another_night(&app);
        assert_eq!(watch(&app), 0);
        register.tells(&siret, Told { closed_on: Some("2026-11-20"), ..moved.clone() });
        another_night(&app);
        assert_eq!(watch(&app), 1);
        let closed = told(&app, &anne).await;
        assert_eq!(closed.len(), 2);
        assert!(closed[0].text.contains("fermé depuis le 20 novembre 2026"), "{closed:?}");
        another_night(&app);
        assert_eq!(watch(&app), 0);
    }

    async fn b21_several_servers_tell_it_once(app, register) {
        let organisation = app.organisation();
        let anne = app.person(&[Holding::Gestionnaire(organisation.id)]);
        register.tells(&siret(&app, &organisation), Told { closed_on: Some("2026-11-20"), ..as_held(&organisation) });
        let others: Vec<_> = (0..3).map(|_| {
            let mut other = app.another();
            other.register = Some(register.known());
            other
        }).collect();
        let told_of: usize = std::thread::scope(|scope| {
            let running: Vec<_> = others.iter().map(|other| scope.spawn(|| register_watch::run(other).unwrap())).collect();
            running.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(told_of, 1);
        assert_eq!(told(&app, &anne).await.len(), 1);
    }

    async fn b21_a_night_goes_on_where_it_stopped_the_oldest_first(app, register) {
        let mut all: Vec<String> = (0..25).map(|_| { let one = app.organisation(); siret(&app, &one) }).collect();
        for _ in 0..2 {
            watch(&app);
        }
        let asked = register.asked();
        assert!((2..=20).contains(&asked.len()), "some at a time: {}", asked.len());
        // The register fails: nothing is counted as looked up, and it is left alone for a while.
        register.fails(Fails::Error);
        watch(&app);
        let after = register.asked().len();
        assert_eq!(after, asked.len() + 1);
        register.fails(Fails::No);
        watch(&app);
        assert_eq!(register.asked().len(), after);
        app.clock.advance(Duration::minutes(6));
        // A slow machine looks fewer up in a run.
        while register.asked().len() < 26 {
            watch(&app);
        }
        watch(&app);
        let mut asked = register.asked();
        assert_eq!(asked.len(), 26);
        // Each once, but for the one that failed.
        asked.sort();
        asked.dedup();
        all.sort();
        assert_eq!(asked, all);
        another_night(&app);
        watch(&app);
        let again = register.asked();
        assert_eq!(again[26], again[0], "those that were looked up longest ago come first");
    }

    async fn b21_what_is_put_right_here_first_is_no_news_nor_is_what_the_register_does_not_show(app, register) {
        let organisation = app.organisation();
        let anne = app.person(&[Holding::Gestionnaire(organisation.id)]);
        let siret = siret(&app, &organisation);
        register.tells(&siret, as_held(&organisation));
        watch(&app);
        app.write(|tx| {
            let mut row = forprev_store::organisation::touch(tx.conn, organisation.id, None)?;
            row.raison_sociale = "Prévention Ouest".into();
            Ok(forprev_store::organisation::save(tx.conn, row)?)
        });
        register.tells(&siret, Told::default());
        another_night(&app);
        assert_eq!(watch(&app), 0);
        assert!(told(&app, &anne).await.is_empty());
        // Unknown there: not every firm lets itself be shown.
        app.organisation();
        another_night(&app);
        assert_eq!(watch(&app), 0);
    }
}

forprev_testkit::both_databases! {
    async fn b21_where_the_register_is_off_nothing_is_watched(app) {
        app.organisation();
        assert_eq!(watch(&app), 0);
        let ran = jobs::run_due(&app.app).unwrap();
        assert!(ran.iter().all(|one| one.outcome.is_ok()));
        assert_eq!(app.rows()["register_watch"], Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b21_the_organisations_of_a_demonstration_are_not_watched() {
    let register = CompanyRegister::start();
    let known = register.known();
    let app = TestApp::with(Database::Sqlite, |app| {
        app.register = Some(known);
        app.settings.demo = true;
    });
    app.organisation();
    assert_eq!(watch(&app), 0);
    assert!(register.asked().is_empty());
}
