//! Opening connections. The one that diesel derives would try each database in turn, and a mistyped PostgreSQL URL
//! would open a file of that name.

use super::Connection;
use crate::{Error, error::is_contention};
use diesel::{
    Connection as _, PgConnection, SqliteConnection,
    connection::{InstrumentationEvent, SimpleConnection},
    r2d2::{ManageConnection, R2D2Connection},
    result::{DatabaseErrorKind, Error as DieselError},
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Which base a URL names.
#[derive(Clone, Debug)]
pub(super) enum Base {
    /// The file of an SQLite base.
    Sqlite(PathBuf),
    /// The URL of a PostgreSQL base.
    Postgres(String),
}

// foreign_keys: off unless asked. busy_timeout: writers of other processes are waited for. WAL: readers and a writer
// at once. FULL: an acknowledged write survives a power cut. secure_delete: what is erased is overwritten (S14).
// temp_store: names of trainees are never sorted in a temporary file.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 5000;
    PRAGMA foreign_keys = ON;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;";

const POSTGRES_SETTINGS: &str = "SET application_name = 'forprev';
    SET lock_timeout = '5s';
    SET statement_timeout = '60s';
    SET idle_in_transaction_session_timeout = '60s';
    SET client_encoding = 'UTF8';
    SET synchronous_commit = 'on';";

impl Base {
    /// # Errors
    /// [`Error::Url`] where the scheme is neither.
    pub(super) fn parse(url: &str) -> Result<Self, Error> {
        match url.split_once("://") {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(url.to_owned())),
            _ => Err(Error::Url),
        }
    }

    pub(super) fn connect(&self) -> Result<Connection, Error> {
        match self {
            Self::Sqlite(path) => {
                make_file(path)?;
                let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
                connection.batch_execute(SQLITE_SETTINGS)?;
                Ok(Connection::Sqlite(connection))
            }
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(url)?;
                connection.batch_execute(POSTGRES_SETTINGS)?;
                // Only some users may: without it, contention is not known by its message where the server does not
                // speak English, and is told as an internal error instead of being tried again.
                let _ = connection.batch_execute("SET lc_messages = 'C'");
                Ok(Connection::Postgres(connection))
            }
        }
    }
}

// The base and its folder are made on a first start, for nobody else to read: SQLite would ask the umask, and gives
// the files beside it the base's own permissions.
fn make_file(path: &Path) -> Result<(), Error> {
    let told = |error: std::io::Error| Error::Unavailable(format!("{}: {error}", path.display()));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut make = std::fs::DirBuilder::new();
        make.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
        make.create(folder).map_err(told)?;
    }
    let mut open = std::fs::OpenOptions::new();
    open.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    open.open(path).map(drop).map_err(told)
}

/// A connection of the pool, that remembers whether the last statement failed because of others.
pub(super) struct Pooled {
    pub(super) connection: Connection,
    contended: Arc<AtomicBool>,
}

impl Pooled {
    fn new(mut connection: Connection) -> Self {
        let contended = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&contended);
        // A use case turns errors into its own: this is how a transaction is still known to be worth another try.
        connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::FinishQuery { error: Some(error), .. } = event {
                seen.store(by_others(error), Ordering::Relaxed);
            }
        });
        Self { connection, contended }
    }

    /// Whether a statement failed because of others since this was last asked.
    pub(super) fn take_contended(&self) -> bool {
        self.contended.swap(false, Ordering::Relaxed)
    }
}

fn by_others(error: &DieselError) -> bool {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        DieselError::DatabaseError(_, information) => is_contention(information.message()),
        _ => false,
    }
}

#[derive(Debug)]
pub(super) struct Manager(pub(super) Base);

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = Error;

    fn connect(&self) -> Result<Pooled, Error> {
        self.0.connect().map(Pooled::new)
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), Error> {
        Ok(pooled.connection.ping()?)
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        std::thread::panicking() || pooled.connection.is_broken()
    }
}
