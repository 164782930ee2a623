//! Searches by name: what they find, and that among everybody they read no more than that.

use crate::{
    base::on_both,
    rows::{habilitation, now, organisation, person},
};
use diesel::{
    Connection as _, QueryableByName, RunQueryDsl, SqliteConnection,
    connection::{Instrumentation, InstrumentationEvent},
    sql_query,
    sql_types::{BigInt, Text},
};
use forprev_core::actor::ProfileKind;
use forprev_store::{Connection, Result, person as people, profile};
use std::sync::{Arc, Mutex};

fn numbers(found: Vec<people::Row>) -> Vec<String> {
    found.into_iter().map(|row| format!("{} {}", row.last_name, row.first_name)).collect()
}

#[test]
fn words_are_found_by_how_they_begin_and_follow_the_name() {
    on_both(|base| {
        let pool = base.pool();
        let found: Result<()> = pool.write(|c| {
            people::insert_all(
                c,
                vec![
                    person(1, "Le Goff", "Maëlle"),
                    person(2, "Œuvrard-Goffin", "Jean Noël"),
                    person(3, "Martin", "Martine"),
                    person(4, "Durand", "Maël"),
                ],
            )?;
            for (words, expected) in [
                ("goff", vec!["Le Goff Maëlle", "Œuvrard-Goffin Jean Noël"]),
                ("GOFF maël", vec!["Le Goff Maëlle"]),
                ("oeuv noel", vec!["Œuvrard-Goffin Jean Noël"]),
                // Twice in one name, and one person.
                ("mart", vec!["Martin Martine"]),
                ("martine martin", vec!["Martin Martine"]),
                ("artin", vec![]),
                ("goff durand", vec![]),
                ("mael", vec!["Durand Maël", "Le Goff Maëlle"]),
            ] {
                assert_eq!(numbers(people::everybody_named(c, words, 10)?), expected, "{words}");
            }
            assert_eq!(people::everybody_named(c, "", 3)?.len(), 3);
            assert_eq!(people::everybody_named(c, "ma", 1)?.len(), 1);
            // Another name, and nobody.
            let row = people::touch(c, person(4, "", "").id, None)?;
            let search_key = people::search_key("Petit", "Maël");
            people::save(c, people::Row { last_name: "Petit".into(), search_key, ..row })?;
            assert!(people::everybody_named(c, "durand", 10)?.is_empty());
            assert_eq!(numbers(people::everybody_named(c, "pet", 10)?), ["Petit Maël"]);
            Ok(())
        });
        found.unwrap();
    });
}

/// What was asked of the base.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Instrumentation for Heard {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let query = query.to_string();
            if query.starts_with("SELECT") {
                self.0.lock().unwrap().push(query);
            }
        }
    }
}

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// What PostgreSQL has read of a table in this transaction.
#[derive(QueryableByName)]
struct Read {
    #[diesel(sql_type = Text)]
    relname: String,
    #[diesel(sql_type = BigInt)]
    through: i64,
    #[diesel(sql_type = BigInt)]
    by_index: i64,
}

/// Each search that somebody can make among all people.
fn search(c: &mut Connection) -> Result<()> {
    let (here, ours) = (vec!["RENNES".to_owned()], [organisation(1, "Formation").id]);
    assert!(!people::everybody_named(c, "bcd", 500)?.is_empty());
    people::everybody_named(c, "bcd c", 500)?;
    people::formateurs_named(c, None, "bcd c", 500)?;
    people::formateurs_named(c, Some(&here), "bcd c", 500)?;
    people::users_named(c, &here, "bcd c", 500)?;
    people::who_led_here(c, &ours, "bcd c", 500)?;
    let number = person(17, "", "").forprev_number;
    assert!(people::by_forprev_number(c, &number)?.is_some());
    assert!(people::by_email(c, &"nobody@test.example".parse().unwrap())?.is_none());
    Ok(())
}

/// So many people, of whom each tenth is a user of an organisation.
fn many(c: &mut Connection, count: u64) -> Result<()> {
    let owner = organisation(1, "Formation");
    forprev_store::organisation::insert(c, owner.clone())?;
    forprev_store::habilitation::insert(c, habilitation(1, owner.id))?;
    let name = |n: u64| -> String {
        (0..6).map(|place| char::from(b'a' + u8::try_from((n / 26_u64.pow(place)) % 26).unwrap())).collect()
    };
    let all: Vec<_> = (1..=count).map(|n| person(n, &name(n * 7_919), &name(n * 104_729))).collect();
    let users = all.iter().step_by(10).map(|one| profile::Row {
        organisation_id: Some(owner.id),
        ..profile::Row::new(one.id.to_string(), one.id, ProfileKind::Gestionnaire, now())
    });
    let users: Vec<_> = users.collect();
    people::insert_all(c, all)?;
    profile::insert_all(c, users)
}

#[test]
fn a_search_among_everybody_reads_by_the_words() {
    on_both(|base| {
        let pool = base.pool();
        pool.write(|c| many(c, 20_000)).unwrap();
        let analysed: Result<usize> = pool.write(|c| {
            Ok(match c {
                Connection::Sqlite(c) => sql_query("ANALYZE").execute(c)?,
                Connection::Postgres(c) => sql_query("ANALYZE").execute(c)?,
            })
        });
        analysed.unwrap();
        let asked: Result<()> = pool.read(|c| {
            let heard = Heard::default();
            if let Connection::Sqlite(c) = c {
                c.set_instrumentation(heard.clone());
            }
            search(c)?;
            let queries = std::mem::take(&mut *heard.0.lock().unwrap());
            match c {
                Connection::Sqlite(c) => {
                    assert!(queries.len() >= 8, "{queries:?}");
                    queries.iter().for_each(|query| by_index(c, query));
                }
                Connection::Postgres(c) => {
                    let read: Vec<Read> = sql_query(READ).load(c).unwrap();
                    assert!(read.iter().any(|one| one.relname == "person_word" && one.by_index > 0));
                    for one in read.iter().filter(|one| one.relname.starts_with("person")) {
                        assert_eq!(one.through, 0, "{} is read through", one.relname);
                        assert!(one.by_index < 2_000, "{}: {} rows", one.relname, one.by_index);
                    }
                }
            }
            Ok(())
        });
        asked.unwrap();
    });
}

const READ: &str = "SELECT relname::text, seq_tup_read AS through, coalesce(idx_tup_fetch, 0) AS by_index
    FROM pg_stat_xact_user_tables";

/// SQLite goes about this query by indexes, where it looks at people.
fn by_index(c: &mut SqliteConnection, query: &str) {
    let sql = query.split(" -- binds").next().unwrap_or_default();
    let steps: Vec<Step> = sql_query(format!("EXPLAIN QUERY PLAN {sql}")).load(c).unwrap();
    for step in steps {
        for table in ["person", "person_word", "other", "profile", "qualification"] {
            let through = step.detail == format!("SCAN {table}")
                || step.detail.starts_with(&format!("SCAN {table} USING"));
            assert!(!through, "{sql}\n{}", step.detail);
        }
    }
}
