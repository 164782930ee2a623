//! U5, A8: the first sign-in steps. What is left to do follows from what is known of the person, so that they go on
//! where they left.

use crate::{
    actor::Profile,
    calendar::months_after,
    policy::account::chooses_caisse,
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
    /// How often mails come is chosen (U6).
    Notifications,
    /// A formateur has chosen a caisse (H1).
    Caisse,
    /// A second factor is offered to who need not have one (A12): it can be left out.
    SecondFactor,
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
            Self::Notifications => "notifications",
            Self::Caisse => "caisse",
            Self::SecondFactor => "second_factor",
            Self::Done => "done",
            Self::Unknown => "unknown",
        }
    }

    /// Whether `done` waits for it.
    #[must_use]
    pub const fn is_needed(self) -> bool {
        matches!(self, Self::Data | Self::Notifications | Self::Caisse)
    }
}

/// The body of `POST /me/onboarding`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OnboardingDone {
    /// The step that is done: `data`, `notifications`, `caisse` or `done`.
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
        "data" | "notifications" | "caisse" | "done" => Ok(()),
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

/// What is known of a person, of which the steps follow.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// What they are to the system.
    pub profiles: &'a [Profile],
    /// Whether they once took the last step.
    pub finished: bool,
    /// The day on which they last confirmed their data.
    pub checked_on: Option<NaiveDate>,
    /// Whether they chose how often mails come.
    pub chose_mails: bool,
    /// The code of their caisse.
    pub caisse: Option<&'a str>,
    /// Whether a second factor is none of these steps: they have one, or must have one and are asked before (A12).
    pub second_factor: bool,
}

/// What is left to do before anything else, in its order. Of who became a formateur after their first sign-in, only
/// the caisse is asked.
///
/// ```
/// use forprev_core::{account::onboarding::{OnboardingStep as Step, Standing, left}, actor::{Profile, ProfileKind}};
///
/// let formateur = [Profile::alone(ProfileKind::Formateur)];
/// let begins = Standing {
///     profiles: &formateur,
///     finished: false,
///     checked_on: None,
///     chose_mails: false,
///     caisse: None,
///     second_factor: false,
/// };
/// assert_eq!(left(&begins), [Step::Data, Step::Notifications, Step::Caisse, Step::SecondFactor, Step::Done]);
/// let resumes = Standing { checked_on: "2026-11-23".parse().ok(), chose_mails: true, caisse: Some("RENNES"), ..begins };
/// assert_eq!(left(&resumes), [Step::SecondFactor, Step::Done]);
/// assert_eq!(left(&Standing { finished: true, ..begins }), [Step::Caisse]);
/// assert_eq!(left(&Standing { finished: true, ..resumes }), []);
/// ```
#[must_use]
pub fn left(of: &Standing<'_>) -> Vec<OnboardingStep> {
    let first = !of.finished;
    [
        (OnboardingStep::Data, first && of.checked_on.is_none()),
        (OnboardingStep::Notifications, first && !of.chose_mails),
        (OnboardingStep::Caisse, lacks_caisse(of.profiles, of.caisse)),
        (OnboardingStep::SecondFactor, first && !of.second_factor),
        (OnboardingStep::Done, first),
    ]
    .into_iter()
    .filter_map(|(step, is_left)| is_left.then_some(step))
    .collect()
}

fn lacks_caisse(profiles: &[Profile], caisse: Option<&str>) -> bool {
    caisse.is_none() && chooses_caisse(profiles)
}

/// U5: whether all is reachable: the last step was once taken, and a formateur has a caisse, also who became one since.
#[must_use]
pub fn is_done(finished: bool, profiles: &[Profile], caisse: Option<&str>) -> bool {
    finished && !lacks_caisse(profiles, caisse)
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
