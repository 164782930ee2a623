//! A base for each test.

use forprev_store::{Pool, PoolOptions, migrate, reference};
use forprev_testbase::Database;
use std::ops::Deref;

/// A base that goes away with its test.
pub struct Base(forprev_testbase::Base);

impl Deref for Base {
    type Target = forprev_testbase::Base;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Base {
    pub fn pool(&self) -> Pool {
        Pool::open(&self.url, PoolOptions { connections: 16, ..PoolOptions::default() }).unwrap()
    }
}

/// An SQLite base without tables.
pub fn empty_sqlite() -> Base {
    Base(forprev_testbase::Base::empty(Database::Sqlite))
}

/// A PostgreSQL base without tables.
pub fn empty_postgres() -> Base {
    Base(forprev_testbase::Base::empty(Database::Postgres))
}

fn whole(database: Database) -> Base {
    Base(forprev_testbase::copy("reference", database, |url, _| {
        migrate(url).unwrap();
        let pool = Pool::open(url, PoolOptions::default()).unwrap();
        reference::load(&pool).unwrap();
        if database == Database::Sqlite {
            pool.leave_no_trace().unwrap();
        }
    }))
}

/// An SQLite base with all its tables and reference data.
pub fn sqlite() -> Base {
    whole(Database::Sqlite)
}

/// A PostgreSQL base with all its tables and reference data.
pub fn postgres() -> Base {
    whole(Database::Postgres)
}

/// Runs a test on both databases.
pub fn on_both(test: impl Fn(&Base)) {
    test(&sqlite());
    test(&postgres());
}
