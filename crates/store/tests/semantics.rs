//! Where the two databases differ by nature, and what makes them alike.

use crate::{
    base::{on_both, sqlite},
    rows::{day, habilitation, now, organisation, person, session, some_sessions, trainee, uuid},
};
use chrono::{DateTime, Utc};
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Integer};
use forprev_core::{
    id::{OrganisationId, PersonId},
    policy::session::SessionScope,
};
use forprev_store::{
    Connection, Error, Instant, Result, directory, organisation as organisations, person as people, place,
    session as sessions, setting, trainee as trainees,
};

#[test]
fn like_and_lower_case_search_is_on_keys_folded_by_the_program() {
    on_both(|base| {
        let found = base.pool().write(|c| -> Result<_> {
            let names =
                ["ÉCOLE Œuvrière", "Ecole du Rhône", "L’Haÿ Secours", "100 % Sécurité", "Sécurité_Plus"];
            for (n, name) in (1..).zip(names) {
                let row = organisation(n, name);
                let held = habilitation(n, row.id);
                organisations::insert(c, row)?;
                forprev_store::habilitation::insert(c, held)?;
            }
            let mut count = |q: &str| {
                let filter = directory::Filter { q: Some(q.into()), ..Default::default() };
                directory::list(c, &filter, day("2026-11-23"), None, 10).map(|page| page.total)
            };
            ["école", "ECOLE", "oeuvr", "œuvr", "l'hay", "securite plus", "%", "_", "É", "rhone ecole"]
                .into_iter()
                .map(|q| Ok((q, count(q)?)))
                .collect::<Result<Vec<_>>>()
        });
        let expected = [
            ("école", 2),
            ("ECOLE", 2),
            ("oeuvr", 1),
            ("œuvr", 1),
            ("l'hay", 1),
            ("securite plus", 1),
            // Nothing but punctuation searches for nothing, and so finds all.
            ("%", 5),
            ("_", 5),
            ("É", 5),
            ("rhone ecole", 1),
        ];
        assert_eq!(found.unwrap(), expected, "{}", base.url);
    });
}

#[test]
fn texts_sort_alike() {
    let names = [
        "Zèbre",
        "abeille",
        "Âne",
        "Être",
        "etre 2",
        "L'Œuvre",
        "Ours",
        "ours-brun",
        "2 Rives",
        "ours Blanc",
    ];
    on_both(|base| {
        let sorted = base.pool().write(|c| -> Result<Vec<String>> {
            for (n, name) in (1..).zip(names) {
                let row = organisation(n, name);
                forprev_store::organisation::insert(c, row.clone())?;
                forprev_store::habilitation::insert(c, habilitation(n, row.id))?;
            }
            let page = directory::list(c, &directory::Filter::default(), day("2026-11-23"), None, 50)?;
            Ok(page.items.into_iter().map(|entry| entry.organisation.raison_sociale).collect())
        });
        let expected = [
            "2 Rives",
            "abeille",
            "Âne",
            "Être",
            "etre 2",
            "L'Œuvre",
            "Ours",
            "ours Blanc",
            "ours-brun",
            "Zèbre",
        ];
        assert_eq!(sorted.unwrap(), expected, "{}", base.url);
    });
}

#[test]
fn a_missing_date_sorts_alike() {
    on_both(|base| {
        let pool = base.pool();
        let owner = pool
            .write(|c| -> Result<_> {
                let all = some_sessions(c, 3);
                let held = forprev_store::habilitation::find(c, all[0].habilitation_id)?.row;
                sessions::insert(c, session(2000, &held, None))?;
                Ok(held.organisation_id)
            })
            .unwrap();
        let scope = SessionScope { organisations: vec![owner], ..Default::default() };
        let order = |sort| -> Vec<Option<chrono::NaiveDate>> {
            let page = pool.read(|c| {
                sessions::list(c, &scope, day("2026-11-23"), &sessions::Filter::default(), sort, None, 10)
            });
            let page: Result<_> = page;
            page.unwrap().items.into_iter().map(|row| row.ends_on).collect()
        };
        let (first, second) = (Some(day("2026-10-01")), Some(day("2026-10-02")));
        assert_eq!(order(sessions::Sort::LastToEnd), [None, second, first, first], "{}", base.url);
        assert_eq!(order(sessions::Sort::FirstToEnd), [first, first, second, None], "{}", base.url);
    });
}

