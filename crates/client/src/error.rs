//! Why a call gave nothing.

use forprev_core::problem::{Code, Problem};

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The server refused, and said why.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// The server was not reached, or did not finish its answer.
    #[error("the server cannot be reached")]
    Network,
    /// The server answered something else than was expected.
    #[error("unexpected answer, status {status}")]
    Unreadable {
        /// The HTTP status.
        status: u16,
    },
}

impl Error {
    /// What the server said, where it refused.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            Self::Network | Self::Unreadable { .. } => None,
        }
    }

    /// The reason, where the server said one.
    #[must_use]
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Network | Self::Unreadable { .. } => None,
        }
    }

    /// The HTTP status, where there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Problem(problem) => Some(problem.status),
            Self::Unreadable { status } => Some(*status),
            Self::Network => None,
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl From<reqwest::Error> for Error {
    // Its text holds the address: not kept.
    fn from(_: reqwest::Error) -> Self {
        Self::Network
    }
}
