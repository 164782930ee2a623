//! A base for each test, on either database: a copy of a template that the first process makes. It knows nothing of
//! what the templates hold, so that the tests of every crate share it, those of the store too. Only tests use it, so it
//! stops where it cannot go on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod server;
mod template;

pub use template::copy;

use server::{files, on_server, postgres_url, try_on_server};
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
#[derive(Debug)]
pub struct Base {
    /// Its URL.
    pub url: String,
    /// A folder of its own: on SQLite the base is a file in it.
    pub folder: PathBuf,
    /// The name of the PostgreSQL database, where it is one.
    database: Option<String>,
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
    /// A base without tables.
    #[must_use]
    pub fn empty(database: Database) -> Self {
        let name = fresh_name();
        let folder = fresh_folder(&name);
        match database {
            Database::Sqlite => Self { url: sqlite_url(&folder), folder, database: None },
            Database::Postgres => {
                on_server(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"));
                Self { url: postgres_url(&name), folder, database: Some(name) }
            }
        }
    }

    /// Which database it is on.
    #[must_use]
    pub const fn on(&self) -> Database {
        if self.database.is_some() { Database::Postgres } else { Database::Sqlite }
    }

    /// Every byte that it keeps: all the files of an SQLite base; of a PostgreSQL one a dump, the files of its tables and
    /// indexes, where what was erased may stay, and the planner's statistics.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        if self.database.is_some() {
            let dump = Command::new("pg_dump").arg(&self.url).output().expect("pg_dump");
            assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
            return [dump.stdout, files(&self.url)].concat();
        }
        let files = std::fs::read_dir(&self.folder).expect("the folder of the base");
        let files = files.map(|file| file.expect("a file").path()).filter(|path| path.is_file());
        files.flat_map(|file| std::fs::read(file).expect("a file of the base")).collect()
    }
}

/// A name that no other test of any process has.
fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("forprev_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A folder of this name.
fn fresh_folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite://{}", folder.join(SQLITE_FILE).display())
}

/// The file of an SQLite base, in its folder.
const SQLITE_FILE: &str = "base.db";
