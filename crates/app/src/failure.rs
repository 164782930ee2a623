//! Why a use case did not do what was asked: a public problem, or a private cause that only the log may see.

use forprev_core::problem::{Code, Denied, Fault, Problem};
use forprev_store as store;
use std::borrow::Cow;

/// A use case that failed. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The caller is told all of it.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// The base failed: the caller is told a code, the log the rest.
    #[error("the base: {0}")]
    Store(#[from] store::Error),
    /// A fault of this program: the caller is told that, the log the rest.
    #[error("{0}")]
    Internal(Cow<'static, str>),
}

impl Failure {
    /// A fault of this program, told to the log only. No personal data in it.
    pub fn internal(what: impl Into<Cow<'static, str>>) -> Self {
        Self::Internal(what.into())
    }

    /// A refusal by its code alone.
    #[must_use]
    pub fn of(code: Code) -> Self {
        Fault::new(code).into()
    }

    /// The reason that the caller is told.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Problem(problem) => problem.code,
            Self::Store(error) => code_of(error),
            Self::Internal(_) => Code::Internal,
        }
    }

    /// What the caller is told.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Problem(problem) => (**problem).clone(),
            Self::Store(_) | Self::Internal(_) => Problem::of(vec![Fault::new(self.code())]),
        }
    }

    /// Whether the log must hear of it: not a refusal, but something wrong here.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        matches!(self.code(), Code::Internal | Code::Unavailable)
    }
}

/// What an error of the base says to the caller, where a use case did not say better.
fn code_of(error: &store::Error) -> Code {
    match error {
        store::Error::NotFound => Code::NotFound,
        store::Error::Stale => Code::VersionStale,
        store::Error::Unique(index) if index.as_str() == "person_email_key_unique" => Code::EmailAlreadyUsed,
        store::Error::Unique(index) if index.as_str() == "organisation_siret_unique" => {
            Code::SiretAlreadyRegistered
        }
        store::Error::Busy | store::Error::Unavailable(_) => Code::Unavailable,
        _ => Code::Internal,
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}
impl From<Vec<Fault>> for Failure {
    fn from(faults: Vec<Fault>) -> Self {
        Problem::of(faults).into()
    }
}
impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        vec![fault].into()
    }
}
impl From<Denied> for Failure {
    // By way of a fault: its figures stay with the answer, which can then be worded in another language.
    fn from(denied: Denied) -> Self {
        Fault::from(denied).into()
    }
}
impl From<serde_json::Error> for Failure {
    // What serde_json says of a value it could not read quotes the value.
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(
            format!("stored JSON: {:?} at {}:{}", error.classify(), error.line(), error.column()).into(),
        )
    }
}

/// Refuses with all these faults, or goes on when there is none.
///
/// # Errors
/// The faults.
pub fn refuse_if_any(faults: Vec<Fault>) -> Result<(), Failure> {
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use forprev_core::problem::Language;

    #[test]
    fn a_refusal_keeps_its_figures_for_another_language() {
        let failure = Failure::from(Denied::new(Code::TooMany).with("seconds", 12_u32));
        let mut problem = failure.problem();
        problem.tell(Language::English);
        assert_eq!(problem.status, 429);
        assert!(problem.detail.contains("12 seconds"), "{}", problem.detail);
    }

    #[test]
    fn the_cause_is_not_told() {
        let failure = Failure::internal("the key file is gone");
        assert!(failure.is_ours());
        assert!(!serde_json::to_string(&failure.problem()).unwrap().contains("key file"));
    }
}
