//! What the server gives out and reads again: sealed, so that it neither can be read nor changed, for one purpose and
//! for some minutes. Nothing of it stands in the base.

use super::{base64url, digest_hex};
use crate::{App, Failure, Tx};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use chrono::Duration;
use data_encoding::BASE64URL_NOPAD;
use forprev_core::problem::Code;
use forprev_store as store;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Bytes of a nonce: so many that random ones do not meet again.
const NONCE: usize = 24;

#[derive(Serialize, Deserialize)]
struct Timed<T> {
    until: i64,
    said: T,
}

/// Seals bytes with the key of a purpose, bound to a context: sealed for one, they open for no other.
pub(super) fn seal_bytes(tx: &Tx<'_>, purpose: &str, context: &str, bytes: &[u8]) -> Result<String, Failure> {
    let mut nonce = [0; NONCE];
    tx.random(&mut nonce)?;
    let payload = Payload { msg: bytes, aad: context.as_bytes() };
    let sealed = cipher(tx.app, purpose)
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| Failure::internal("something could not be sealed"))?;
    Ok(base64url(&[nonce.as_slice(), &sealed].concat()))
}

/// What was sealed, where it was sealed here for this purpose and context.
pub(super) fn open_bytes(app: &App, purpose: &str, context: &str, sealed: &str) -> Option<Vec<u8>> {
    let bytes = BASE64URL_NOPAD.decode(sealed.as_bytes()).ok()?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: context.as_bytes() };
    cipher(app, purpose).decrypt(&XNonce::from(*nonce), payload).ok()
}

fn cipher(app: &App, purpose: &str) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&app.secret.derive(purpose).into())
}

/// A token that says this, for so long.
pub(super) fn token(
    tx: &Tx<'_>,
    purpose: &str,
    said: impl Serialize,
    lifetime: Duration,
) -> Result<String, Failure> {
    let timed = Timed { until: (tx.now + lifetime).timestamp(), said };
    seal_bytes(tx, purpose, "", &serde_json::to_vec(&timed)?)
}

/// What a token says.
///
/// # Errors
/// `second_factor.expired` for one that has ended, is of another purpose, or is none of ours.
pub(super) fn read<T: DeserializeOwned>(tx: &Tx<'_>, purpose: &str, token: &str) -> Result<T, Failure> {
    opened(tx, purpose, token).ok_or_else(|| Failure::of(Code::SecondFactorExpired))
}

/// The same; nothing where it says nothing.
pub(super) fn opened<T: DeserializeOwned>(tx: &Tx<'_>, purpose: &str, token: &str) -> Option<T> {
    let bytes = open_bytes(tx.app, purpose, "", token)?;
    let timed = serde_json::from_slice::<Timed<T>>(&bytes).ok()?;
    (tx.now.timestamp() < timed.until).then_some(timed.said)
}

/// Spends a token that serves once and lives so long. Whether this call was the first to do so.
///
/// # Errors
/// The base fails.
pub(super) fn spend(tx: &mut Tx<'_>, token: &str, lifetime: Duration) -> Result<bool, Failure> {
    let digest = digest_hex(&tx.app.secret.derive("spent tokens"), token.as_bytes());
    Ok(store::spent_token::spend(tx.conn, &digest, (tx.now + lifetime).into())?)
}
