//! Signing in (U1).

use crate::shape;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// The body of `POST /auth/login`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// E-mail address or Forprev number.
    #[serde(default)]
    #[validate(custom(function = identifier))]
    pub identifier: String,
    /// Password, at most 200 characters.
    #[serde(default)]
    #[validate(custom(function = password))]
    pub password: String,
}

// The password must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").finish_non_exhaustive()
    }
}

/// What names an account: an e-mail address or a Forprev number, or what somebody takes for one. Required.
///
/// # Errors
/// What is wrong, as a code.
pub fn identifier(value: &str) -> Result<(), ValidationError> {
    if value.trim().is_empty() {
        return Err(ValidationError::new(crate::problem::Code::Required.as_str()));
    }
    // 254 is the longest address that mail can carry (RFC 5321); a place's 120 would be too short.
    if value.chars().count() > 254 {
        Err(ValidationError::new(crate::problem::Code::BadFormat.as_str()))
    } else {
        shape_control(value)
    }
}

fn shape_control(value: &str) -> Result<(), ValidationError> {
    if crate::text::has_control_character(value) {
        return Err(ValidationError::new(crate::problem::Code::ControlCharacter.as_str()));
    }
    Ok(())
}

/// A password that exists already: required, at most 200 characters.
///
/// # Errors
/// What is wrong, as a code.
pub fn password(value: &str) -> Result<(), ValidationError> {
    if value.is_empty() {
        return Err(ValidationError::new(crate::problem::Code::Required.as_str()));
    }
    // Bounds the work of hashing.
    if value.chars().count() > 200 {
        Err(ValidationError::new(crate::problem::Code::BadFormat.as_str()))
    } else {
        Ok(())
    }
}

impl Credentials {
    /// What is wrong with them, before anything is looked up.
    #[must_use]
    pub fn check(&self) -> Vec<crate::problem::Fault> {
        self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new())
    }
}

/// An account of the demonstration, shown on its sign-in page only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoAccount {
    /// What to type.
    pub identifier: String,
    /// The password.
    pub password: String,
    /// Who it is.
    pub label: String,
}

/// The answer of `GET /demo`, which exists in demonstration mode only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Demo {
    /// The accounts.
    pub accounts: Vec<DemoAccount>,
}
