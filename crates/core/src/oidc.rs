//! Signing in by an identity at a provider (A13, OpenID Connect), which its owner linked to their account.

use crate::{id::FederatedIdentityId, problem::Fault, shape};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// How many identities a person has linked at the most.
pub const LINKS_MAX: usize = 5;
/// The page of the application to which a provider leads back.
pub const RETURN_PATH: &str = "/connexion/retour";

/// The answer of `GET /auth/oidc`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OidcOffer {
    /// What people call the provider, `ProConnect` for example; `null` where none is set up.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub name: Option<String>,
}

/// What has begun at a provider.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OidcBegun {
    /// Where the browser goes: the provider's page.
    pub url: String,
    /// What goes with the provider's answer, for ten minutes and once. It opens nothing by itself.
    pub token: String,
}

/// What the provider gave to the browser, with the token of the beginning: the body of `POST /auth/oidc/finish` and of
/// `POST /me/oidc/finish`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OidcAnswer {
    /// As the beginning gave it.
    #[serde(default)]
    #[validate(custom(function = shape::token))]
    pub token: String,
    /// `code` in the address to which the provider led.
    #[serde(default)]
    #[validate(custom(function = shape::token))]
    pub code: String,
    /// `state` in the same.
    #[serde(default)]
    #[validate(custom(function = shape::token))]
    pub state: String,
}

impl OidcAnswer {
    /// What is wrong in shape, before anything is looked up.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }
}

/// An identity at a provider that is linked to one's account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OidcLink {
    /// Which.
    pub id: FederatedIdentityId,
    /// What people call the provider.
    pub name: String,
    /// When it was linked.
    pub created_at: DateTime<Utc>,
    /// When it last served to sign in, where it did.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The answer of `GET /me/oidc`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OidcLinks {
    /// What people call the provider at which an identity can be linked; `null` where none is set up.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub name: Option<String>,
    /// The identities that are linked, the oldest first.
    pub links: Vec<OidcLink>,
}

macro_rules! secret {
    ($($name:ident),+ $(,)?) => {$(
        // What opens something must not reach a log by a careless `{:?}`.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}

secret!(OidcBegun, OidcAnswer);
