//! Bases that are made once and copied: tables and reference data take a second to write, the demonstration more.
//! Test runners that start a process for each test share them by way of the folder of temporary files.

use crate::{
    Base, Database, SQLITE_FILE, fresh_folder, fresh_name,
    server::{on_server, postgres_url},
    sqlite_url,
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

/// A base of one's own that holds what `make` wrote, which the first process that needs a template of this name calls
/// with the URL of an empty base and the folder beside it. What `make` puts into folders of that folder is copied too.
/// It leaves an SQLite base in one file.
///
/// # Panics
/// Where a base or a file cannot be made.
#[must_use]
pub fn copy(name: &str, database: Database, make: impl FnOnce(&str, &Path)) -> Base {
    let made = made(name, database, make);
    let name = fresh_name();
    let folder = fresh_folder(&name);
    for entry in fs::read_dir(&made).expect("the template").flatten().filter(|entry| entry.path().is_dir()) {
        copy_folder(&entry.path(), &folder.join(entry.file_name()));
    }
    match database {
        Database::Sqlite => {
            fs::copy(made.join(SQLITE_FILE), folder.join(SQLITE_FILE)).expect("a copy of the template");
            Base { url: sqlite_url(&folder), folder, database: None }
        }
        Database::Postgres => {
            let from = name_of(&made);
            on_server(&format!("CREATE DATABASE {name} TEMPLATE {from}"));
            Base { url: postgres_url(&name), folder, database: Some(name) }
        }
    }
}

/// The folder of a template, made by the first process that needs it. Its name changes with the test program.
fn made(template: &str, database: Database, make: impl FnOnce(&str, &Path)) -> PathBuf {
    let program = std::env::current_exe().expect("this program");
    let built = program.metadata().and_then(|metadata| metadata.modified()).expect("when it was built");
    let built = built.duration_since(UNIX_EPOCH).expect("a time").as_millis();
    let stem: String = program
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let server = match database {
        Database::Sqlite => String::new(),
        // Another server has none of the databases of this one.
        Database::Postgres => on_server("SELECT system_identifier FROM pg_control_system()"),
    };
    let name =
        format!("forprev_template_{stem}_{built}_{server}_{template}_{database:?}").to_ascii_lowercase();
    let root = std::env::temp_dir();
    let lock = File::create(root.join(format!("{name}.lock"))).expect("a lock");
    lock.lock().expect("a lock");
    let folder = root.join(&name);
    if !folder.join("done").exists() {
        remove_older(&root);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        let url = match database {
            Database::Sqlite => sqlite_url(&folder),
            Database::Postgres => {
                let name = name_of(&folder);
                on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
                on_server(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"));
                postgres_url(&name)
            }
        };
        make(&url, &folder);
        File::create(folder.join("done")).expect("a mark");
    }
    folder
}

/// PostgreSQL cuts names at 63 bytes: a short one that differs as the long one does (FNV-1a).
fn name_of(folder: &Path) -> String {
    let bytes = folder.to_string_lossy().into_owned().into_bytes();
    let hash = bytes.into_iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("forprev_template_{hash:016x}")
}

/// Templates of builds of the day before serve nobody.
fn remove_older(root: &Path) {
    let day = Duration::from_secs(24 * 60 * 60);
    for entry in fs::read_dir(root).expect("the folder of temporary files").flatten() {
        let path = entry.path();
        let ours = entry.file_name().to_string_lossy().starts_with("forprev_template_");
        let age = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .ok()
            .and_then(|time| time.elapsed().ok());
        if ours && age.is_some_and(|age| age > day) {
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}
