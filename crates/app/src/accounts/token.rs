//! Access tokens (a signed statement of who signed in, for ten minutes) and refresh tokens (random, and each one the
//! child of the one before).

use super::{base64url, digest, digest_hex};
use crate::{App, Failure, keys::SecretKey};
use chrono::{DateTime, Duration, Utc};
use forprev_core::id::PersonId;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

/// How long an access token serves.
pub const ACCESS_LIFETIME: Duration = Duration::minutes(10);
/// How long a refresh token serves; its successor begins anew.
pub const REFRESH_LIFETIME: Duration = Duration::days(7);

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// Who signed in.
    #[serde(rename = "sub")]
    pub person: PersonId,
    /// The sign-in: its family of refresh tokens.
    #[serde(rename = "sid")]
    pub family: String,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
}

impl AccessToken {
    pub(super) fn new(person: PersonId, family: &str, now: DateTime<Utc>) -> Self {
        Self { person, family: family.to_owned(), exp: (now + ACCESS_LIFETIME).timestamp() }
    }

    pub(super) fn sign(&self, secret: &SecretKey) -> Result<String, Failure> {
        let key = EncodingKey::from_secret(&secret.derive("access token"));
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), self, &key)
            .map_err(|_| Failure::internal("an access token could not be signed"))
    }

    /// What a token says, where it is one of ours and has not ended by our own clock.
    pub(super) fn read(token: &str, app: &App) -> Option<Self> {
        let key = DecodingKey::from_secret(&app.secret.derive("access token"));
        let mut rules = Validation::new(Algorithm::HS256);
        // The library would ask the machine's clock.
        rules.validate_exp = false;
        rules.required_spec_claims.clear();
        let read = jsonwebtoken::decode::<Self>(token, &key, &rules).ok()?.claims;
        (app.now().timestamp() < read.exp).then_some(read)
    }
}

/// Thirty-two random bytes as text: the first refresh token of a sign-in, or the name of a browser.
pub(super) fn random() -> Result<String, Failure> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| Failure::internal("no random bytes"))?;
    Ok(base64url(&bytes))
}

/// The successor of a refresh token: always the same, so that an answer that was lost can be given again, and only
/// to be found by whoever has the secret.
pub(super) fn successor(token: &str, secret: &SecretKey) -> String {
    base64url(&digest(&secret.derive("refresh token successor"), token.as_bytes()))
}

/// What the base keeps of a refresh token.
pub(super) fn kept(token: &str, secret: &SecretKey) -> String {
    digest_hex(&secret.derive("refresh token"), token.as_bytes())
}
