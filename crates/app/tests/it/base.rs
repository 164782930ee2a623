//! A base for each test.

use forprev_store::{Pool, PoolOptions, migrate, reference};
pub use forprev_testbase::{Base, Database};

/// A base with its tables and reference data.
pub fn of(database: Database) -> Base {
    forprev_testbase::copy("reference", database, |url, _| {
        migrate(url).unwrap();
        let pool = open(url);
        reference::load(&pool).unwrap();
        if database == Database::Sqlite {
            pool.leave_no_trace().unwrap();
        }
    })
}

/// The base of this URL.
pub fn open(url: &str) -> Pool {
    Pool::open(url, PoolOptions { connections: 8, ..PoolOptions::default() }).unwrap()
}
