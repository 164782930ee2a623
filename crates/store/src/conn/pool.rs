//! The pool, and the transactions that are the only way to its connections.

use super::{
    Connection,
    manager::{Base, Manager, Pooled},
};
use crate::Error;
use diesel::{
    RunQueryDsl,
    connection::{AnsiTransactionManager, TransactionManager},
    r2d2::{self, PooledConnection},
    sql_query,
    sql_types::Text,
};
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

/// How often a write is tried when others are in its way.
const TRIES: u32 = 5;

/// The size and the patience of a [`Pool`].
#[derive(Clone, Copy, Debug)]
pub struct PoolOptions {
    /// Connections at the most.
    pub connections: u32,
    /// How long a caller waits for one, and an erasure for who could still read what was erased.
    pub wait: Duration,
}

impl Default for PoolOptions {
    fn default() -> Self {
        Self { connections: 8, wait: Duration::from_secs(10) }
    }
}

/// Connections to one base. Cloning it shares them.
#[derive(Clone)]
pub struct Pool {
    connections: r2d2::Pool<Manager>,
    /// On SQLite, one writer at a time: waiting here is fair and costs nothing, where SQLite's own waiting sleeps.
    writer: Option<Arc<Mutex<()>>>,
    writes: Arc<AtomicU64>,
}

#[derive(Clone, Copy)]
enum Mode {
    Read,
    Write,
}

impl Pool {
    /// Opens the base that the URL names: `sqlite://path` or `postgres://…`. The file of an SQLite base, and its
    /// folder, are made where they do not exist; [`super::migrate`] makes the tables.
    ///
    /// # Errors
    /// [`Error::Url`] or [`Error::Unavailable`].
    pub fn open(url: &str, options: PoolOptions) -> Result<Self, Error> {
        let base = Base::parse(url)?;
        // r2d2 would try until its patience ends, and then tell less than the first failure does.
        drop(base.connect()?);
        let writer = matches!(base, Base::Sqlite(_)).then(Arc::default);
        let connections = r2d2::Pool::builder()
            .max_size(options.connections)
            .min_idle(Some(0))
            .connection_timeout(options.wait)
            // The statement that begins a transaction finds out as well, and is sent anyway.
            .test_on_check_out(false)
            .build(Manager(base))
            .map_err(|error| Error::Unavailable(error.to_string()))?;
        Ok(Self { connections, writer, writes: Arc::default() })
    }

