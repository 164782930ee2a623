//! One-time links that a mail brings (A3).

use crate::{account::password, problem::Fault, shape};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// What a one-time link is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// Chooses the first password of an account that was opened.
    OpenAccount,
    /// Chooses another password.
    ResetPassword,
    /// Confirms a new address of an account.
    ConfirmEmail,
    /// Something of a newer server.
    #[serde(other)]
    Unknown,
}

impl LinkPurpose {
    /// Those that links are made for.
    pub const ALL: [Self; 3] = [Self::OpenAccount, Self::ResetPassword, Self::ConfirmEmail];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OpenAccount => "open_account",
            Self::ResetPassword => "reset_password",
            Self::ConfirmEmail => "confirm_email",
            Self::Unknown => "unknown",
        }
    }

    /// The purpose of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::OpenAccount, Self::ResetPassword, Self::ConfirmEmail]
            .into_iter()
            .find(|one| one.as_str() == name)
    }

    /// Whether whoever uses it chooses a password.
    #[must_use]
    pub const fn sets_password(self) -> bool {
        matches!(self, Self::OpenAccount | Self::ResetPassword)
    }
}

/// The body of `POST /auth/links/open`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkToken {
    /// What stands after `#` in the link's address.
    #[serde(default)]
    #[validate(custom(function = token))]
    pub token: String,
}

/// The body of `POST /auth/links/use`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkUse {
    /// What stands after `#` in the link's address.
    #[serde(default)]
    #[validate(custom(function = token))]
    pub token: String,
    /// The password that is chosen, where the link is for that.
    #[serde(default)]
    #[validate(custom(function = password::optional_new))]
    pub password: String,
}

/// The answer of `POST /auth/links/open`: no more of the account than whoever holds the link needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedLink {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

// A token must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkToken").finish_non_exhaustive()
    }
}
impl std::fmt::Debug for LinkUse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkUse").finish_non_exhaustive()
    }
}

fn token(value: &str) -> Result<(), ValidationError> {
    shape::external_ref(value)?;
    if value.trim().is_empty() { Err(shape::refuse(crate::problem::Code::Required)) } else { Ok(()) }
}

impl LinkToken {
    /// All that is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }
}

impl LinkUse {
    /// All that is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }
}
