//! Accounts: signing in and out, who is signed in, and what slows down whoever guesses.

mod actor;
mod password;
mod refresh;
mod sign_in;
mod throttle;
mod token;

pub(crate) use actor::person;
pub use actor::{Authenticated, authenticate, me};
pub use password::{Hashing, hash};
pub(crate) use refresh::forget_old;
pub use refresh::{SignedIn, logout, refresh};
pub use sign_in::login;
pub use throttle::network;
pub use token::{ACCESS_LIFETIME, AccessToken, REFRESH_LIFETIME};

use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// A digest under a key, of which the text cannot be found by trying.
fn digest(key: &[u8; 32], bytes: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return *key };
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

/// The same, in hexadecimal.
pub(crate) fn digest_hex(key: &[u8; 32], bytes: &[u8]) -> String {
    hex(&digest(key, bytes))
}

/// A digest of something public under a key, as a token that only whoever has the key can make.
pub(crate) fn keyed_token(key: &[u8; 32], bytes: &[u8]) -> String {
    base64url(&digest(key, bytes))
}

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

fn base64url(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}
