//! S10: the states of a session, and what leads from one to another.

use crate::problem::{Code, Denied};
use serde::{Deserialize, Serialize};

/// Where a session is (S10).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written by its declarer.
    Draft,
    /// The lead formateur's turn.
    Submitted,
    /// Sent back with a comment: the declarer's turn.
    Returned,
    /// Results entered: the declarer's turn.
    Verified,
    /// Certificates generated.
    Certified,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl State {
    /// All the states, in the order of a session's life.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Submitted, Self::Returned, Self::Verified, Self::Certified];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Verified => "verified",
            Self::Certified => "certified",
            Self::Unknown => "unknown",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// What can be done to a session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    /// The declarer changes its content.
    Edit,
    /// The declarer hands it to the lead formateur.
    Submit,
    /// The lead sends it back with a comment.
    Return,
    /// The lead enters the results.
    Results,
    /// The declarer sends it back, or the lead takes it back; the results are cleared.
    Reopen,
    /// The declarer generates the certificates.
    Generate,
    /// The declarer erases it.
    Cancel,
}

impl Step {
    /// All the steps.
    pub const ALL: [Self; 7] =
        [Self::Edit, Self::Submit, Self::Return, Self::Results, Self::Reopen, Self::Generate, Self::Cancel];
}

/// S10: the state that a step leads to. A cancelled session is erased: it keeps its state until then. Generation on
/// a certified session gives the same certificates again (S12).
///
/// # Errors
/// `session.state` where the step does not exist in that state.
///
/// ```
/// use forprev_core::session::state::{State, Step, after};
/// assert_eq!(after(State::Returned, Step::Submit), Ok(State::Submitted));
/// assert!(after(State::Submitted, Step::Edit).is_err());
/// ```
pub fn after(state: State, step: Step) -> Result<State, Denied> {
    use State::{Certified, Draft, Returned, Submitted, Verified};
    match (step, state) {
        (Step::Edit, Draft | Returned) => Ok(state),
        (Step::Submit, Draft | Returned) => Ok(Submitted),
        (Step::Return, Submitted) => Ok(Returned),
        (Step::Results, Submitted) => Ok(Verified),
        (Step::Reopen, Verified) => Ok(Submitted),
        (Step::Generate, Verified | Certified) => Ok(Certified),
        (Step::Cancel, Draft | Submitted | Returned | Verified) => Ok(state),
        _ => Err(Denied::new(Code::SessionState).with("state", state.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s10_the_whole_table() {
        // draft submitted returned verified certified
        let table = [
            (Step::Edit, "draft . returned . ."),
            (Step::Submit, "submitted . submitted . ."),
            (Step::Return, ". returned . . ."),
            (Step::Results, ". verified . . ."),
            (Step::Reopen, ". . . submitted ."),
            (Step::Generate, ". . . certified certified"),
            (Step::Cancel, "draft submitted returned verified ."),
        ];
        for (step, row) in table {
            for (state, expected) in State::ALL.into_iter().zip(row.split(' ')) {
                let found = after(state, step).map_or(".", State::as_str);
                assert_eq!(found, expected, "{step:?} from {state:?}");
            }
        }
    }

    #[test]
    fn a_state_of_a_newer_server_is_not_fatal() {
        let state: State = serde_json::from_str("\"archived\"").unwrap();
        assert_eq!(state, State::Unknown);
        assert!(Step::ALL.iter().all(|step| after(state, *step).is_err()));
    }
}
