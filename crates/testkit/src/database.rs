//! A base for each test.

use forprev_store::{Pool, PoolOptions};
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

/// Which database a test runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Database {
    /// A file.
    Sqlite,
    /// The server that `FORPREV_TEST_POSTGRES_URL` names.
    Postgres,
}

/// A base that goes away with its test, and a folder beside it.
pub(crate) struct Base {
    pub(crate) url: String,
    pub(crate) folder: PathBuf,
    /// The name of the PostgreSQL database, where it is one.
    pub(crate) database: Option<String>,
}

impl Drop for Base {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
        if let Some(name) = &self.database {
            // While a panic goes through, another one would end the whole run.
            let _ = try_on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

impl Base {
    pub(crate) fn pool(&self) -> Pool {
        Pool::open(&self.url, PoolOptions { connections: 8, ..PoolOptions::default() }).expect("a base")
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        if self.database.is_some() {
            let dump = Command::new("pg_dump").arg(&self.url).output().expect("pg_dump");
            assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
            return dump.stdout;
        }
        let files = std::fs::read_dir(&self.folder).expect("the folder of the base");
        let files = files.map(|file| file.expect("a file").path()).filter(|path| path.is_file());
        files.flat_map(|file| std::fs::read(file).expect("a file of the base")).collect()
    }
}

/// A name that no other test of any process has.
pub(crate) fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("forprev_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A folder of its own.
pub(crate) fn fresh_folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

pub(crate) fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join("base.db").display())
}

/// The server of the tests. A test that cannot run has failed.
fn server() -> String {
    std::env::var("FORPREV_TEST_POSTGRES_URL").expect(
        "FORPREV_TEST_POSTGRES_URL must name a PostgreSQL server on which databases can be made: `make test` sets it",
    )
}

/// The URL of another database of the same server.
pub(crate) fn postgres_url(database: &str) -> String {
    let server = server();
    let (address, options) = server.split_once('?').map_or((server.as_str(), None), |(a, o)| (a, Some(o)));
    let (host, _) = address.rsplit_once('/').expect("a URL that ends with a database's name");
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{host}/{database}{options}")
}

/// Runs a statement of names that are made here. What it printed.
pub(crate) fn try_on_server(statement: &str) -> Result<String, String> {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"])
        .args(["--command", statement, "--dbname"])
        .arg(server())
        .output()
        .map_err(|error| format!("psql: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

pub(crate) fn on_server(statement: &str) -> String {
    try_on_server(statement).expect("a statement on the server of the tests")
}
