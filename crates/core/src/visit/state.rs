//! The life of an audit or a visit: planned, told to the organisation, held and reported, closed; or cancelled before it is
//! held.

use crate::problem::{Code, Denied};
use serde::{Deserialize, Serialize};

/// Where an audit or a visit is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitState {
    /// The caisse alone knows of it.
    Planned,
    /// The organisation was told.
    Notified,
    /// It was held: its report is there, its corrective actions are followed up.
    Held,
    /// Nothing more is waited for.
    Closed,
    /// It is not held.
    Cancelled,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl VisitState {
    /// All the states.
    pub const ALL: [Self; 5] = [Self::Planned, Self::Notified, Self::Held, Self::Closed, Self::Cancelled];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Notified => "notified",
            Self::Held => "held",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// What can be done to an audit or a visit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VisitStep {
    /// Its day, its subject or its place is changed.
    Edit,
    /// An agent takes it.
    Assign,
    /// The organisation is told.
    Notify,
    /// The report is written: what was found, what is to be mended.
    Report,
    /// A corrective action was done, or was not.
    FollowUp,
    /// The organisation answers a corrective action.
    Answer,
    /// Documents are added to it.
    Attach,
    /// Nothing more is waited for.
    Close,
    /// It is not held.
    Cancel,
}

impl VisitStep {
    /// All the steps.
    pub const ALL: [Self; 9] = [
        Self::Edit,
        Self::Assign,
        Self::Notify,
        Self::Report,
        Self::FollowUp,
        Self::Answer,
        Self::Attach,
        Self::Close,
        Self::Cancel,
    ];
}

/// The state that a step leads to.
///
/// # Errors
/// `visit.state` where the step does not exist in that state.
pub fn after(state: VisitState, step: VisitStep) -> Result<VisitState, Denied> {
    use VisitState::{Cancelled, Closed, Held, Notified, Planned};
    use VisitStep::{Answer, Assign, Attach, Cancel, Close, Edit, FollowUp, Notify, Report};
    match (step, state) {
        (Edit, Planned | Notified) => Ok(state),
        (Assign | Attach, Planned | Notified | Held) => Ok(state),
        (Notify, Planned) => Ok(Notified),
        (Report, Notified | Held) => Ok(Held),
        (FollowUp | Answer, Held) => Ok(state),
        (Close, Held) => Ok(Closed),
        (Cancel, Planned | Notified) => Ok(Cancelled),
        _ => Err(Denied::new(Code::VisitState).with("state", state.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        // planned notified held closed cancelled
        let table = [
            (VisitStep::Edit, "planned notified . . ."),
            (VisitStep::Assign, "planned notified held . ."),
            (VisitStep::Notify, "notified . . . ."),
            (VisitStep::Report, ". held held . ."),
            (VisitStep::FollowUp, ". . held . ."),
            (VisitStep::Answer, ". . held . ."),
            (VisitStep::Attach, "planned notified held . ."),
            (VisitStep::Close, ". . closed . ."),
            (VisitStep::Cancel, "cancelled cancelled . . ."),
        ];
        assert_eq!(table.map(|(step, _)| step), VisitStep::ALL);
        for (step, row) in table {
            for (state, expected) in VisitState::ALL.into_iter().zip(row.split(' ')) {
                let found = after(state, step);
                assert_eq!(
                    found.as_ref().map_or(".", |state| state.as_str()),
                    expected,
                    "{step:?} {state:?}"
                );
            }
            assert!(after(VisitState::Unknown, step).is_err());
        }
    }
}
