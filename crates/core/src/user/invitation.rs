//! Invitations, as whoever holds the mailed token reads and accepts them.

use crate::{
    account::password::{self, Owner},
    actor::{InrsRank, ProfileKind},
    forprev_number::ForprevNumber,
    problem::{Code, Fault},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How many days an invitation can be accepted.
pub const INVITATION_DAYS: i64 = 5;
/// A token has so many characters: 32 bytes in base64url.
const TOKEN_LENGTH: usize = 43;

/// Whether a text is written as tokens are.
///
/// ```
/// use forprev_core::user::is_token;
/// assert!(is_token(&"a".repeat(43)));
/// assert!(!is_token("a token"));
/// ```
#[must_use]
pub fn is_token(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.len() == TOKEN_LENGTH && text.bytes().all(plain)
}

fn token_faults(token: &str) -> Vec<Fault> {
    let code = if token.is_empty() { Code::Required } else { Code::BadFormat };
    if is_token(token) { Vec::new() } else { vec![Fault::new(code).at("/token")] }
}

/// The body of `POST /invitations/open`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationToken {
    /// The token of the mailed address, after its `#`.
    #[serde(default)]
    pub token: String,
}

// Whoever reads the token in a log could accept.
impl std::fmt::Debug for InvitationToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InvitationToken").finish_non_exhaustive()
    }
}

impl InvitationToken {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        token_faults(&self.token)
    }
}

/// What an invitation says to whoever holds its token.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedInvitation {
    /// What one is invited to become.
    pub kind: ProfileKind,
    /// The rank, at INRS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<InrsRank>,
    /// The organisation's name; none for an agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_name: Option<String>,
    /// The caisse's name, for an instructeur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse_name: Option<String>,
    /// Last name, as declared.
    pub last_name: String,
    /// First name, as declared.
    pub first_name: String,
    /// The address to which it was mailed, masked.
    pub email: String,
    /// Until when it can be accepted.
    pub expires_at: DateTime<Utc>,
    /// Whether that address has an account: one signs in to accept.
    pub account: bool,
    /// Whether whoever is signed in can accept it; left out where nobody is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_caller: Option<bool>,
}

/// The body of `POST /invitations/accept`: whoever is signed in accepts with their account; who has none chooses a
/// password.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitation {
    /// The token of the mailed address, after its `#`.
    #[serde(default)]
    pub token: String,
    /// The password of the new account; not needed by whoever is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

// Neither the token nor the password belongs in a log.
impl std::fmt::Debug for AcceptInvitation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AcceptInvitation").finish_non_exhaustive()
    }
}

impl AcceptInvitation {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = token_faults(&self.token);
        // Whose it is to be stands in the invitation: names are for the server to look at.
        let refused = |password: &String| password::refusal(password, Owner::default(), "/password");
        faults.extend(self.password.as_ref().and_then(refused));
        faults
    }
}

/// The answer to an acceptance.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accepted {
    /// The number of whoever accepted: one signs in with it, or with the address.
    pub forprev_number: ForprevNumber,
    /// Whether the account is new.
    pub new_account: bool,
}
