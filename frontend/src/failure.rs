//! Why a request did not give what was asked, in the words that a person sees.

use crate::i18n::t;
use forprev_client::Error;
use forprev_core::problem::{Code, Fault, Problem};

/// A request that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server refused, and said why.
    Refused(Box<Problem>),
    /// Nobody is signed in any more.
    SignedOut,
    /// The server did not answer.
    Unreachable,
    /// The server answered something else than was expected.
    Unreadable,
    /// A part of the application could not be fetched.
    NotLoaded,
}

impl Failure {
    /// The failure in a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Refused(problem) if problem.detail.is_empty() => problem.title.clone(),
            Self::Refused(problem) => problem.detail.clone(),
            Self::SignedOut => t().parts.signed_out.to_owned(),
            Self::Unreachable => t().parts.unreachable.to_owned(),
            Self::Unreadable => t().parts.unreadable.to_owned(),
            Self::NotLoaded => t().parts.not_loaded_help.to_owned(),
        }
    }

    /// All that is wrong, each with its place, where the server said so.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Refused(problem) => &problem.errors,
            _ => &[],
        }
    }

    /// The HTTP status, where the server answered.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(problem) => Some(problem.status),
            _ => None,
        }
    }

    /// Whether the server asks for one's identity again before it goes on (A14).
    #[must_use]
    pub fn asks_who(&self) -> bool {
        matches!(self, Self::Refused(problem) if problem.code == Code::StepUpRequired)
    }

    /// Whether a step was refused because what this page shows is not how it stands any more: somebody went on with it,
    /// or an earlier attempt, whose answer was lost, was of other content.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        match self {
            Self::Refused(problem) => {
                problem.code != Code::IdempotencyRunning
                    && (matches!(problem.status, 409 | 412) || problem.code == Code::IdempotencyBody)
            }
            _ => false,
        }
    }

    /// What to quote to the people who run the system: for faults of the server only.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Refused(problem) if problem.status >= 500 && !problem.request_id.is_empty() => {
                Some(&problem.request_id)
            }
            _ => None,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Problem(problem) if problem.code == Code::Unauthenticated => Self::SignedOut,
            Error::Problem(problem) => Self::Refused(problem),
            Error::Network => Self::Unreachable,
            Error::Unreadable { .. } => Self::Unreadable,
        }
    }
}
