//! Recovery without the mailbox (A15): whoever lost their address, and cannot prove themself by it, is let in again by
//! two agents, after a delay in which whoever reads the old mailbox can refuse.

use crate::{
    forprev_number::ForprevNumber,
    id::PersonId,
    problem::{Code, Fault},
    shape,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// How long whoever reads the old mailbox has to refuse, from the second agent's confirmation.
pub const DELAY: Duration = Duration::hours(48);
/// How long a recovery waits for a second agent.
pub const ASKED_FOR: Duration = Duration::days(7);

/// Where a recovery is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecoveryState {
    /// One agent opened it, another is to confirm it.
    Asked,
    /// Two agents want it; the old mailbox is told, and the delay runs.
    Confirmed,
    /// The new address is the person's.
    Done,
    /// Refused by the link in the old mailbox.
    Refused,
    /// Cancelled by an agent or by the person, or not possible any more.
    Cancelled,
    /// Nobody confirmed it in time.
    Expired,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl RecoveryState {
    /// Whether it still waits for something.
    ///
    /// ```
    /// use forprev_core::recovery::RecoveryState;
    /// assert!(RecoveryState::Confirmed.is_open() && !RecoveryState::Done.is_open());
    /// ```
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked | Self::Confirmed)
    }

    /// What it becomes by itself once its delay is over, and until when it stays as it is, from its last step.
    #[must_use]
    pub const fn by_itself(self) -> Option<(Self, Duration)> {
        match self {
            Self::Asked => Some((Self::Expired, ASKED_FOR)),
            Self::Confirmed => Some((Self::Done, DELAY)),
            _ => None,
        }
    }
}

/// The body of `POST /people/{id}/recoveries`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRecovery {
    /// The address that becomes the person's.
    #[serde(default)]
    #[validate(custom(function = shape::email))]
    pub email: String,
    /// How the person showed who they are: 1 to 2,000 characters, for the second agent.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub reason: String,
    /// Whether their second factors are lost too: they are then taken away.
    #[serde(default)]
    pub without_second_factors: bool,
}

/// The body of `POST /auth/recoveries/refuse`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecoveryRefusal {
    /// What stands after `#` in the address of the link.
    #[serde(default)]
    #[validate(custom(function = token))]
    pub token: String,
}

fn token(value: &str) -> Result<(), ValidationError> {
    shape::external_ref(value)?;
    if value.trim().is_empty() { Err(shape::refuse(Code::Required)) } else { Ok(()) }
}

/// A recovery. Its owner is not shown the reason, nor who the agents are, nor the whole address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recovery {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// Where it is.
    pub state: RecoveryState,
    /// Whose account.
    pub person_id: PersonId,
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// Their last name.
    pub last_name: String,
    /// Their first name.
    pub first_name: String,
    /// The new address, while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// How the person showed who they are: to agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether their second factors are taken away.
    pub without_second_factors: bool,
    /// Who opened it: to agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<String>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Who confirmed it: to agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
    /// When it was confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<DateTime<Utc>>,
    /// When it expires, or is completed, by itself.
    pub due_at: DateTime<Utc>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether the reader can confirm it.
    pub can_confirm: bool,
    /// Whether the reader can cancel it.
    pub can_cancel: bool,
}

/// A person, opened by an agent who helps them: what identifies them, and no more.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRecord {
    /// Who.
    pub id: PersonId,
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Birth date, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Address, masked; absent where they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Rises with each change: the `ETag`.
    pub version: i64,
}

/// The body of `PATCH /people/{id}/identity`: what is present replaces.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityPatch {
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::name))]
    pub last_name: Option<String>,
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::name))]
    pub first_name: Option<String>,
    /// Birth date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::day))]
    pub birth_date: Option<String>,
    /// On what proof: 1 to 2,000 characters. The person is told that it was corrected.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub reason: String,
}

macro_rules! personal {
    ($($name:ident)+) => {$(
        // All of it is about somebody.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}
personal! { NewRecovery RecoveryRefusal Recovery PersonRecord IdentityPatch }

macro_rules! checked {
    ($($name:ident)+) => {$(
        impl $name {
            /// What is wrong in shape.
            #[must_use]
            pub fn check(&self) -> Vec<Fault> {
                shape::checked(self)
            }
        }
    )+};
}
checked! { NewRecovery RecoveryRefusal IdentityPatch }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_becomes_something_by_itself_and_nothing_else_does() {
        use RecoveryState::{Asked, Cancelled, Confirmed, Done, Expired, Refused, Unknown};
        for (state, then, hours) in [(Asked, Expired, 7 * 24), (Confirmed, Done, 48)] {
            assert_eq!(state.by_itself(), Some((then, Duration::hours(hours))));
            assert!(state.is_open());
        }
        for state in [Done, Refused, Cancelled, Expired, Unknown] {
            assert!(state.by_itself().is_none() && !state.is_open(), "{state:?}");
        }
    }

    #[test]
    fn what_is_wrong_in_shape_has_its_place() {
        let places =
            |faults: Vec<Fault>| faults.into_iter().map(|fault| fault.pointer.clone()).collect::<Vec<_>>();
        assert_eq!(places(NewRecovery::default().check()), ["/email", "/reason"]);
        assert_eq!(places(RecoveryRefusal::default().check()), ["/token"]);
        assert_eq!(places(IdentityPatch::default().check()), ["/reason"]);
    }
}
