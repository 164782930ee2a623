//! The states of a habilitation request, and what leads from one to another (workflows.md §2).

use crate::problem::{Code, Denied};
use serde::{Deserialize, Serialize};

/// Where a request is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RequestState))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written by the applicant.
    Draft,
    /// Its admissibility is examined by the caisse.
    Submitted,
    /// Sent back to be completed, before it was found admissible: the clock stands still.
    Incomplete,
    /// Admissible: the caisse forms its opinions.
    Instruction,
    /// Sent back to be completed, while it was instructed: the clock stands still.
    Returned,
    /// INRS gives its opinion.
    Opinion,
    /// The CNH decides.
    Decision,
    /// Granted: a habilitation was made of it.
    Granted,
    /// Refused.
    Refused,
    /// Given up by the applicant.
    Abandoned,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl State {
    /// All the states, in the order of a request's life.
    pub const ALL: [Self; 10] = [
        Self::Draft,
        Self::Submitted,
        Self::Incomplete,
        Self::Instruction,
        Self::Returned,
        Self::Opinion,
        Self::Decision,
        Self::Granted,
        Self::Refused,
        Self::Abandoned,
    ];

    /// Those of a request that runs, drafts too: of these there is one at most for a dispositif and level (H6).
    pub const OPEN: [Self; 7] = [
        Self::Draft,
        Self::Submitted,
        Self::Incomplete,
        Self::Instruction,
        Self::Returned,
        Self::Opinion,
        Self::Decision,
    ];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Incomplete => "incomplete",
            Self::Instruction => "instruction",
            Self::Returned => "returned",
            Self::Opinion => "opinion",
            Self::Decision => "decision",
            Self::Granted => "granted",
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

    /// Whether it runs still.
    #[must_use]
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }

    /// Whether the clock of delays stands still: it waits for the applicant (C22).
    #[must_use]
    pub const fn is_paused(self) -> bool {
        matches!(self, Self::Incomplete | Self::Returned)
    }

    /// Which step of the progress line it is in, from 0 (draft) to 5 (notified); none where it was abandoned.
    ///
    /// ```
    /// use forprev_core::request::State;
    /// assert_eq!((State::Incomplete.stage(), State::Returned.stage()), (Some(1), Some(2)));
    /// assert_eq!((State::Refused.stage(), State::Abandoned.stage()), (Some(5), None));
    /// ```
    #[must_use]
    pub const fn stage(self) -> Option<u8> {
        match self {
            Self::Draft => Some(0),
            Self::Submitted | Self::Incomplete => Some(1),
            Self::Instruction | Self::Returned => Some(2),
            Self::Opinion => Some(3),
            Self::Decision => Some(4),
            Self::Granted | Self::Refused => Some(5),
            Self::Abandoned | Self::Unknown => None,
        }
    }

    /// Who has it now (C5); nobody once it is over.
    #[must_use]
    pub const fn held_by(self) -> Option<Side> {
        match self {
            Self::Draft | Self::Incomplete | Self::Returned => Some(Side::Applicant),
            Self::Submitted | Self::Instruction => Some(Side::Caisse),
            Self::Opinion => Some(Side::Inrs),
            Self::Decision => Some(Side::Cnh),
            Self::Granted | Self::Refused | Self::Abandoned | Self::Unknown => None,
        }
    }
}

/// The four sides of a request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RequestSide))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The demandeur, or the gestionnaires of the organisation.
    Applicant,
    /// The caisse that instructs, or INRS in its place.
    Caisse,
    /// INRS, for its opinion.
    Inrs,
    /// The commission that decides.
    Cnh,
    /// A side of a newer server.
    #[serde(other)]
    Unknown,
}

/// What can be done to a request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Step {
    /// The applicant changes its content.
    Edit,
    /// The applicant hands it to the caisse, for the first time or completed.
    Submit,
    /// The applicant gives it up.
    Abandon,
    /// The caisse finds it admissible.
    Admit,
    /// The caisse sends it back to be completed.
    Return,
    /// The caisse fills in the examination grid, or records an opinion of its own.
    Examine,
    /// The caisse hands it to INRS, with its opinions.
    Forward,
    /// An agent takes it on, or gives it to another (C23).
    Assign,
    /// Another caisse, or INRS, is to instruct it (C26).
    HandOver,
    /// Those who instruct note something among themselves.
    Note,
    /// The applicant or the caisse writes to the other (C19).
    Write,
    /// INRS gives its opinion, with which it goes to the CNH.
    Opine,
    /// It is put on the agenda of a sitting, taken off it, or adjourned to a later one.
    Schedule,
    /// The CNH grants it.
    Grant,
    /// The CNH refuses it.
    Refuse,
}

impl Step {
    /// All the steps.
    pub const ALL: [Self; 15] = [
        Self::Edit,
        Self::Submit,
        Self::Abandon,
        Self::Admit,
        Self::Return,
        Self::Examine,
        Self::Forward,
        Self::Assign,
        Self::HandOver,
        Self::Note,
        Self::Write,
        Self::Opine,
        Self::Schedule,
        Self::Grant,
        Self::Refuse,
    ];

