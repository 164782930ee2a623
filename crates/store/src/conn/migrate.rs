//! Migrations, embedded: the same names for both databases.

use super::{Connection, manager::Base};
use crate::Error;
use diesel::{
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    migration::{MigrationConnection, MigrationSource},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// Brings the base that the URL names to the tables of this program, all or nothing; a base that has them already
/// is left as it is. Several servers may start at once: the first one migrates, the others wait.
///
/// # Errors
/// [`Error::NewerBase`] for a base that a newer program migrated; as [`super::Pool::open`] otherwise.
pub fn migrate(url: &str) -> Result<(), Error> {
    match &mut Base::parse(url)?.connect()? {
        Connection::Sqlite(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")?;
            finish(c, SQLITE)
        }
        Connection::Postgres(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN")?;
            // A number of our own choosing, that no other program is likely to take.
            c.batch_execute("SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock(7046774573)")?;
            finish(c, POSTGRES)
        }
    }
}

fn finish<C>(connection: &mut C, migrations: EmbeddedMigrations) -> Result<(), Error>
where
    C: MigrationHarness<C::Backend> + MigrationConnection,
    C::TransactionManager: TransactionManager<C>,
    EmbeddedMigrations: MigrationSource<C::Backend>,
{
    let outcome = run(connection, migrations);
    match outcome {
        Ok(()) => Ok(C::TransactionManager::commit_transaction(connection)?),
        Err(error) => {
            let _ = C::TransactionManager::rollback_transaction(connection);
            Err(error)
        }
    }
}

fn run<C>(connection: &mut C, migrations: EmbeddedMigrations) -> Result<(), Error>
where
    C: MigrationHarness<C::Backend> + MigrationConnection,
    EmbeddedMigrations: MigrationSource<C::Backend>,
{
    let internal = |error: Box<dyn std::error::Error + Send + Sync>| Error::Internal(error.to_string());
    connection.setup()?;
    let ours = migrations.migrations().map_err(internal)?;
    let applied = connection.applied_migrations().map_err(internal)?;
    let unknown = applied.iter().find(|version| ours.iter().all(|one| one.name().version() != **version));
    if let Some(version) = unknown {
        return Err(Error::NewerBase(version.to_string()));
    }
    connection.run_pending_migrations(migrations).map_err(internal)?;
    Ok(())
}
