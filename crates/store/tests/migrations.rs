//! Bringing a base up to date.

use crate::base::{Base, empty_postgres, empty_sqlite, on_both};
use diesel::{RunQueryDsl, sql_query};
use forprev_store::{Error, Result, migrate, setting};
use std::thread;

fn on_both_empty(test: impl Fn(&Base)) {
    test(&empty_sqlite());
    test(&empty_postgres());
}

#[test]
fn servers_that_start_at_once_migrate_once() {
    on_both_empty(|base| {
        thread::scope(|scope| {
            let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| migrate(&base.url))).collect();
            for start in starts {
                assert_eq!(start.join().unwrap(), Ok(()), "{}", base.url);
            }
        });
        assert_eq!(base.pool().read(|c| setting::get(c, "nothing")), Ok::<_, Error>(None));
    });
}

#[test]
fn what_is_there_stays() {
    on_both(|base| {
        let pool = base.pool();
        pool.write(|c| -> Result<()> { setting::set(c, "kept", "yes") }).unwrap();
        assert_eq!(migrate(&base.url), Ok(()));
        assert_eq!(pool.read(|c| setting::get(c, "kept")), Ok::<_, Error>(Some("yes".into())));
    });
}

#[test]
fn a_base_of_a_newer_program_is_refused() {
    on_both(|base| {
        let newer = base.pool().write(|c| -> Result<()> {
            let statement = sql_query("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')");
            statement.execute(c)?;
            Ok(())
        });
        newer.unwrap();
        assert_eq!(migrate(&base.url), Err(Error::NewerBase("9999".into())), "{}", base.url);
    });
}

#[test]
fn the_folder_of_a_new_base_is_made() {
    let base = empty_sqlite();
    let url = base.url.replace("base.db", "not/there/yet/forprev.db");
    assert_eq!(migrate(&url), Ok(()));
}