    /// Whose step it is.
    #[must_use]
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Edit | Self::Submit | Self::Abandon => &[Side::Applicant],
            Self::Admit
            | Self::Return
            | Self::Examine
            | Self::Forward
            | Self::Assign
            | Self::HandOver
            | Self::Note => &[Side::Caisse],
            Self::Write => &[Side::Applicant, Side::Caisse],
            Self::Opine => &[Side::Inrs],
            Self::Schedule | Self::Grant | Self::Refuse => &[Side::Cnh],
        }
    }
}

/// The state that a step leads to. What was sent back and comes again takes up where it was.
///
/// # Errors
/// `request.state` where the step does not exist in that state.
///
/// ```
/// use forprev_core::request::state::{State, Step, after};
/// assert_eq!(after(State::Incomplete, Step::Submit), Ok(State::Submitted));
/// assert_eq!(after(State::Returned, Step::Submit), Ok(State::Instruction));
/// assert!(after(State::Submitted, Step::Edit).is_err());
/// ```
pub fn after(state: State, step: Step) -> Result<State, Denied> {
    use State::{
        Abandoned, Decision, Draft, Granted, Incomplete, Instruction, Opinion, Refused, Returned, Submitted,
    };
    match (step, state) {
        (Step::Edit, Draft | Incomplete | Returned)
        | (Step::Examine, Instruction)
        | (Step::Schedule, Decision) => Ok(state),
        (Step::Submit, Draft | Incomplete) => Ok(Submitted),
        (Step::Submit, Returned) | (Step::Admit, Submitted) => Ok(Instruction),
        (Step::Abandon, state) if state.is_open() => Ok(Abandoned),
        (Step::Return, Submitted) => Ok(Incomplete),
        (Step::Return, Instruction) => Ok(Returned),
        (Step::Forward, Instruction) => Ok(Opinion),
        (Step::Assign | Step::HandOver, Submitted | Incomplete | Instruction | Returned) => Ok(state),
        // There is nobody to write to before the caisse has it.
        (Step::Note | Step::Write, state) if state.is_open() && state != Draft => Ok(state),
        (Step::Opine, Opinion) => Ok(Decision),
        (Step::Grant, Decision) => Ok(Granted),
        (Step::Refuse, Decision) => Ok(Refused),
        _ => Err(Denied::new(Code::RequestState).with("state", state.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        // draft submitted incomplete instruction returned opinion decision granted refused abandoned
        let table = [
            (Step::Edit, "draft . incomplete . returned . . . . ."),
            (Step::Submit, "submitted . submitted . instruction . . . . ."),
            (Step::Abandon, "abandoned abandoned abandoned abandoned abandoned abandoned abandoned . . ."),
            (Step::Admit, ". instruction . . . . . . . ."),
            (Step::Return, ". incomplete . returned . . . . . ."),
            (Step::Examine, ". . . instruction . . . . . ."),
            (Step::Forward, ". . . opinion . . . . . ."),
            (Step::Assign, ". submitted incomplete instruction returned . . . . ."),
            (Step::HandOver, ". submitted incomplete instruction returned . . . . ."),
            (Step::Note, ". submitted incomplete instruction returned opinion decision . . ."),
            (Step::Write, ". submitted incomplete instruction returned opinion decision . . ."),
            (Step::Opine, ". . . . . decision . . . ."),
            (Step::Schedule, ". . . . . . decision . . ."),
            (Step::Grant, ". . . . . . granted . . ."),
            (Step::Refuse, ". . . . . . refused . . ."),
        ];
        assert_eq!(table.map(|(step, _)| step), Step::ALL);
        for (step, row) in table {
            assert_eq!(row.split(' ').count(), State::ALL.len(), "{step:?}");
            for (state, expected) in State::ALL.into_iter().zip(row.split(' ')) {
                let found = after(state, step).map_or(".", State::as_str);
                assert_eq!(found, expected, "{step:?} from {state:?}");
            }
        }
    }

    #[test]
    fn who_has_it_can_do_something_and_what_is_over_stays_so() {
        for state in State::ALL {
            let possible: Vec<_> = Step::ALL.into_iter().filter(|step| after(state, *step).is_ok()).collect();
            match state.held_by() {
                Some(side) => assert!(possible.iter().any(|step| step.sides() == [side]), "{state:?}"),
                None => assert!(possible.is_empty() && !state.is_open(), "{state:?}"),
            }
            assert_eq!(State::of(state.as_str()), Some(state));
        }
    }

    #[test]
    fn a_state_of_a_newer_server_is_not_fatal() {
        let state: State = serde_json::from_str("\"appealed\"").unwrap();
        assert_eq!(state, State::Unknown);
        assert!(Step::ALL.iter().all(|step| after(state, *step).is_err()));
    }
}
