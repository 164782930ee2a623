//! What the lists of requests and of sittings can be asked.

use super::{RequestKind, State, sitting::SittingState, state::Side};
use crate::{
    page::{DEFAULT_LIMIT, Wanted},
    problem::{Code, Fault},
    query::{one_level, one_limit},
    shape,
};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

fn known(is: bool) -> Result<(), ValidationError> {
    if is { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}

fn one_state(value: &str) -> Result<(), ValidationError> {
    known(State::of(value).is_some())
}

fn one_kind(value: &str) -> Result<(), ValidationError> {
    known(RequestKind::of(value).is_some())
}

fn one_side(value: &str) -> Result<(), ValidationError> {
    known(states_of(value).is_some())
}

fn one_assignment(value: &str) -> Result<(), ValidationError> {
    known(["me", "nobody"].contains(&value))
}

fn one_sort(value: &str) -> Result<(), ValidationError> {
    known(SORTS.contains(&value))
}

fn one_sitting_state(value: &str) -> Result<(), ValidationError> {
    known(SittingState::of(value).is_some())
}

/// The orders of the list of requests; the first is used when none is named. `-` turns an order around.
pub const SORTS: [&str; 4] = ["submitted_at", "-submitted_at", "-updated_at", "updated_at"];

/// The states in which a side has a request.
fn states_of(side: &str) -> Option<Vec<State>> {
    let side = match side {
        "applicant" => Side::Applicant,
        "caisse" => Side::Caisse,
        "inrs" => Side::Inrs,
        "cnh" => Side::Cnh,
        _ => return None,
    };
    Some(State::ALL.into_iter().filter(|state| state.held_by() == Some(side)).collect())
}

/// What `GET /requests` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct RequestQuery {
    /// One state, `instruction` for example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_state))]
    pub state: Option<String>,
    /// Those that one side has now: `applicant`, `caisse`, `inrs` or `cnh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_side))]
    pub held_by: Option<String>,
    /// Only those that run still, or only those that are over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// One kind: `initial`, `additional` or `renewal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_kind))]
    pub kind: Option<String>,
    /// One dispositif, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub dispositif: Option<String>,
    /// One level: 1 or 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_level))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 2))]
    pub level: Option<u8>,
    /// One organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub organisation_id: Option<String>,
    /// One caisse, by code; `inrs` for those that INRS instructs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub caisse: Option<String>,
    /// Those that the caller has taken on (`me`), or that nobody has (`nobody`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_assignment))]
    pub assigned_to: Option<String>,
    /// Those on the agenda of one sitting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub sitting_id: Option<String>,
    /// The order: `submitted_at` (the longest first, the default; drafts by when they were begun), `-submitted_at`,
    /// `-updated_at` or `updated_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_sort))]
    pub sort: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl RequestQuery {
    /// What is wrong in shape, each with the parameter's name as its pointer.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }

    /// How many items a page has.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT)
    }

    /// The states that are asked for; all of them where none is named.
    ///
    /// ```
    /// use forprev_core::request::{State, query::RequestQuery};
    /// let asked = RequestQuery { held_by: Some("caisse".into()), ..Default::default() };
    /// assert_eq!(asked.states(), [State::Submitted, State::Instruction]);
    /// let over = RequestQuery { open: Some(false), held_by: Some("caisse".into()), ..Default::default() };
    /// assert!(over.states().is_empty());
    /// assert_eq!(RequestQuery::default().states(), State::ALL);
    /// ```
    #[must_use]
    pub fn states(&self) -> Vec<State> {
        let mut states = State::ALL.to_vec();
        if let Some(one) = self.state.as_deref().and_then(State::of) {
            states.retain(|state| *state == one);
        }
        if let Some(held) = self.held_by.as_deref().and_then(states_of) {
            states.retain(|state| held.contains(state));
        }
        if let Some(open) = self.open {
            states.retain(|state| state.is_open() == open);
        }
        states
    }
}

/// What `GET /sittings` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SittingQuery {
    /// One state: `planned`, `held` or `cancelled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_sitting_state))]
    pub state: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl SittingQuery {
    /// What is wrong in shape, each with the parameter's name as its pointer.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }

    /// Which page of the list is asked for.
    ///
    /// # Errors
    /// `request.cursor`.
    pub fn wanted(&self) -> Result<Wanted, Fault> {
        Wanted::read(self.limit, self.cursor.as_deref())
    }
}
