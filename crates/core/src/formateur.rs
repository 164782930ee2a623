//! Looking up formateurs, and offering persons who may be a trainee (S4, C4).

use crate::{
    forprev_number::ForprevNumber, id::PersonId, problem::Fault, session::eligibility::Qualification,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A formateur who was looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormateurFound {
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// S4: whether they may train for the habilitation asked about, on the day asked about.
    pub qualified: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Fault>,
    /// The last day of what qualifies them, where it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualified_until: Option<NaiveDate>,
    /// What they hold, or held, that lets one train for that habilitation: so that a form can tell as its date
    /// changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualifications: Vec<Qualification>,
}

/// C4: an existing person who may be a formateur trainee, masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// What to send as the trainee's `person_id` to choose them.
    pub person_id: PersonId,
    /// Last name, as the person writes it.
    pub last_name: String,
    /// First name, as the person writes it.
    pub first_name: String,
    /// Their number, masked: `J•••••99`.
    pub forprev_number: String,
    /// Their address, masked; absent where they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}
