//! What somebody asks for without being signed in: an account, or a new password. The answer never tells whether an
//! address has an account.

use crate::{problem::Fault, shape, sign_in};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// The body of `POST /auth/account-requests` (A2).
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountRequest {
    /// Last name.
    #[serde(default)]
    #[validate(custom(function = shape::name))]
    pub last_name: String,
    /// First name.
    #[serde(default)]
    #[validate(custom(function = shape::name))]
    pub first_name: String,
    /// E-mail address: personal, and the future identifier.
    #[serde(default)]
    #[validate(custom(function = shape::email))]
    pub email: String,
    /// Phone number.
    #[serde(default)]
    #[validate(custom(function = shape::phone))]
    pub phone: String,
}

/// The body of `POST /auth/password-requests`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    /// E-mail address or Forprev number.
    #[serde(default)]
    #[validate(custom(function = sign_in::identifier))]
    pub identifier: String,
}

// Names and addresses must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for AccountRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountRequest").finish_non_exhaustive()
    }
}
impl std::fmt::Debug for PasswordRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordRequest").finish_non_exhaustive()
    }
}

impl AccountRequest {
    /// All that is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }
}

impl PasswordRequest {
    /// All that is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }
}
