//! Accounts: how they are opened, kept and closed; signing in and out, who is signed in, and what slows down whoever
//! guesses.

mod actor;
mod close;
mod confirmed;
mod device;
pub(crate) mod email;
mod export;
pub mod link;
mod number;
pub mod oidc;
mod own;
mod password;
mod password_change;
mod refresh;
pub mod request;
mod sealed;
pub mod second_factor;
mod second_step;
mod sign_in;
mod sign_ins;
mod step_up;
mod throttle;
mod token;

pub use actor::{Authenticated, authenticate, me};
pub(crate) use actor::{acting, person};
pub use close::close_my_account;
pub use device::Device;
pub use email::change_my_email;
pub(crate) use email::email_returned;
pub use export::export_my_data;
pub use link::{open_link, use_link};
pub(crate) use number::free_number;
pub use own::{become_demandeur, take_onboarding_step, update_me};
pub use password::{Hashing, hash};
pub use password_change::change_my_password;
pub(crate) use password_change::refuse_weak;
pub(crate) use refresh::forget_old;
pub use refresh::{SignedIn, logout, refresh};
pub use request::{request_account, request_password};
pub use second_step::{begin_passkey_login, finish_passkey_login, login_recovery, login_totp};
pub use sign_in::{Login, login};
pub use sign_ins::{end_my_other_sign_ins, end_my_sign_in, list_my_sign_ins};
pub use step_up::{
    FRESH_FOR, begin_passkey_step_up, confirmed_lately, confirmed_unless_trial, confirmed_where_signed_in,
    finish_passkey_step_up, step_up,
};
pub use throttle::network;
pub use token::{ACCESS_LIFETIME, AccessToken, REFRESH_LIFETIME};

use crate::{Failure, Tx};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use forprev_core::{id::PersonId, problem::Code};
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Whose account the transaction is about: who is signed in.
pub(crate) fn own(tx: &Tx<'_>) -> Result<PersonId, Failure> {
    tx.actor.person_id().ok_or_else(|| Failure::of(Code::Unauthenticated))
}

/// A digest under a key, of which the text cannot be found by trying.
pub(crate) fn digest(key: &[u8; 32], bytes: &[u8]) -> [u8; 32] {
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
