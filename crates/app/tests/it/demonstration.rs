//! The demonstration: what it holds, and that it is the same wherever it is written at the same instant.

use crate::{
    base::{Base, Database, of, open},
    cast::day,
};
use forprev_app::{
    App, Caller, Clock, Settings,
    keys::{SecretKey, SigningKeys},
    seed,
};
use forprev_core::{
    actor::ProfileKind,
    catalogue::Holder,
    certificate::number::CertificateNumber,
    id::{PersonId, TraineeId},
    policy::second_factor::Requirement,
    session::State,
};
use forprev_store as store;
use std::collections::{BTreeMap, BTreeSet};

const NOW: &str = "2026-11-23T08:00:00Z";

struct Demo {
    app: App,
    // Last: the base goes when the application has closed it.
    _base: Base,
}

impl Demo {
    fn at(database: Database, now: &str) -> Self {
        let base = of(database);
        let clock = Clock::manual(now.parse().unwrap());
        let signing = SigningKeys::open_or_create(&base.folder.join("keys"), clock.now()).unwrap();
        let settings = Settings {
            public_url: "http://localhost:8080".into(),
            demo: true,
            second_factor: Requirement::Nobody,
        };
        let secret = SecretKey::from_bytes([42; 32]);
        let app = App::new(open(&base.url), clock, signing, secret, settings);
        assert!(seed::demo(&app).unwrap());
        Self { app, _base: base }
    }

