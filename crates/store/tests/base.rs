//! A base for each test: a copy of a migrated file, or a database made from a migrated template.

use diesel::{Connection as _, PgConnection, QueryableByName, RunQueryDsl, sql_query, sql_types::Text};
use forprev_store::{Pool, PoolOptions, migrate, reference};
use std::{
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

static COUNT: AtomicU32 = AtomicU32::new(0);

fn fresh_name() -> String {
    format!("forprev_store_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A base that goes away with its test.
pub struct Base {
    pub url: String,
    kind: Kind,
}

enum Kind {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Drop for Base {
    fn drop(&mut self) {
        match &self.kind {
            Kind::Sqlite(folder) => drop(std::fs::remove_dir_all(folder)),
            Kind::Postgres(name) => drop(on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))),
        }
    }
}

impl Base {
    pub fn pool(&self) -> Pool {
        Pool::open(&self.url, PoolOptions { connections: 16, ..PoolOptions::default() }).unwrap()
    }

    /// Every byte that the base keeps on disk, or what a dump of it holds.
    pub fn bytes(&self) -> Vec<u8> {
        match &self.kind {
            Kind::Sqlite(folder) => {
                let files = std::fs::read_dir(folder).unwrap();
                files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
            }
            Kind::Postgres(_) => {
                let dump = std::process::Command::new("pg_dump").arg(&self.url).output().unwrap();
                assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
                dump.stdout
            }
        }
    }
}

/// The server of the tests.
///
/// # Panics
/// When the environment names none: a test that cannot run has failed.
pub fn server() -> String {
    std::env::var("FORPREV_TEST_POSTGRES_URL").expect(
        "FORPREV_TEST_POSTGRES_URL must name a PostgreSQL server on which databases can be made: `make test` sets it",
    )
}

fn on_server(statement: &str) -> diesel::QueryResult<usize> {
    sql_query(statement).execute(&mut PgConnection::establish(&server()).unwrap())
}

fn url_of(database: &str) -> String {
    let server = server();
    let (address, options) = server.split_once('?').map_or((server.as_str(), None), |(a, o)| (a, Some(o)));
    let (host, _) = address.rsplit_once('/').unwrap();
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{host}/{database}{options}")
}

/// An SQLite base without tables.
pub fn empty_sqlite() -> Base {
    let folder = std::env::temp_dir().join(fresh_name());
    std::fs::create_dir_all(&folder).unwrap();
    Base { url: format!("sqlite://{}", folder.join("base.db").display()), kind: Kind::Sqlite(folder) }
}

/// A PostgreSQL base without tables.
pub fn empty_postgres() -> Base {
    let name = fresh_name();
    on_server(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")).unwrap();
    Base { url: url_of(&name), kind: Kind::Postgres(name) }
}

fn prepare(base: &Base) {
    migrate(&base.url).unwrap();
    reference::load(&base.pool()).unwrap();
}

/// An SQLite base with all its tables and reference data.
pub fn sqlite() -> Base {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let file = TEMPLATE.get_or_init(|| {
        let base = empty_sqlite();
        prepare(&base);
        base.pool().leave_no_trace().unwrap();
        std::fs::read(base.url.strip_prefix("sqlite://").unwrap()).unwrap()
    });
    let base = empty_sqlite();
    std::fs::write(base.url.strip_prefix("sqlite://").unwrap(), file).unwrap();
    base
}

#[derive(QueryableByName)]
struct Database {
    #[diesel(sql_type = Text)]
    name: String,
}

fn drop_those_of_ended_runs() {
    let all =
        sql_query("SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'forprev\\_store\\_%'");
    let all: Vec<Database> = all.load(&mut PgConnection::establish(&server()).unwrap()).unwrap();
    for name in all.into_iter().map(|one| one.name) {
        let process = name.split('_').nth(2).unwrap_or_default();
        if !Path::new("/proc").join(process).exists() {
            // Another run may be doing the same.
            drop(on_server(&format!("DROP DATABASE IF EXISTS {name}")));
        }
    }
}

/// A PostgreSQL base with all its tables and reference data.
pub fn postgres() -> Base {
    // Nothing runs at the end of the process that could drop it: the next run does.
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        drop_those_of_ended_runs();
        let base = empty_postgres();
        prepare(&base);
        let Kind::Postgres(name) = &base.kind else { unreachable!() };
        let name = name.clone();
        std::mem::forget(base);
        name
    });
    let name = fresh_name();
    on_server(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
    Base { url: url_of(&name), kind: Kind::Postgres(name) }
}

/// Runs a test on both databases.
pub fn on_both(test: impl Fn(&Base)) {
    test(&sqlite());
    test(&postgres());
}
