//! A Forprev server for tests, on either database: a base of its own, a clock that stands still, people and
//! organisations to work with. Only tests use it, so it stops where it cannot go on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod people;
mod post;
mod requests;
mod server;
mod story;
mod template;

pub use forprev_testbase::Database;
pub use people::{Holding, Organisation, Person};
pub use post::Recorded;
pub use requests::Requesting;
pub use server::Server;
pub use story::{Declared, everybody_passed, trainee};

use chrono::{DateTime, NaiveDate, Utc};
use forprev_app::{
    App, Caller, Clock, Failure, Settings, Tx,
    attachments::Place,
    jobs,
    keys::{SecretKey, SigningKeys},
    mail::{self, Letter},
    oidc::Provider,
};
use forprev_client::Client;
use forprev_core::{calendar::today_in_paris, policy::second_factor::Requirement, sign_in::Credentials};
use forprev_store::{Pool, PoolOptions};
use forprev_testbase::Base;
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use template::Template;

/// The instant at which clocks stand: Monday 23 November 2026, nine in the morning in Paris.
#[must_use]
pub fn now() -> DateTime<Utc> {
    "2026-11-23T08:00:00Z".parse().expect("an instant")
}

/// The password of everybody.
pub const PASSWORD: &str = forprev_app::seed::DEMO_PASSWORD;

/// A server with its base, for one test.
pub struct TestApp {
    /// The application behind it.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Clock,
    /// What takes its mails.
    pub post: Recorded,
    server: Server,
    made: AtomicUsize,
    base: Base,
}

impl TestApp {
    /// A server on a base with tables and reference data only.
    #[must_use]
    pub fn start(database: Database) -> Self {
        Self::of(Template::Empty, database, forprev_api::Options::default())
    }

    /// A server on a base that holds the demonstration, as it was written at [`now`].
    #[must_use]
    pub fn demo(database: Database) -> Self {
        Self::of(Template::Demo, database, forprev_api::Options::default())
    }

    /// A server on an empty base, with other options.
    #[must_use]
    pub fn with_options(database: Database, options: forprev_api::Options) -> Self {
        Self::of(Template::Empty, database, options)
    }

    /// A server on an empty base, that asks agents for a second factor.
    #[must_use]
    pub fn with_second_factor(database: Database) -> Self {
        Self::made(Template::Empty, database, forprev_api::Options::default(), Requirement::Agents, None)
    }

    /// A server on an empty base, at which people may sign in by this provider.
    #[must_use]
    pub fn with_oidc(database: Database, provider: Provider) -> Self {
        let options = forprev_api::Options::default();
        Self::made(Template::Empty, database, options, Requirement::Nobody, Some(provider))
    }

    fn of(template: Template, database: Database, options: forprev_api::Options) -> Self {
        Self::made(template, database, options, Requirement::Nobody, None)
    }

    fn made(
        template: Template,
        database: Database,
        options: forprev_api::Options,
        second_factor: Requirement,
        oidc: Option<Provider>,
    ) -> Self {
        let base = template::copy(template, database);
        let clock = Clock::manual(now());
        let (post, demo) = (Recorded::default(), template == Template::Demo);
        let mut app = application(&base.url, &base.folder, clock.clone(), demo);
        app.settings.second_factor = second_factor;
        app.oidc = oidc;
        // The demonstration sends nothing.
        let app = Arc::new(if demo { app } else { app.with_post(Arc::new(post.clone())) });
        let server = Server::start(Arc::clone(&app), options);
        Self { app, clock, post, server, made: AtomicUsize::new(0), base }
    }

    /// Where it listens, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// The URL of its base.
    #[must_use]
    pub fn database_url(&self) -> &str {
        &self.base.url
    }

    /// The folder that keeps the bytes of its attachments.
    #[must_use]
    pub fn attachments(&self) -> PathBuf {
        attachments_in(&self.base.folder)
    }

    /// Makes each new row of a table fail, until [`TestApp::accept_inserts`].
    pub fn refuse_inserts(&self, table: &str) {
        use forprev_store::testing::{Change, break_down};
        self.write(|tx| Ok(break_down(tx.conn, table, Change::Insert)?));
    }