    fn write<T>(&self, f: impl FnMut(&mut forprev_app::Tx<'_>) -> Result<T, forprev_app::Failure>) -> T {
        self.app.write(&Caller::anyone(), f).unwrap()
    }

    /// All its rows, save what a salt or a key of one's own makes.
    fn rows(&self) -> BTreeMap<String, Vec<String>> {
        self.write(|tx| {
            store::testing::execute(tx.conn, "UPDATE person SET password_hash = NULL")?;
            // The sheet that is printed holds the signed code too.
            let sheet = match &tx.conn {
                store::Connection::Sqlite(_) => "json_set(sheet, '$.signed_code', 'FP1')",
                store::Connection::Postgres(_) => "jsonb_set(sheet::jsonb, '{signed_code}', '\"FP1\"')::text",
            };
            let unsign = format!("UPDATE certificate_document SET signed_code = 'FP1', sheet = {sheet}");
            store::testing::execute(tx.conn, &unsign)?;
            Ok(store::testing::rows(tx.conn)?)
        })
    }

    /// Each session with its trainees and certificates, in the order of identifiers.
    fn sessions(&self) -> Vec<Whole> {
        self.write(|tx| {
            let mut ids = store::purge::due(tx.conn, day("2999-12-31"), 1000)?;
            ids.sort();
            let mut all = Vec::new();
            for id in ids {
                let row = store::session::find(tx.conn, id, tx.today)?;
                let trainees = store::trainee::of_session(tx.conn, id)?;
                let certificates = store::certificate::of_session(tx.conn, id)?;
                let mut certificates: Vec<_> = certificates
                    .into_iter()
                    .map(|(row, document)| (row.number, document.trainee_id))
                    .collect();
                certificates.sort();
                all.push(Whole { row, trainees, certificates });
            }
            Ok(all)
        })
    }

    /// Who holds such a profile now.
    fn who(&self, kind: ProfileKind) -> Vec<store::person::Row> {
        self.write(|tx| {
            let mut found = Vec::new();
            for row in store::testing::rows(tx.conn)?.remove("person").unwrap() {
                let place = row.find("id").unwrap() + 2;
                let id: String =
                    row[place..].chars().skip_while(|c| !c.is_ascii_hexdigit()).take(36).collect();
                let id = PersonId::new(id.parse().unwrap());
                if store::profile::held_by(tx.conn, id, tx.today)?.iter().any(|profile| profile.kind == kind)
                {
                    found.push(store::person::find(tx.conn, id)?);
                }
            }
            Ok(found)
        })
    }
}

#[derive(PartialEq)]
struct Whole {
    row: store::session::Row,
    trainees: Vec<store::trainee::Row>,
    certificates: Vec<(CertificateNumber, Option<TraineeId>)>,
}

fn same_twice(database: Database) {
    let (one, other) = (Demo::at(database, NOW), Demo::at(database, NOW));
    let (mut rows, mut others) = (one.rows(), other.rows());
    // When the base was written, by its own clock.
    assert!(rows.remove("directory_version").is_some() && others.remove("directory_version").is_some());
    assert_eq!(rows.keys().collect::<Vec<_>>(), others.keys().collect::<Vec<_>>());
    for (table, rows) in &rows {
        let differ = rows.iter().zip(&others[table]).find(|(one, other)| one != other);
        assert_eq!((rows.len(), differ), (others[table].len(), None), "{table}");
    }
    assert!(!seed::demo(&one.app).unwrap(), "it is there already");
    let mut now = one.rows();
    now.remove("directory_version");
    assert!(now == rows, "and nothing changes");
}

#[test]
fn it_is_the_same_in_two_sqlite_bases() {
    same_twice(Database::Sqlite);
}

#[test]
fn it_is_the_same_in_two_postgres_bases() {
    same_twice(Database::Postgres);
}

#[test]
fn it_is_the_same_on_either_database() {
    let (one, other) = (Demo::at(Database::Sqlite, NOW), Demo::at(Database::Postgres, NOW));
    assert!(one.sessions() == other.sessions(), "sessions, trainees, certificates");
    let counts = |demo: &Demo| -> BTreeMap<_, _> {
        demo.rows().into_iter().map(|(table, rows)| (table, rows.len())).collect()
    };
    assert_eq!(counts(&one), counts(&other));
    for kind in [ProfileKind::Formateur, ProfileKind::Gestionnaire, ProfileKind::Instructeur] {
        let people = |demo: &Demo| {
            let people = demo.who(kind).into_iter();
            people
                .map(|one| (one.id, one.forprev_number, one.last_name, one.first_name, one.birth_date))
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(people(&one), people(&other), "{kind:?}");
    }
}

fn holds_what_was_promised(database: Database) {
    let demo = Demo::at(database, NOW);
    assert_eq!(demo.rows()["organisation"].len(), 12);
    assert_eq!(demo.who(ProfileKind::Formateur).len(), 40);
    let caisses: BTreeSet<_> = demo
        .who(ProfileKind::Instructeur)
        .into_iter()
        .flat_map(|one| demo.write(|tx| Ok(store::profile::held_by(tx.conn, one.id, tx.today)?)))
        .filter_map(|profile| profile.caisse)
        .collect();
    assert_eq!(caisses.len(), 3);
    let sessions = demo.sessions();
    assert_eq!(sessions.len(), 30);
    for state in [State::Draft, State::Submitted, State::Returned, State::Verified, State::Certified] {
        let of_it: Vec<_> = sessions.iter().filter(|one| one.row.state == state).collect();
        assert!(of_it.len() >= 3, "{state:?}: {}", of_it.len());
    }
    for one in &sessions {
        let passed =
            one.trainees.iter().filter(|one| one.outcome == Some(forprev_core::session::Outcome::Passed));
        let expected = if one.row.state == State::Certified { passed.count() } else { 0 };
        assert_eq!(one.certificates.len(), expected, "{}", one.row.id);
    }
    let accounts = seed::demo_accounts();
    assert_eq!(accounts.len(), 8);
    for account in accounts {
        let person =
            demo.write(|tx| Ok(store::person::by_email(tx.conn, &account.identifier.parse().unwrap())?));
        let person = person.unwrap();
        assert!(person.onboarded_at.is_some(), "{}: past the first sign-in", account.identifier);
    }
}

#[test]
fn it_holds_what_was_promised_on_sqlite() {
    holds_what_was_promised(Database::Sqlite);
}

#[test]
fn it_holds_what_was_promised_on_postgres() {
    holds_what_was_promised(Database::Postgres);
}

#[test]
fn it_can_be_written_on_any_day() {
    // Ends of short months, of years, and the nights on which the clock is moved.
    for now in [
        "2028-02-29T12:00:00Z",
        "2026-12-31T22:59:59Z",
        "2026-12-31T23:00:00Z",
        "2027-03-28T01:00:00Z",
        "2027-08-31T22:30:00Z",
        "2027-10-31T01:00:00Z",
    ] {
        let sessions = Demo::at(Database::Sqlite, now).sessions();
        assert_eq!(sessions.len(), 30, "{now}");
        let certified = sessions.iter().filter(|one| one.row.state == State::Certified).count();
        assert!(certified >= 3, "{now}: {certified}");
    }
}

#[test]
fn c4_the_certified_formateurs_have_their_certificate() {
    let demo = Demo::at(Database::Sqlite, NOW);
    let held: usize = demo
        .who(ProfileKind::Formateur)
        .into_iter()
        .map(|one| {
            let own = demo.write(|tx| Ok(store::certificate::of_person(tx.conn, one.id)?));
            assert!(own.iter().all(|one| one.holder == Holder::Formateur));
            own.len()
        })
        .sum();
    assert!(held >= 8, "{held}");
}