    /// Runs `work` on one snapshot of the base, in which nothing can be written.
    ///
    /// # Errors
    /// Those of `work`; [`Error::Busy`] when no connection comes free, [`Error::Unavailable`] when there is none.
    pub fn read<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut pooled = self.begin(Mode::Read)?;
        let answer = work(&mut pooled.connection);
        // Nothing to keep: what this answers changes nothing, and a broken connection leaves the pool.
        let _ = Connection::rollback_transaction(&mut pooled.connection);
        answer
    }

    /// Runs `work` in one transaction, kept when it answers `Ok` and undone otherwise. When others were in its way
    /// (deadlock, lock held too long), all of it runs again, a few times: it does nothing outside the base.
    ///
    /// # Errors
    /// As [`Pool::read`].
    pub fn write<T, E: From<Error>>(
        &self,
        mut work: impl FnMut(&mut Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let _one_writer = self.writer.as_ref().map(|one| one.lock().unwrap_or_else(PoisonError::into_inner));
        let mut tried = 0;
        loop {
            tried += 1;
            let outcome = self.write_once(&mut work);
            // Also after a failure: a commit whose answer was lost may have been kept.
            self.writes.fetch_add(1, Ordering::SeqCst);
            match outcome {
                Err((_, true)) if tried < TRIES => sleep(Duration::from_millis(5 << tried)),
                Err((error, _)) => return Err(error),
                Ok(answer) => return Ok(answer),
            }
        }
    }

    /// How many transactions that write have ended, kept or not, on this pool and its clones: while the number stays
    /// the same, this process has changed nothing. It rises before a write is acknowledged.
    #[must_use]
    pub fn writes(&self) -> u64 {
        self.writes.load(Ordering::SeqCst)
    }

    /// How many connections are open, and how many of them nobody uses now.
    #[must_use]
    pub fn open_and_idle(&self) -> (u32, u32) {
        let state = self.connections.state();
        (state.connections, state.idle_connections)
    }

    fn write_once<T, E: From<Error>>(
        &self,
        work: &mut impl FnMut(&mut Connection) -> Result<T, E>,
    ) -> Result<T, (E, bool)> {
        let mut pooled = self.begin(Mode::Write).map_err(|error| {
            let contention = error.is_contention();
            (error.into(), contention)
        })?;
        pooled.take_contended();
        match work(&mut pooled.connection) {
            Ok(answer) => {
                Connection::commit_transaction(&mut pooled.connection).map(|()| answer).map_err(|error| {
                    let error = Error::from(error);
                    let contention = error.is_contention();
                    (error.into(), contention)
                })
            }
            Err(error) => {
                let _ = Connection::rollback_transaction(&mut pooled.connection);
                Err((error, pooled.take_contended()))
            }
        }
    }

    /// A connection with a transaction begun. One that was lost since its last use is replaced.
    fn begin(&self, mode: Mode) -> Result<PooledConnection<Manager>, Error> {
        let mut lost = 0;
        loop {
            let mut pooled = self.connections.get().map_err(|_| Error::Busy)?;
            match begin(&mut pooled, mode).map_err(Error::from) {
                Ok(()) => return Ok(pooled),
                Err(Error::Unavailable(_)) if lost <= self.connections.max_size() => lost += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Leaves nothing of what was erased in the files of the base (S14): the tables that are purged are written anew,
    /// where something was erased since that was last done, and the write-ahead log of SQLite is emptied. Overwriting
    /// what is deleted is not enough: pages that were split or merged keep copies of rows in their gaps.
    ///
    /// # Errors
    /// [`Error::Busy`] when other connections are in the way all the while: a later run does it.
    pub fn leave_no_trace(&self) -> Result<(), Error> {
        if let Some(erasures) = self.read(crate::purge::traces)? {
            self.wait_for_earlier()?;
            self.alone(|connection| match connection {
                Connection::Postgres(c) => {
                    REWRITE.iter().try_for_each(|statement| sql_query(*statement).execute(c).map(drop))
                }
                Connection::Sqlite(c) => {
                    sql_query("PRAGMA query_only = OFF").execute(c)?;
                    sql_query("VACUUM").execute(c).map(drop)
                }
            })?;
            self.write(|c| crate::purge::note_rewritten(c, erasures))?;
        }
        for tried in 1..=TRIES {
            let mut busy = 0;
            self.alone(|connection| {
                if let Connection::Sqlite(c) = connection {
                    let answer: Checkpoint = sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(c)?;
                    busy = answer.busy;
                }
                Ok(())
            })?;
            if busy == 0 {
                return Ok(());
            }
            sleep(Duration::from_millis(50 << tried));
        }
        Err(Error::Busy)
    }

    /// On PostgreSQL, waits until nobody is left who could still read what was erased until now: `VACUUM FULL` would copy
    /// it. On SQLite that is what the checkpoint asks.
    fn wait_for_earlier(&self) -> Result<(), Error> {
        let start = Instant::now();
        let mut until = None;
        for tried in 1.. {
            let mut earlier = 0;
            self.alone(|connection| {
                if let Connection::Postgres(c) = connection {
                    let until = match &mut until {
                        Some(until) => until,
                        none => none.insert(sql_query(NEXT).get_result::<Next>(c)?.next),
                    };
                    earlier = sql_query(EARLIER).bind::<Text, _>(&*until).get_result::<Earlier>(c)?.earlier;
                }
                Ok(())
            })?;
            if earlier == 0 {
                return Ok(());
            }
            if start.elapsed() > self.connections.connection_timeout() {
                break;
            }
            sleep(Duration::from_millis(10 << tried.min(6)));
        }
        Err(Error::Busy)
    }

    /// A connection outside any transaction, while no other one of this program writes to SQLite.
    fn alone(&self, work: impl FnOnce(&mut Connection) -> diesel::QueryResult<()>) -> Result<(), Error> {
        let _one_writer = self.writer.as_ref().map(|one| one.lock().unwrap_or_else(PoisonError::into_inner));
        let mut pooled = self.connections.get().map_err(|_| Error::Busy)?;
        Ok(work(&mut pooled.connection)?)
    }
}

/// `FULL` writes a table anew; plain `VACUUM` only marks what is free.
const REWRITE: &[&str] = &[
    "VACUUM FULL session",
    "VACUUM FULL session_formateur",
    "VACUUM FULL trainee",
    "VACUUM FULL certificate_document",
    "VACUUM FULL idempotency",
    "VACUUM FULL outbox",
    "VACUUM FULL notification",
    "VACUUM FULL mail",
];

#[derive(diesel::QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    busy: i32,
}

/// The number of the next transaction.
const NEXT: &str = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next";

#[derive(diesel::QueryableByName)]
struct Next {
    #[diesel(sql_type = Text)]
    next: String,
}

/// How many run that began before that transaction, in any database of the server, since who begins now sees the base
/// as of the first that runs; and how many see this base as it was then: connections, replicas, prepared transactions.
const EARLIER: &str = "WITH until AS (SELECT age($1::xid8::xid) AS age) SELECT count(*) AS earlier FROM until, ( \
    SELECT age(backend_xid) AS age FROM pg_stat_activity WHERE pid <> pg_backend_pid() \
    UNION ALL SELECT age(backend_xmin) FROM pg_stat_activity \
    WHERE pid <> pg_backend_pid() AND (datname = current_database() OR datname IS NULL) \
    UNION ALL SELECT age(xmin) FROM pg_replication_slots \
    UNION ALL SELECT age(transaction) FROM pg_prepared_xacts \
    ) AS other WHERE other.age > until.age";

#[derive(diesel::QueryableByName)]
struct Earlier {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    earlier: i64,
}

fn begin(pooled: &mut Pooled, mode: Mode) -> diesel::QueryResult<()> {
    match (&mut pooled.connection, mode) {
        // A write that begins as a read fails when another writer was faster, without waiting: IMMEDIATE waits.
        (Connection::Sqlite(c), Mode::Write) => {
            AnsiTransactionManager::begin_transaction_sql(c, "PRAGMA query_only = OFF; BEGIN IMMEDIATE")
        }
        (Connection::Sqlite(c), Mode::Read) => {
            AnsiTransactionManager::begin_transaction_sql(c, "PRAGMA query_only = ON; BEGIN")
        }
        (Connection::Postgres(c), Mode::Write) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
        (Connection::Postgres(c), Mode::Read) => AnsiTransactionManager::begin_transaction_sql(
            c,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
    }
}
