//! A base for each test: a copy of a migrated file, or a database made from a migrated template.

use forprev_store::{Pool, PoolOptions, migrate, reference};
use std::{
    fs,
    path::PathBuf,
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

/// A base that goes away with its test, and the folder of its files.
pub struct Base {
    pub url: String,
    pub folder: PathBuf,
    database: Option<String>,
}

impl Drop for Base {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
        if let Some(name) = &self.database {
            on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

impl Base {
    pub fn pool(&self) -> Pool {
        Pool::open(&self.url, PoolOptions { connections: 8, ..PoolOptions::default() }).unwrap()
    }

    fn prepared(self) -> Self {
        migrate(&self.url).unwrap();
        let pool = self.pool();
        reference::load(&pool).unwrap();
        if self.database.is_none() {
            pool.leave_no_trace().unwrap();
        }
        self
    }
}

fn fresh() -> (String, PathBuf) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("forprev_app_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(&name);
    fs::create_dir_all(&folder).unwrap();
    (name, folder)
}

fn empty_sqlite() -> Base {
    let (_, folder) = fresh();
    Base { url: format!("sqlite://{}", folder.join("base.db").display()), folder, database: None }
}

/// An SQLite base with its tables and reference data.
pub fn sqlite() -> Base {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let file = TEMPLATE.get_or_init(|| {
        let base = empty_sqlite().prepared();
        fs::read(base.folder.join("base.db")).unwrap()
    });
    let base = empty_sqlite();
    fs::write(base.folder.join("base.db"), file).unwrap();
    base
}

fn new_database(template: &str) -> Base {
    let (name, folder) = fresh();
    on_server(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
    Base { url: url_of(&name), folder, database: Some(name) }
}

/// A PostgreSQL base with its tables and reference data.
pub fn postgres() -> Base {
    // It outlives its tests: a later run is the first to know that nobody needs it.
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        drop_those_of_earlier_runs();
        let base = std::mem::ManuallyDrop::new(new_database("template0").prepared());
        base.database.clone().unwrap()
    });
    new_database(template)
}

fn drop_those_of_earlier_runs() {
    let names = on_server("SELECT datname FROM pg_database WHERE datname LIKE 'forprev_app_%'");
    for name in names.lines() {
        let process = name.split('_').nth(2).unwrap_or_default();
        if !PathBuf::from(format!("/proc/{process}")).exists() {
            on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// The server of the tests. A test that cannot run has failed.
fn server() -> String {
    std::env::var("FORPREV_TEST_POSTGRES_URL").expect(
        "FORPREV_TEST_POSTGRES_URL must name a PostgreSQL server on which databases can be made: `make test` sets it",
    )
}

fn url_of(database: &str) -> String {
    let server = server();
    let (address, options) = server.split_once('?').map_or((server.as_str(), ""), |(a, o)| (a, o));
    let (host, _) = address.rsplit_once('/').unwrap();
    let options = if options.is_empty() { String::new() } else { format!("?{options}") };
    format!("{host}/{database}{options}")
}

/// Runs a statement of names that are made here. What it answers, a line a row.
fn on_server(statement: &str) -> String {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"])
        .args(["--command", statement, "--dbname"])
        .arg(server())
        .output()
        .expect("psql");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}