#[test]
fn lengths_are_counted_in_characters_and_refused_alike() {
    on_both(|base| {
        let pool = base.pool();
        let insert = |name: &str| -> Result<()> {
            pool.write(|c| {
                let mut row = person(1, name, "Zoé");
                row.search_key = "k".into();
                people::insert(c, row)
            })
        };
        assert_eq!(
            insert(&"é".repeat(81)),
            Err(Error::Refused("person_last_name_length".into())),
            "{}",
            base.url
        );
        assert_eq!(insert(""), Err(Error::Refused("person_last_name_length".into())), "{}", base.url);
        assert_eq!(insert(&"é".repeat(80)), Ok(()), "{}", base.url);
    });
}

#[test]
fn a_list_may_be_longer_than_the_variables_of_a_statement() {
    on_both(|base| {
        let pool = base.pool();
        let found = pool.write(|c| -> Result<usize> {
            people::insert_all(c, (0..5_000).map(|n| person(n, "Martin", "Anne")).collect())?;
            let ids: Vec<_> = (0..40_000).map(|n| PersonId::new(uuid(n))).collect();
            Ok(people::find_all(c, &ids)?.len())
        });
        assert_eq!(found, Ok(5_000), "{}", base.url);
    });
}

#[test]
fn unique_indexes_are_named_alike() {
    on_both(|base| {
        let pool = base.pool();
        let address = |n: u64, email: &str| {
            let mut row = person(n, "Martin", "Anne");
            let email: forprev_core::email::Email = email.parse().unwrap();
            row.email_key = Some(email.key());
            row.email = Some(email);
            row
        };
        let insert = |row: people::Row| -> Result<()> { pool.write(|c| people::insert(c, row.clone())) };
        insert(address(1, "Anne@example.fr")).unwrap();
        assert_eq!(
            insert(address(2, "anne@EXAMPLE.fr")),
            Err(Error::Unique("person_email_key_unique".into()))
        );
        let twice = organisation(1, "Une");
        let again = organisations::Row { id: OrganisationId::new(uuid(9)), ..twice.clone() };
        let outcome = pool.write(|c| -> Result<()> {
            organisations::insert(c, twice.clone())?;
            organisations::insert(c, again.clone())
        });
        assert_eq!(outcome, Err(Error::Unique("organisation_siret_unique".into())), "{}", base.url);
        let same_key = people::Row { id: PersonId::new(uuid(1)), ..person(7, "Autre", "Nom") };
        assert_eq!(insert(same_key), Err(Error::Unique("person_id_unique".into())), "{}", base.url);
    });
}

#[test]
fn an_error_undoes_the_whole_transaction_and_the_next_one_works() {
    on_both(|base| {
        let pool = base.pool();
        let outcome = pool.write(|c| -> Result<()> {
            setting::set(c, "before", "1")?;
            people::insert(c, person(1, "Martin", "Anne"))?;
            people::insert(c, person(1, "Martin", "Anne"))
        });
        assert!(matches!(outcome, Err(Error::Unique(_))), "{outcome:?}");
        let seen = pool.write(|c| -> Result<_> { setting::get(c, "before") });
        assert_eq!(seen, Ok(None), "{}", base.url);
    });
}

#[test]
fn foreign_keys_are_enforced() {
    on_both(|base| {
        let pool = base.pool();
        let orphan = pool.write(|c| -> Result<()> {
            forprev_store::habilitation::insert(c, habilitation(1, OrganisationId::new(uuid(404))))
        });
        assert_eq!(orphan, Err(Error::InUse), "{}", base.url);
    });
}

