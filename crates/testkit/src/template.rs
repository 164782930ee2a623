//! Bases that are made once and copied: tables and reference data take a second to write, the demonstration more.
//! Test runners that start a process for each test share them by way of the folder of temporary files.

use crate::{
    PASSWORD, application,
    database::{Base, Database, fresh_folder, fresh_name, on_server, postgres_url, sqlite_url},
};
use argon2::{
    Argon2, Params,
    password_hash::{PasswordHasher, SaltString},
};
use forprev_app::{App, Caller, Clock, seed};
use forprev_store as store;
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    time::{Duration, UNIX_EPOCH},
};

/// What a base holds to begin with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Template {
    /// Tables and reference data.
    Empty,
    /// The demonstration.
    Demo,
}

/// A base of one's own, that holds what the template says.
pub(crate) fn copy(template: Template, database: Database) -> Base {
    let made = made(template, database);
    let name = fresh_name();
    let folder = fresh_folder(&name);
    copy_folder(&made.join("signing-keys"), &folder.join("signing-keys"));
    match database {
        Database::Sqlite => {
            fs::copy(made.join("base.db"), folder.join("base.db")).expect("a copy of the template");
            Base { url: sqlite_url(&folder), folder, database: None }
        }
        Database::Postgres => {
            let from = name_of(&made);
            on_server(&format!("CREATE DATABASE {name} TEMPLATE {from}"));
            Base { url: postgres_url(&name), folder, database: Some(name) }
        }
    }
}

/// A hash that is as cheap as the format allows: tests sign in often, and are not attacked.
pub(crate) fn cheap_hash(password: &str) -> String {
    let params = Params::new(8, 1, 1, None).expect("parameters");
    let salt = SaltString::encode_b64(b"salt of the tests").expect("a salt");
    let argon2 = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    argon2.hash_password(password.as_bytes(), &salt).expect("a hash").to_string()
}

/// The folder of a template, made by the first process that needs it. Its name changes with the test program.
fn made(template: Template, database: Database) -> PathBuf {
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
        format!("forprev_template_{stem}_{built}_{server}_{template:?}_{database:?}").to_ascii_lowercase();
    let root = std::env::temp_dir();
    let lock = File::create(root.join(format!("{name}.lock"))).expect("a lock");
    lock.lock().expect("a lock");
    let folder = root.join(&name);
    if !folder.join("done").exists() {
        remove_older(&root);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        make(template, database, &folder);
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

fn make(template: Template, database: Database, folder: &Path) {
    let url = match database {
        Database::Sqlite => sqlite_url(folder),
        Database::Postgres => {
            let name = name_of(folder);
            on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            on_server(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"));
            postgres_url(&name)
        }
    };
    store::migrate(&url).expect("migrations");
    // Not dropped as a test's base would be: it stays.
    let base = std::mem::ManuallyDrop::new(Base { url, folder: folder.to_owned(), database: None });
    store::reference::load(&base.pool()).expect("reference data");
    let app = application(&base, Clock::manual(crate::now()), true);
    if template == Template::Demo {
        seed::demo(&app).expect("the demonstration");
        cheapen(&app);
    }
    if database == Database::Sqlite {
        app.pool.leave_no_trace().expect("one file");
    }
}

/// Gives everybody who can sign in a hash that is cheap to check.
fn cheapen(app: &App) {
    let hash = cheap_hash(PASSWORD);
    app.write(&Caller::anyone(), |tx| {
        for account in seed::demo_accounts() {
            let email = account.identifier.parse().expect("an address");
            let person = store::person::by_email(tx.conn, &email)?.expect("an account of the demonstration");
            let person = store::person::touch(tx.conn, person.id, None)?;
            store::person::save(tx.conn, store::person::Row { password_hash: Some(hash.clone()), ..person })?;
        }
        Ok(())
    })
    .expect("cheap passwords");
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}