    /// Ends what [`TestApp::refuse_inserts`] began.
    pub fn accept_inserts(&self) {
        self.write(|tx| Ok(forprev_store::testing::mend(tx.conn)?));
    }

    /// Runs the scheduled work that is due, mails in any case, and answers the letters that left since this was last
    /// called.
    pub fn letters(&self) -> Vec<Letter> {
        for ran in jobs::run_due(&self.app).expect("scheduled work") {
            ran.outcome.expect("work that goes well");
        }
        mail::run(&self.app).expect("mails");
        self.post.take()
    }

    /// Another server on the same base, with the same clock and the same mail server.
    #[must_use]
    pub fn another(&self) -> App {
        let app = application(&self.base.url, &self.base.folder, self.clock.clone(), self.app.settings.demo);
        app.with_post(Arc::new(self.post.clone()))
    }

    /// Today in Paris, by its clock.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        today_in_paris(self.clock.now())
    }

    /// Moves its clock to nine in the morning, in Paris, of this day.
    pub fn on(&self, day: &str) {
        let day: NaiveDate = day.parse().expect("a day");
        self.clock.set(forprev_core::calendar::start_of_day_in_paris(day) + chrono::Duration::hours(9));
    }

    /// A client that nobody signed in with.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.url())
    }

    /// A client signed in with this address or number.
    pub async fn signed_in_as(&self, identifier: &str) -> Client {
        let client = self.client();
        let credentials = Credentials { identifier: identifier.to_owned(), password: PASSWORD.to_owned() };
        client.login(&credentials).await.expect("a sign-in");
        client
    }

    /// Writes to the base beside the API.
    pub fn write<T>(&self, f: impl FnMut(&mut Tx<'_>) -> Result<T, Failure>) -> T {
        self.app.write(&Caller::anyone(), f).expect("a write")
    }

    /// Reads the base beside the API.
    pub fn read<T>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure>) -> T {
        self.app.read(&Caller::anyone(), f).expect("a read")
    }

    /// What the base keeps, as bytes: every file of it, or a dump.
    #[must_use]
    pub fn kept(&self) -> Vec<u8> {
        self.base.bytes()
    }

    /// Every row of every table as text, by table; save communes and départements, which nothing here writes.
    #[must_use]
    pub fn rows(&self) -> std::collections::BTreeMap<String, Vec<String>> {
        self.read(|tx| Ok(forprev_store::testing::rows(tx.conn)?))
    }

    fn next(&self) -> usize {
        self.made.fetch_add(1, Ordering::Relaxed)
    }
}

/// The application over a base: keys that are the same in all tests, so that templates can be used by all.
fn application(url: &str, folder: &Path, clock: Clock, demo: bool) -> App {
    let pool = Pool::open(url, PoolOptions::default()).expect("a base");
    let keys = folder.join("signing-keys");
    let signing = SigningKeys::open_or_create(&keys, clock.now()).expect("signing keys");
    let settings =
        Settings { public_url: "http://localhost:8080".to_owned(), demo, second_factor: Requirement::Nobody };
    let shelf = Place::Folder(attachments_in(folder)).open().expect("a folder for attachments");
    App::new(pool, clock, signing, SecretKey::from_bytes([42; 32]), settings)
        .with_attachments(Arc::new(shelf))
}

fn attachments_in(folder: &Path) -> PathBuf {
    folder.join("attachments")
}

/// Makes a test of each database out of one body: `both_databases! { async fn name(app) { … } }`, where `app` is a
/// [`TestApp`]; `demo async fn` starts on the demonstration.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident) $body:block)+) => {$(
        $crate::both_databases!(@one start, $(#[$meta])* $name, $app, $body);
    )+};
    ($($(#[$meta:meta])* demo async fn $name:ident($app:ident) $body:block)+) => {$(
        $crate::both_databases!(@one demo, $(#[$meta])* $name, $app, $body);
    )+};
    (@one $start:ident, $(#[$meta:meta])* $name:ident, $app:ident, $body:block) => {
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn run($app: $crate::TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                run($crate::TestApp::$start($crate::Database::Sqlite)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                run($crate::TestApp::$start($crate::Database::Postgres)).await;
            }
        }
    };
}
