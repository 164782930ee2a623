//! A connection to one of the two databases. Apart, and by another name than the one it is known by: what the derive
//! writes imports diesel's own `Connection`.

use diesel::{PgConnection, SqliteConnection};

/// A connection to either database. Inside `Pool::read` and `Pool::write` it carries their transaction.
#[derive(diesel::MultiConnection)]
pub enum EitherConnection {
    /// A file.
    Sqlite(SqliteConnection),
    /// A server.
    Postgres(PgConnection),
}
