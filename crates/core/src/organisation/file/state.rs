//! The states of an organisation file, and what leads from one to another (workflows.md §1; O2, O6).

use crate::problem::{Code, Denied};
use serde::{Deserialize, Serialize};

/// What a file is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// It enters an organisation.
    Opening,
    /// It changes one that was validated (O2), by a light procedure.
    Change,
    /// A kind of a newer server.
    #[serde(other)]
    Unknown,
}

impl FileKind {
    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Change => "change",
            Self::Unknown => "unknown",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::Opening, Self::Change].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// Where a file is in its life.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Being written.
    Draft,
    /// At the caisse.
    Submitted,
    /// Sent back with what to complete: the applicant's turn.
    Returned,
    /// Accepted.
    Validated,
    /// Refused, with the reason.
    Refused,
    /// Given up by its author; it can be taken up again for a while.
    Abandoned,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl FileState {
    /// All the states.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Submitted, Self::Returned, Self::Validated, Self::Refused, Self::Abandoned];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Validated => "validated",
            Self::Refused => "refused",
            Self::Abandoned => "abandoned",
            Self::Unknown => "unknown",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether it is not yet decided, nor given up.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::Returned)
    }
}

/// Who acts on a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Side {
    /// Who writes it: the demandeur, or the gestionnaires of its organisation.
    Applicant,
    /// Who instructs it: the caisse, or INRS.
    Agent,
}

/// What can be done to a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FileStep {
    /// Its content or its attachments change.
    Edit,
    /// It goes to the caisse.
    Submit,
    /// It is given up.
    Abandon,
    /// What was given up is taken up again.
    Restore,
    /// An agent takes it, or gives it to another.
    Assign,
    /// Another caisse is to instruct it.
    HandOver,
    /// It is accepted.
    Validate,
    /// It is sent back with what to complete.
    Return,
    /// It is refused.
    Refuse,
    /// The two sides write to each other.
    Write,
    /// The agents write to each other.
    Note,
}

impl FileStep {
    /// All the steps.
    pub const ALL: [Self; 11] = [
        Self::Edit,
        Self::Submit,
        Self::Abandon,
        Self::Restore,
        Self::Assign,
        Self::HandOver,
        Self::Validate,
        Self::Return,
        Self::Refuse,
        Self::Write,
        Self::Note,
    ];

    /// Whether this side can take the step at all.
    #[must_use]
    pub const fn is_for(self, side: Side) -> bool {
        match self {
            Self::Edit | Self::Submit | Self::Abandon | Self::Restore => matches!(side, Side::Applicant),
            Self::Assign | Self::HandOver | Self::Validate | Self::Return | Self::Refuse | Self::Note => {
                matches!(side, Side::Agent)
            }
            Self::Write => true,
        }
    }
}

/// How many days what was given up can be taken up again; then it is erased with its attachments (B4).
pub const RESTORABLE_DAYS: u64 = 30;

/// The state that a step leads to.
///
/// # Errors
/// `organisation_file.state` where the step does not exist in that state.
///
/// ```
/// use forprev_core::organisation::file::{FileState, FileStep, after};
/// assert_eq!(after(FileState::Returned, FileStep::Submit), Ok(FileState::Submitted));
/// assert!(after(FileState::Validated, FileStep::Edit).is_err());
/// ```
pub fn after(state: FileState, step: FileStep) -> Result<FileState, Denied> {
    use FileState::{Abandoned, Draft, Refused, Returned, Submitted, Validated};
    match (step, state) {
        (FileStep::Edit, Draft | Returned) => Ok(state),
        (FileStep::Submit, Draft | Returned) => Ok(Submitted),
        (FileStep::Abandon, Draft | Submitted | Returned) => Ok(Abandoned),
        (FileStep::Restore, Abandoned) => Ok(Draft),
        (FileStep::Assign | FileStep::HandOver, Submitted | Returned) => Ok(state),
        (FileStep::Validate, Submitted) => Ok(Validated),
        (FileStep::Return, Submitted) => Ok(Returned),
        (FileStep::Refuse, Submitted) => Ok(Refused),
        (FileStep::Write, Submitted | Returned) => Ok(state),
        (FileStep::Note, Submitted | Returned | Validated | Refused) => Ok(state),
        _ => Err(Denied::new(Code::FileState).with("state", state.as_str())),
    }
}
