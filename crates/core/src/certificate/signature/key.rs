//! The keys that verify codes, as they are published: a JWK Set (RFC 7517) of OKP keys (RFC 8037).

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};

/// A key that verifies signatures, with the name under which codes refer to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicKey {
    kid: String,
    key: VerifyingKey,
}

impl PublicKey {
    /// The key of these 32 bytes, named `kid`; `None` when they are no point of the curve.
    ///
    /// ```
    /// use forprev_core::certificate::signature::PublicKey;
    ///
    /// assert!(PublicKey::new("2026-1", &[2; 32]).is_none());
    /// ```
    #[must_use]
    pub fn new(kid: &str, bytes: &[u8; 32]) -> Option<Self> {
        Some(Self { kid: kid.to_owned(), key: VerifyingKey::from_bytes(bytes).ok()? })
    }

    /// The name under which codes refer to the key.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    pub(super) fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        // Strict: without it a signature could be altered and still verify, and weak keys would sign anything.
        self.key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

/// A published key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Jwk {
    /// The type of key: `OKP`.
    pub kty: String,
    /// The curve: `Ed25519`.
    #[serde(default)]
    pub crv: String,
    /// The name under which codes refer to the key.
    #[serde(default)]
    pub kid: String,
    /// The key's 32 bytes in base64url without padding.
    #[serde(default)]
    pub x: String,
    /// The algorithm: `EdDSA`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// What the key is for: `sig`.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// Since when the key signs no more. What it signed before stays authentic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired_at: Option<DateTime<Utc>>,
}

impl Jwk {
    /// The key of these bytes as it is published.
    ///
    /// ```
    /// use forprev_core::certificate::signature::Jwk;
    ///
    /// // The key of RFC 8037, appendix A.2.
    /// let bytes = data_encoding::BASE64URL_NOPAD.decode(b"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap();
    /// let jwk = Jwk::new("2026-1", &bytes.try_into().unwrap(), None);
    /// assert_eq!(
    ///     serde_json::to_value(&jwk).unwrap(),
    ///     serde_json::json!({
    ///         "kty": "OKP", "crv": "Ed25519", "kid": "2026-1", "alg": "EdDSA", "use": "sig",
    ///         "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    ///     })
    /// );
    /// ```
    #[must_use]
    pub fn new(kid: &str, bytes: &[u8; 32], retired_at: Option<DateTime<Utc>>) -> Self {
        Self {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            kid: kid.to_owned(),
            x: BASE64URL_NOPAD.encode(bytes),
            alg: Some("EdDSA".to_owned()),
            usage: Some("sig".to_owned()),
            retired_at,
        }
    }

    /// The key itself; `None` when it is of another type, or no key.
    #[must_use]
    pub fn public_key(&self) -> Option<PublicKey> {
        let ed25519 = self.kty == "OKP" && self.crv == "Ed25519" && !self.kid.is_empty();
        let signs = self.usage.as_deref().is_none_or(|usage| usage == "sig");
        let bytes = BASE64URL_NOPAD.decode(self.x.as_bytes()).ok()?;
        (ed25519 && signs).then(|| PublicKey::new(&self.kid, &bytes.try_into().ok()?)).flatten()
    }
}

/// The published keys: `/.well-known/jwks.json`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Jwks {
    /// The keys, retired ones included.
    pub keys: Vec<Jwk>,
}

impl Jwks {
    /// The keys that can verify a code; those of another type are left out, as RFC 7517 asks.
    #[must_use]
    pub fn public_keys(&self) -> Vec<PublicKey> {
        self.keys.iter().filter_map(Jwk::public_key).collect()
    }
}
