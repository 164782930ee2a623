//! The public register of companies, asked for one SIRET (B19): `GET <address>/search?q=<14 digits>`, as the API
//! "Recherche d'entreprises" documents it.
//!
//! Somebody waits before a form that can be filled by hand: whatever the register does, an answer is there within
//! two seconds. It is asked at most seven times a second ([`Limits`]), and left alone as long as it asks for; what it said
//! is kept for a day. It is never asked inside a transaction.
//!
//! The use cases are synchronous, and this is not: it is called by a handler, beside them. [`Register::check`] is for
//! work that runs by itself, which has no runtime.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

mod http;
mod kept;
mod pace;
mod settings;
mod wire;

pub use settings::Settings;

use chrono::{DateTime, Duration, Utc};
use forprev_core::organisation::{register::RegisterEntry, siret::Siret};
use kept::Kept;
use pace::Pace;
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time,
};

/// How long one waits for the register, and how often it is asked, over all who ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// How long whoever asks waits at the most.
    pub patience: time::Duration,
    /// How many requests are sent…
    pub requests: usize,
    /// …in this time.
    pub within: time::Duration,
}

impl Default for Limits {
    /// Two seconds; seven requests a second, which is what the register takes from one address.
    fn default() -> Self {
        Self { patience: time::Duration::from_secs(2), requests: 7, within: time::Duration::from_secs(1) }
    }
}

/// How long a register that did not answer is left alone: whoever asks meanwhile need not wait for it.
const LEFT_ALONE_FOR: Duration = Duration::seconds(10);
/// How long the work that runs by itself leaves it alone then: it can wait.
const LEFT_ALONE_BY_WORK_FOR: Duration = Duration::minutes(5);

/// The register cannot be asked now: it is down, too slow, or answers something else. The log knows why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unreachable;

/// Why an answer is none, and for how long not to ask again.
#[derive(Debug)]
pub(crate) struct Silent {
    why: String,
    alone_for: Option<Duration>,
}

impl Silent {
    /// Something is wrong there.
    fn because(why: impl Into<String>) -> Self {
        Self { why: why.into(), alone_for: Some(LEFT_ALONE_FOR) }
    }

    /// Nothing says that the next request fares no better.
    fn this_time(why: impl Into<String>) -> Self {
        Self { why: why.into(), alone_for: None }
    }

    /// It asks to be left alone.
    fn asked_for(alone: Duration) -> Self {
        Self { why: "it has been asked too often".into(), alone_for: Some(alone) }
    }
}

/// When the register is asked again, after it failed.
#[derive(Clone, Copy, Debug)]
struct Failed {
    at: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// The register of an installation.
pub struct Register {
    settings: Settings,
    client: Option<reqwest::Client>,
    patience: time::Duration,
    pace: Mutex<Pace>,
    kept: Mutex<Kept>,
    failed: Mutex<Option<Failed>>,
}

impl std::fmt::Debug for Register {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Register").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What is held is written whole.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Register {
    /// The register of these settings. It is asked when it is first needed: where it is down, all else works.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self::with(settings, Limits::default())
    }

    /// The same, with other limits.
    #[must_use]
    pub fn with(settings: Settings, limits: Limits) -> Self {
        let client = http::client(&settings);
        Self {
            settings,
            client,
            patience: limits.patience,
            pace: Mutex::new(Pace::new(limits.requests, limits.within)),
            kept: Mutex::default(),
            failed: Mutex::default(),
        }
    }

    /// The establishment of this SIRET; none where the register knows none, or may not tell of it. What it said in the
    /// last day is believed without asking again.
    ///
    /// # Errors
    /// [`Unreachable`], within the time that one waits.
    pub async fn look_up(
        &self,
        siret: &Siret,
        now: DateTime<Utc>,
    ) -> Result<Option<RegisterEntry>, Unreachable> {
        if let Some(known) = held(&self.kept).get(siret, now) {
            return Ok(known);
        }
        let found = self.ask(siret, now).await?;
        held(&self.kept).put(siret, now, found.clone());
        Ok(found)
    }

    /// The same, asked anew and from where nothing is asynchronous. Blocks.
    ///
    /// # Errors
    /// [`Unreachable`].
    pub fn check(&self, siret: &Siret, now: DateTime<Utc>) -> Result<Option<RegisterEntry>, Unreachable> {
        // On a thread of its own: the caller's may have a runtime, in which another cannot begin.
        let asked = std::thread::scope(|scope| {
            let asking = scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
                let found = runtime.block_on(self.ask(siret, now));
                // A name that is still looked up is not waited for.
                runtime.shutdown_background();
                Some(found)
            });
            asking.join().ok().flatten()
        });
        asked.unwrap_or(Err(Unreachable))
    }

    /// Whether the work that runs by itself leaves the register alone for now.
    #[must_use]
    pub fn rests(&self, now: DateTime<Utc>) -> bool {
        held(&self.failed).is_some_and(|failed| now < failed.until.max(failed.at + LEFT_ALONE_BY_WORK_FOR))
    }

    async fn ask(&self, siret: &Siret, now: DateTime<Utc>) -> Result<Option<RegisterEntry>, Unreachable> {
        // A clock that was set back must not keep it alone for longer.
        let alone = |failed: Failed| (failed.at - LEFT_ALONE_FOR..failed.until).contains(&now);
        if held(&self.failed).is_some_and(alone) {
            return Err(Unreachable);
        }
        let began = time::Instant::now();
        let asked = tokio::time::timeout(self.patience, self.paced(siret, began)).await;
        let asked = asked.unwrap_or_else(|_| Err(Silent::because("it does not answer in time")));
        match asked {
            Ok(found) => {
                *held(&self.failed) = None;
                Ok(found)
            }
            Err(silent) => {
                tracing::warn!(cause = %silent.why, "the register of companies is not as expected");
                if let Some(alone_for) = silent.alone_for {
                    let at = now + Duration::from_std(began.elapsed()).unwrap_or_default();
                    *held(&self.failed) = Some(Failed { at, until: at + alone_for });
                }
                Err(Unreachable)
            }
        }
    }

    async fn paced(&self, siret: &Siret, began: time::Instant) -> Result<Option<RegisterEntry>, Silent> {
        let client =
            self.client.as_ref().ok_or_else(|| Silent::because("this machine has no certificates"))?;
        let turn = held(&self.pace).take(began, self.patience);
        let wait = turn.ok_or_else(|| Silent::this_time("too many ask it at once"))?;
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        let body = http::get(client, &self.settings, siret).await?;
        wire::read(&body, siret).map_err(Silent::because)
    }
}
