//! The keys of the installation: those that sign certificates, and the secret that all else derives from.
//!
//! They live in files of their own, apart from the base and from each other: whoever can read a backup of the base
//! can sign nothing.

mod private_file;
mod secret;
mod stored;

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::SystemTime;

use chrono::{DateTime, Datelike, Utc};
use ed25519_dalek::Signer;
use forprev_core::certificate::signature::{Jwks, SignedContent, Unsigned};

use private_file::{Lock, make_folder, modified};
pub use secret::SecretKey;
use stored::Key;

/// Why keys cannot be used. The sentence is for whoever runs the server; it never holds a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A file or the folder cannot be read or written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path}: {expected}", path = path.display())]
    Content {
        /// The file or folder.
        path: PathBuf,
        /// What it should hold.
        expected: &'static str,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Random(getrandom::Error),
}

/// The Ed25519 keys that sign certificates (C6): one that signs, and those that signed before and still verify.
///
/// They are the files `<kid>.json` of one folder, which all servers share. A key made or retired by a command is
/// seen by running servers at their next use of the folder.
pub struct SigningKeys {
    folder: PathBuf,
    known: RwLock<Known>,
}

/// The keys as last read. There is always one that signs.
struct Known {
    current: Key,
    retired: Vec<Key>,
    read_at: Option<SystemTime>,
}

impl std::fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKeys").field("folder", &self.folder).field("current", &self.current()).finish()
    }
}

impl SigningKeys {
    /// The keys of a folder. At the first start the folder and a key are made, for their owner's eyes only; of
    /// several servers that start together, one makes the key and the others read it.
    ///
    /// # Errors
    /// [`KeyError`] when the folder cannot be read or written, or holds what is no key.
    pub fn open_or_create(folder: &Path, now: DateTime<Utc>) -> Result<Self, KeyError> {
        make_folder(folder)?;
        let known = match read(folder)? {
            Some(known) => known,
            None => {
                let _lock = Lock::of_folder(folder)?;
                match read(folder)? {
                    Some(known) => known,
                    None => create(folder, now)?,
                }
            }
        };
        Ok(Self { folder: folder.to_owned(), known: RwLock::new(known) })
    }

    /// The name (`kid`) of the key that signs.
    #[must_use]
    pub fn current(&self) -> String {
        self.with(|known| known.current.kid.clone())
    }

    /// The public keys as they are published: the one that signs, then the retired ones, newest first.
    #[must_use]
    pub fn public_keys(&self) -> Jwks {
        self.with(|known| Jwks {
            keys: std::iter::once(&known.current).chain(&known.retired).map(Key::published).collect(),
        })
    }

    /// Signs what a certificate says, and returns its code (`FP1…`). The same content signed by the same key gives
    /// the same code.
    #[must_use]
    pub fn sign(&self, content: &SignedContent) -> String {
        self.with(|known| {
            let unsigned = Unsigned::new(content.clone(), &known.current.kid);
            unsigned.encode(known.current.signing.sign(&unsigned.to_be_signed()).to_bytes())
        })
    }

    /// Makes a new key, which signs from now on, and retires the current one, which still verifies. Returns the new
    /// key's name.
    ///
    /// # Errors
    /// [`KeyError`] when the folder cannot be written. The new key is written before the old one is retired: if that
    /// fails half-way, the newest signs.
    pub fn rotate(&self, now: DateTime<Utc>) -> Result<String, KeyError> {
        let _lock = Lock::of_folder(&self.folder)?;
        let before = stored::read_all(&self.folder)?;
        let made = create(&self.folder, now)?;
        for key in before.into_iter().filter(|key| key.retired_at.is_none()) {
            Key { retired_at: Some(now), ..key }.write(&self.folder)?;
        }
        let kid = made.current.kid.clone();
        self.refresh();
        Ok(kid)
    }

    fn with<T>(&self, use_keys: impl FnOnce(&Known) -> T) -> T {
        let changed = {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            known.read_at != modified(&self.folder)
        };
        if changed {
            self.refresh();
        }
        use_keys(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    // A folder that cannot be read for a moment does not stop a server that knows its keys.
    fn refresh(&self) {
        match read(&self.folder) {
            Ok(Some(known)) => *self.known.write().unwrap_or_else(PoisonError::into_inner) = known,
            Ok(None) => {
                tracing::warn!(folder = %self.folder.display(), "the folder of signing keys is empty")
            }
            Err(error) => tracing::warn!(%error, "the signing keys cannot be read again"),
        }
    }
}

/// The keys of a folder, `None` when none of them can sign. Of several, the newest does.
fn read(folder: &Path) -> Result<Option<Known>, KeyError> {
    // The time is read first: a key that is written meanwhile is then read once more, not missed.
    let read_at = modified(folder);
    let mut keys = stored::read_all(folder)?;
    keys.sort_by(|a, b| (b.created_at, &b.kid).cmp(&(a.created_at, &a.kid)));
    let Some(index) = keys.iter().position(|key| key.retired_at.is_none()) else {
        return Ok(None);
    };
    let current = keys.remove(index);
    Ok(Some(Known { current, retired: keys, read_at }))
}

/// Makes a key that signs, named after the year: `2026-1`, then `2026-2`. The folder is locked.
fn create(folder: &Path, now: DateTime<Utc>) -> Result<Known, KeyError> {
    let retired = stored::read_all(folder)?;
    let names = (1..).map(|number: u32| format!("{}-{number}", now.year()));
    let mut free = names.filter(|name| retired.iter().all(|key| key.kid != *name));
    let current = Key::generate(free.next().unwrap_or_default(), now)?;
    current.write(folder)?;
    let read_at = modified(folder);
    Ok(Known { current, retired, read_at })
}

#[cfg(test)]
mod tests;