#[test]
fn instants_are_cut_to_milliseconds_and_sort() {
    let instant = |text: &str| Instant::from(text.parse::<DateTime<Utc>>().unwrap());
    let exact = "2026-11-23T22:30:00.123456789Z".parse::<DateTime<Utc>>().unwrap();
    on_both(|base| {
        let found = base.pool().write(|c| -> Result<_> {
            let mut row = organisation(1, "Une");
            row.updated_at = exact.into();
            organisations::insert(c, row)?;
            Ok(organisations::find(c, OrganisationId::new(uuid(1)))?.updated_at.utc())
        });
        assert_eq!(found.unwrap().to_rfc3339(), "2026-11-23T22:30:00.123+00:00", "{}", base.url);

        // A whole second is written without its fraction on SQLite: it still comes before its thousandths.
        let due = base.pool().write(|c| -> Result<Vec<String>> {
            let at = ["2026-11-23T10:00:00Z", "2026-11-23T09:59:59.999Z", "2026-11-23T10:00:00.001Z"];
            for (n, at) in (0..).zip(at) {
                forprev_store::outbox::insert(c, crate::operations::waiting(n, instant(at)))?;
            }
            let due = forprev_store::outbox::due(c, instant("2026-11-23T10:00:00Z"), 10)?;
            Ok(due.into_iter().map(|row| row.id).collect())
        });
        assert_eq!(due.unwrap(), ["1", "0"], "{}", base.url);
    });
}

#[test]
fn reads_are_snapshots_in_which_nothing_is_written() {
    on_both(|base| {
        let pool = base.pool();
        let refused = pool.read(|c| -> Result<()> { setting::set(c, "in", "a read") });
        assert!(refused.is_err(), "{}", base.url);
        pool.write(|c| setting::set(c, "value", "old")).unwrap_or_else(|error: Error| panic!("{error}"));
        let seen = pool.read(|c| -> Result<_> {
            let before = setting::get(c, "value")?;
            pool.write(|other| setting::set(other, "value", "new"))?;
            Ok((before, setting::get(c, "value")?))
        });
        assert_eq!(seen, Ok((Some("old".into()), Some("old".into()))), "{}", base.url);
        assert_eq!(
            pool.read(|c| setting::get(c, "value")),
            Ok::<_, Error>(Some("new".into())),
            "{}",
            base.url
        );
    });
}

#[test]
fn a_touched_row_is_returned_with_its_next_version() {
    on_both(|base| {
        let pool = base.pool();
        let today = day("2026-11-23");
        let id = pool.write(|c| -> Result<_> { Ok(some_sessions(c, 1)[0].id) }).unwrap();
        let touched = |expected| -> Result<i64> {
            pool.write(|c| Ok(sessions::touch(c, id, today, expected)?.version))
        };
        assert_eq!(touched(None), Ok(2), "{}", base.url);
        assert_eq!(touched(Some(2)), Ok(3));
        assert_eq!(touched(Some(2)), Err(Error::Stale));
        // What was refused left no trace.
        assert_eq!(touched(Some(3)), Ok(4));
        let erased = |today: &str| -> Result<i64> {
            pool.write(|c| Ok(sessions::touch(c, id, day(today), None)?.version))
        };
        assert_eq!(erased("2027-06-01"), Err(Error::NotFound), "S14: from its day on, it is not there");
        assert!(erased("2027-05-31").is_ok());
    });
}

#[test]
fn all_that_is_written_is_read_back() {
    on_both(|base| {
        let pool = base.pool();
        let (written, read) = pool
            .write(|c| -> Result<_> {
                let session = some_sessions(c, 1).remove(0);
                let rows: Vec<_> = (0..3).map(|n| trainee(n, session.id, "Œ’Brien-Șerban")).collect();
                trainees::replace(c, session.id, rows.clone())?;
                let found = sessions::find(c, session.id, day("2026-11-23"))?;
                Ok(((session.clone(), rows), (found, trainees::of_session(c, session.id)?)))
            })
            .unwrap();
        assert!(written == read, "{}", base.url);
    });
}

