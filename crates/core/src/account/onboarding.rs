//! U5, A8: the first sign-in steps. What is left to do follows from what is known of the person, so that they go on
//! where they left.

use crate::{
    actor::{Profile, ProfileKind},
    calendar::months_after,
    problem::{Code, Fault},
    shape,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// After so many months a person confirms their data again (A8).
pub const DATA_CHECK_MONTHS: u32 = 12;

/// A step of the first sign-in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnboardingStep {
    /// The person's data are confirmed.
    Data,
    /// A formateur has chosen a caisse (H1).
    Caisse,
    /// All of it is done.
    Done,
    /// A step of a newer server.
    #[serde(other)]
    Unknown,
}

impl OnboardingStep {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Caisse => "caisse",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }
}

/// The body of `POST /me/onboarding`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OnboardingDone {
    /// The step that is done: `data`, `caisse` or `done`.
    #[serde(default)]
    #[validate(custom(function = step))]
    pub step: String,
    /// The code of the caisse, for the step `caisse`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub caisse: Option<String>,
}

fn step(value: &str) -> Result<(), ValidationError> {
    match value.trim() {
        "data" | "caisse" | "done" => Ok(()),
        "" => Err(shape::refuse(Code::Required)),
        _ => Err(shape::refuse(Code::BadChoice)),
    }
}

impl OnboardingDone {
    /// All that is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = shape::checked(self);
        let caisse = self.caisse.as_deref().unwrap_or_default().trim();
        if self.step.trim() == "caisse" && caisse.is_empty() {
            faults.push(Fault::new(Code::Required).at("/caisse"));
        }
        faults
    }
}

/// What is left to do before the first sign-in is done, in its order.
///
/// ```
/// use forprev_core::{account::onboarding::{OnboardingStep, left}, actor::{Profile, ProfileKind}};
///
/// let formateur = [Profile::alone(ProfileKind::Formateur)];
/// assert_eq!(left(&formateur, None, None), [OnboardingStep::Data, OnboardingStep::Caisse, OnboardingStep::Done]);
/// let day = "2026-11-23".parse().ok();
/// assert_eq!(left(&formateur, day, Some("RENNES")), [OnboardingStep::Done]);
/// assert_eq!(left(&[Profile::alone(ProfileKind::Demandeur)], day, None), [OnboardingStep::Done]);
/// ```
#[must_use]
pub fn left(
    profiles: &[Profile],
    checked_on: Option<NaiveDate>,
    caisse: Option<&str>,
) -> Vec<OnboardingStep> {
    let mut left = Vec::new();
    if checked_on.is_none() {
        left.push(OnboardingStep::Data);
    }
    if caisse.is_none() && profiles.iter().any(|profile| profile.kind == ProfileKind::Formateur) {
        left.push(OnboardingStep::Caisse);
    }
    left.push(OnboardingStep::Done);
    left
}

/// Whether a person is asked to confirm their data again: twelve months after the last time, to the day.
///
/// ```
/// use forprev_core::account::onboarding::data_check_due;
/// let day = |text: &str| text.parse().unwrap();
/// assert!(!data_check_due(Some(day("2025-11-24")), day("2026-11-23")));
/// assert!(data_check_due(Some(day("2025-11-23")), day("2026-11-23")));
/// assert!(data_check_due(None, day("2026-11-23")));
/// ```
#[must_use]
pub fn data_check_due(checked_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    checked_on.is_none_or(|day| months_after(day, DATA_CHECK_MONTHS) <= today)
}
