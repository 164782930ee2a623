//! What the bases of tests hold to begin with.

use crate::{PASSWORD, application};
use argon2::{
    Argon2, Params,
    password_hash::{PasswordHasher, SaltString},
};
use forprev_app::{App, Caller, Clock, seed};
use forprev_store as store;
use forprev_testbase::{Base, Database};
use std::path::Path;

/// What a base holds to begin with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Template {
    /// Tables and reference data.
    Empty,
    /// The demonstration.
    Demo,
}

/// A base of one's own, that holds what the template says, and the signing keys of the template.
pub(crate) fn copy(template: Template, database: Database) -> Base {
    forprev_testbase::copy(&format!("{template:?}"), database, |url, folder| {
        make(template, database, url, folder);
    })
}

/// A hash that is as cheap as the format allows: tests sign in often, and are not attacked.
pub(crate) fn cheap_hash(password: &str) -> String {
    let params = Params::new(8, 1, 1, None).expect("parameters");
    let salt = SaltString::encode_b64(b"salt of the tests").expect("a salt");
    let argon2 = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    argon2.hash_password(password.as_bytes(), &salt).expect("a hash").to_string()
}

fn make(template: Template, database: Database, url: &str, folder: &Path) {
    store::migrate(url).expect("migrations");
    let app = application(url, folder, Clock::manual(crate::now()), true);
    store::reference::load(&app.pool).expect("reference data");
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