#[test]
fn reference_data_is_there_and_loaded_once() {
    on_both(|base| {
        let pool = base.pool();
        assert_eq!(forprev_store::reference::load(&pool), Ok(false));
        let seen = pool.read(|c| -> Result<_> {
            let shared: Vec<_> =
                place::communes(c, "01200")?.into_iter().map(|one| one.departement).collect();
            let caisse = |c: &mut Connection, code| {
                place::caisse_of(c, code).map(|found| found.map(|caisse| caisse.code))
            };
            let caisses = [caisse(c, "33")?, caisse(c, "978")?, caisse(c, "977")?];
            let parameters = forprev_store::parameter::versions(c)?;
            let catalogue = forprev_store::catalogue::dispositifs(c)?;
            let first = catalogue[0].entry.code.clone();
            Ok((shared, caisses, parameters, first, forprev_store::catalogue::inrs_certificates(c)?.len()))
        });
        let (mut shared, caisses, parameters, first, by_inrs) = seen.unwrap();
        shared.dedup();
        assert!(shared.len() > 1, "O1: 01200 lies in two départements: {shared:?}");
        assert_eq!(caisses[0].as_deref(), Some("BORDEAUX"));
        assert!(caisses[1].is_some() && caisses[1] == caisses[2], "O1: {caisses:?}");
        assert_eq!((first.as_str(), by_inrs), ("SST", 14));
        let read = forprev_core::parameters::Parameters::in_force(&parameters, day("2026-11-23"));
        assert_eq!(read.unwrap(), forprev_core::parameters::Parameters::starting());
    });
}

#[derive(QueryableByName)]
struct Pragmas {
    #[diesel(sql_type = Integer)]
    foreign_keys: i32,
    #[diesel(sql_type = Integer)]
    timeout: i32,
    #[diesel(sql_type = Integer)]
    synchronous: i32,
    #[diesel(sql_type = Integer)]
    secure_delete: i32,
    #[diesel(sql_type = diesel::sql_types::Text)]
    journal_mode: String,
}

#[test]
fn every_sqlite_connection_has_its_settings() {
    let base = sqlite();
    let pool = base.pool();
    // Two connections at once: not only the first one.
    let settings = pool.read(|_| -> Result<_> {
        pool.read(|c| {
            let Connection::Sqlite(c) = c else { unreachable!() };
            Ok(sql_query(
                "SELECT foreign_keys, timeout, synchronous, secure_delete, journal_mode
                 FROM pragma_foreign_keys, pragma_busy_timeout, pragma_synchronous, pragma_secure_delete,
                      pragma_journal_mode",
            )
            .get_result::<Pragmas>(c)?)
        })
    });
    let found = settings.unwrap();
    assert_eq!((found.foreign_keys, found.timeout, found.synchronous, found.secure_delete), (1, 5000, 2, 1));
    assert_eq!(found.journal_mode, "wal");
}

#[test]
fn a_mistyped_url_opens_nothing() {
    for url in
        ["postgre://localhost/forprev", "forprev.db", "sqlite:", "sqlite://", "", "mysql://localhost/x"]
    {
        let opened = forprev_store::Pool::open(url, forprev_store::PoolOptions::default());
        assert_eq!(opened.err(), Some(Error::Url), "{url}");
        assert_eq!(forprev_store::migrate(url), Err(Error::Url), "{url}");
    }
    let nobody = forprev_store::migrate("postgres://nobody@127.0.0.1:1/nothing?connect_timeout=2");
    assert!(matches!(nobody, Err(Error::Unavailable(_))), "{nobody:?}");
    assert!(now().utc().to_rfc3339().starts_with("2026"));
}
