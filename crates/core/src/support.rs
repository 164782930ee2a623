//! Helping people (N5, A15): seeing the application as somebody else, and making one account of two.

use crate::{actor::Profile, forprev_number::ForprevNumber, id::PersonId, problem::Fault, shape};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// The header of a GET that asks to be answered as the person of a view: its value is the view's `id`.
pub const VIEW_HEADER: &str = "X-Forprev-View";
/// How long a view lasts.
pub const VIEW_LASTS: Duration = Duration::minutes(30);
/// A15: for so many days a merge can be undone, that of the merge not counted.
pub const MERGE_UNDO_DAYS: u32 = 30;

/// The body of `POST /support/views`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSupportView {
    /// As whom.
    #[serde(default)]
    #[validate(custom(function = shape::id))]
    pub person_id: String,
    /// Why: 1 to 2,000 characters. The person is told.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub reason: String,
}

/// A view: read only, until its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportView {
    /// What to send in `X-Forprev-View`.
    pub id: String,
    /// As whom.
    pub person_id: PersonId,
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// Their last name.
    pub last_name: String,
    /// Their first name.
    pub first_name: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ends by itself.
    pub ends_at: DateTime<Utc>,
}

/// A person whom an agent found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonFound {
    /// Who.
    pub id: PersonId,
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Address, masked; absent where they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What they are to the system, as far as the reader sees it.
    pub profiles: Vec<Profile>,
    /// The person that this account was merged into, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<PersonId>,
    /// The last day on which that can be undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_until: Option<NaiveDate>,
}

/// The body of `POST /people/{id}/merge`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The person who is kept.
    #[serde(default)]
    #[validate(custom(function = shape::id))]
    pub into: String,
    /// Why: 1 to 2,000 characters. Both accounts are told.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub reason: String,
}

/// A merge: what went over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Merged {
    /// The account that is closed; its number leads to the other.
    pub merged_id: PersonId,
    /// The person who is kept.
    pub kept_id: PersonId,
    /// Profiles that went over; one that the kept person had too is ended.
    pub profiles: u32,
    /// Qualifications that went over.
    pub qualifications: u32,
    /// Certificates that went over.
    pub certificates: u32,
    /// Sessions in progress that went over, declared or animated.
    pub sessions: u32,
    /// Whether the kept person, who had none, got the address.
    pub email: bool,
    /// The last day on which it can be undone.
    pub undo_until: NaiveDate,
}

macro_rules! checked {
    ($($name:ident),+) => {$(
        impl $name {
            /// What is wrong in shape.
            #[must_use]
            pub fn check(&self) -> Vec<Fault> {
                self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new())
            }
        }
    )+};
}
checked!(NewSupportView, Merge);
