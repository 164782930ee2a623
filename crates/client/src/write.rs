//! How a change is sent.

use forprev_core::id::SessionId;

/// What goes with a change: a key that makes it safe to send again, the version that it was made on, or the wish
/// that nothing be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Write {
    pub(crate) key: Option<String>,
    pub(crate) version: Option<i64>,
    pub(crate) dry_run: bool,
}

impl Write {
    /// The same key and body give the first answer again, for 24 hours (`Idempotency-Key`).
    #[must_use]
    pub fn once(key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..Self::default() }
    }

    /// Only if the session still has this version (`If-Match`).
    #[must_use]
    pub fn on_version(version: i64) -> Self {
        Self { version: Some(version), ..Self::default() }
    }

    /// A step taken from this version of a session, once: sent again because its answer was lost, it gives that answer.
    #[must_use]
    pub fn step(name: &str, session: SessionId, version: i64) -> Self {
        Self::once(format!("{name} {session} {version}")).and_version(version)
    }

    /// Everything is checked and nothing stored (`?dry_run=true`).
    #[must_use]
    pub fn dry_run() -> Self {
        Self { dry_run: true, ..Self::default() }
    }

    /// The same, only if the session still has this version.
    #[must_use]
    pub fn and_version(mut self, version: i64) -> Self {
        self.version = Some(version);
        self
    }
}
