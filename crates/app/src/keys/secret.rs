//! The secret of the installation.

use std::path::Path;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::KeyError;
use super::private_file::{self, Lock, make_folder};

/// Thirty-two random bytes that the installation's other secrets derive from. They sign no certificate.
pub struct SecretKey([u8; 32]);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

impl SecretKey {
    /// The secret in a file. At the first start it is drawn and written, for its owner's eyes only; of several
    /// servers that start together, one draws it and the others read it.
    ///
    /// # Errors
    /// [`KeyError`] when the file cannot be read or written, or holds anything but 32 bytes.
    pub fn open_or_create(path: &Path) -> Result<Self, KeyError> {
        if let Some(secret) = Self::read(path)? {
            return Ok(secret);
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            make_folder(folder)?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let _lock = Lock::named(&path.with_file_name(format!(".{name}.lock")))?;
        if let Some(secret) = Self::read(path)? {
            return Ok(secret);
        }
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(KeyError::Random)?;
        private_file::write(path, &bytes)?;
        Ok(Self(bytes))
    }

    fn read(path: &Path) -> Result<Option<Self>, KeyError> {
        let Some(bytes) = private_file::read_if_there(path)? else {
            return Ok(None);
        };
        let expected =
            "expected 32 random bytes; remove the file to have them drawn anew: everybody signs in again";
        let bytes = bytes.try_into().map_err(|_| KeyError::Content { path: path.to_owned(), expected })?;
        Ok(Some(Self(bytes)))
    }

    /// A secret in memory, for tests and tools.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The secret of one purpose: HMAC-SHA256 (RFC 2104) of its label. Whoever learns it learns no other.
    ///
    /// ```
    /// use forprev_app::keys::SecretKey;
    ///
    /// let secret = SecretKey::from_bytes([7; 32]);
    /// assert_eq!(secret.derive("tokens"), secret.derive("tokens"));
    /// assert_ne!(secret.derive("tokens"), secret.derive("cursors"));
    /// ```
    #[must_use]
    pub fn derive(&self, label: &str) -> [u8; 32] {
        // HMAC takes keys of any length.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return self.0 };
        mac.update(label.as_bytes());
        mac.finalize().into_bytes().into()
    }
}
