//! What the CNH decides of a request, and which days that makes (H3, H4).

use super::{RequestKind, state::Step};
use crate::{
    calendar::parse_day,
    habilitation::{
        Validity,
        renewal::{proposed_end, starts_on},
    },
    id::SittingId,
    parameters::Parameters,
    problem::{Code, Fault},
    shape,
    text::clean,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// What the CNH decides.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = DecisionOutcome))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The habilitation is given.
    Granted,
    /// It is not.
    Refused,
    /// It is decided at a later sitting.
    Adjourned,
}

impl Outcome {
    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Adjourned => "adjourned",
        }
    }

    /// The outcome of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::Granted, Self::Refused, Self::Adjourned].into_iter().find(|one| one.as_str() == name)
    }

    /// The step that it takes.
    #[must_use]
    pub const fn step(self) -> Step {
        match self {
            Self::Granted => Step::Grant,
            Self::Refused => Step::Refuse,
            Self::Adjourned => Step::Schedule,
        }
    }
}

fn outcome(value: &str) -> Result<(), ValidationError> {
    if Outcome::of(value.trim()).is_some() { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}

/// The body of `POST /requests/{id}/decision`, and one decision of a sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// `granted`, `refused` or `adjourned`.
    #[serde(default)]
    #[validate(custom(function = outcome))]
    #[cfg_attr(feature = "openapi", schema(value_type = Outcome))]
    pub outcome: String,
    /// The day of the decision: that of the sitting in whose agenda the request stands, or today, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub decided_on: Option<String>,
    /// Of a grant: the last day. The one proposed if left out (H4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub valid_until: Option<String>,
    /// Why: needed of a refusal and of an adjournment, and told in the letter.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub reason: String,
    /// Of an adjournment: the later sitting, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub sitting_id: Option<String>,
}

fn day(text: Option<&String>) -> Option<NaiveDate> {
    text.and_then(|text| parse_day(text.trim()))
}

impl NewDecision {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut found = shape::checked(self);
        let reasoned = matches!(self.read(), Some(Outcome::Refused | Outcome::Adjourned));
        if reasoned && clean(&self.reason).is_empty() {
            found.push(Fault::new(Code::Required).at("/reason"));
        }
        found
    }

    /// What is decided, where it could be read.
    #[must_use]
    pub fn read(&self) -> Option<Outcome> {
        Outcome::of(self.outcome.trim())
    }

    /// The day of the decision, where it is said.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        day(self.decided_on.as_ref())
    }

    /// The last day of what is granted, where it is said.
    #[must_use]
    pub fn until(&self) -> Option<NaiveDate> {
        day(self.valid_until.as_ref())
    }

    /// Why, cleaned as it is kept.
    #[must_use]
    pub fn why(&self) -> Option<String> {
        Some(clean(&self.reason)).filter(|text| !text.is_empty())
    }

    /// The later sitting, where one is named.
    #[must_use]
    pub fn later(&self) -> Option<SittingId> {
        self.sitting_id.as_deref().and_then(|text| text.trim().parse().ok())
    }
}

/// Whether a decision can be of this day: not before the request came to the CNH, and not after today.
///
/// # Errors
/// `request.decision_day`.
pub fn decided(on: NaiveDate, at_cnh_since: NaiveDate, today: NaiveDate) -> Result<(), Fault> {
    if (at_cnh_since..=today).contains(&on) {
        return Ok(());
    }
    Err(Fault::new(Code::RequestDecisionDay)
        .at("/decided_on")
        .with("from", at_cnh_since)
        .with("until", today))
}

/// The days of what is granted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = GrantedTerm))]
pub struct Term {
    /// The first.
    pub valid_from: NaiveDate,
    /// The last.
    pub valid_until: NaiveDate,
}

/// H3, H4: the days of what is granted on `decided_on`, with the last day that is proposed. Of a renewal, `renewed` are the
/// days of what it renews; where that was withdrawn, what follows is a first habilitation again (H7). `parameters` are those
/// in force on `decided_on`.
///
/// ```
/// use forprev_core::{habilitation::Validity, parameters::Parameters, request::{RequestKind, decision::proposed}};
/// let (day, parameters) = (|text: &str| text.parse().unwrap(), Parameters::starting());
/// let before = Validity {
///     valid_from: day("2024-03-16"),
///     valid_until: day("2027-03-15"),
///     suspensions: vec![],
///     withdrawn_from: None,
/// };
/// let term = proposed(day("2027-01-20"), RequestKind::Renewal, Some(&before), &parameters);
/// assert_eq!((term.valid_from, term.valid_until), (day("2027-03-16"), day("2032-03-15")));
/// ```
#[must_use]
pub fn proposed(
    decided_on: NaiveDate,
    kind: RequestKind,
    renewed: Option<&Validity>,
    parameters: &Parameters,
) -> Term {
    let renewed = renewed.filter(|one| kind == RequestKind::Renewal && one.withdrawn_from.is_none());
    let valid_from = starts_on(decided_on, renewed.map(|one| one.valid_until));
    Term { valid_from, valid_until: proposed_end(valid_from, renewed.is_some(), parameters) }
}

/// The days of what is granted, where the decision states the last one (H4).
///
/// # Errors
/// `field.order` where it ends before it begins.
pub fn stated(proposed: Term, valid_until: Option<NaiveDate>) -> Result<Term, Fault> {
    let term = Term { valid_until: valid_until.unwrap_or(proposed.valid_until), ..proposed };
    if term.valid_until < term.valid_from {
        return Err(Fault::new(Code::BadOrder).at("/valid_until"));
    }
    Ok(term)
}

/// What was decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CnhDecision))]
pub struct Decision {
    /// What.
    pub outcome: Outcome,
    /// On which day.
    pub decided_on: NaiveDate,
    /// At which sitting, where it was at one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitting_id: Option<SittingId>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The days of what was granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Term>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}
