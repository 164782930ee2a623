//! A signing key as a file: a private JWK (RFC 8037) with its dates.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::SigningKey;
use forprev_core::certificate::signature::Jwk;
use serde::{Deserialize, Serialize};

use super::KeyError;
use super::private_file::{self, at};

const EXPECTED: &str = "expected an Ed25519 key as made by Forprev: a JSON object with kty, crv, kid (the file's name \
                        without .json), x, d and created_at";

/// A key with its dates.
pub(super) struct Key {
    pub(super) kid: String,
    pub(super) signing: SigningKey,
    pub(super) created_at: DateTime<Utc>,
    pub(super) retired_at: Option<DateTime<Utc>>,
}

/// The form of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    kty: String,
    crv: String,
    kid: String,
    x: String,
    d: String,
    created_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retired_at: Option<DateTime<Utc>>,
}

impl Key {
    /// A new key.
    pub(super) fn generate(kid: String, now: DateTime<Utc>) -> Result<Self, KeyError> {
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed).map_err(KeyError::Random)?;
        Ok(Self { kid, signing: SigningKey::from_bytes(&seed), created_at: now, retired_at: None })
    }

    /// The key as it is published.
    pub(super) fn published(&self) -> Jwk {
        Jwk::new(&self.kid, self.signing.verifying_key().as_bytes(), self.retired_at)
    }

    /// Writes the key into its file.
    pub(super) fn write(&self, folder: &Path) -> Result<(), KeyError> {
        let stored = Stored {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            kid: self.kid.clone(),
            x: BASE64URL_NOPAD.encode(self.signing.verifying_key().as_bytes()),
            d: BASE64URL_NOPAD.encode(self.signing.as_bytes()),
            created_at: self.created_at,
            retired_at: self.retired_at,
        };
        let path = folder.join(format!("{}.json", self.kid));
        let text = serde_json::to_vec_pretty(&stored).map_err(|error| at(&path)(error.into()))?;
        private_file::write(&path, &text)
    }

    fn read(path: &Path, bytes: &[u8]) -> Result<Self, KeyError> {
        let wrong = || KeyError::Content { path: path.to_owned(), expected: EXPECTED };
        let stored: Stored = serde_json::from_slice(bytes).map_err(|_| wrong())?;
        let seed = BASE64URL_NOPAD.decode(stored.d.as_bytes()).map_err(|_| wrong())?;
        let signing = SigningKey::from_bytes(&seed.try_into().map_err(|_| wrong())?);
        let named = path.file_stem().is_some_and(|stem| stem == stored.kid.as_str());
        let whole = stored.x == BASE64URL_NOPAD.encode(signing.verifying_key().as_bytes());
        if named && whole && stored.kty == "OKP" && stored.crv == "Ed25519" {
            Ok(Self {
                kid: stored.kid,
                signing,
                created_at: stored.created_at,
                retired_at: stored.retired_at,
            })
        } else {
            Err(wrong())
        }
    }
}

/// All keys of a folder, in no order. What begins with a point, or ends otherwise than in `.json`, is no key.
pub(super) fn read_all(folder: &Path) -> Result<Vec<Key>, KeyError> {
    let mut keys = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_key = !name.starts_with('.') && path.extension().is_some_and(|extension| extension == "json");
        if let (true, Some(bytes)) = (is_key, private_file::read_if_there(&path)?) {
            keys.push(Key::read(&path, &bytes)?);
        }
    }
    Ok(keys)
}
