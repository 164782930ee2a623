//! Habilitation requests: what an organisation asks for, how it is instructed, and what the CNH decides (workflows.md §2).

pub mod clock;
pub mod content;
pub mod decision;
pub mod grid;
pub mod instruction;
pub mod offer;
pub mod query;
pub mod rules;
pub mod sitting;
pub mod state;
mod told;

pub use content::{NewPlatform, NewRequest, NewRequestFormateur, RequestContent, RequestForm, RequestPatch};
pub use decision::{NewDecision, Outcome};
pub use state::State;
pub use told::{
    AdminData, Event, OpinionTold, Renewed, Request, RequestActions, RequestFormateur, RequestPlatform,
    RequestRow, RequiredDocument, Returned, SittingRef,
};

use serde::{Deserialize, Serialize};

/// The three kinds of request: what the organisation holds says which one it is (H7).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// The first of the organisation.
    Initial,
    /// For what it does not hold, or no longer.
    Additional,
    /// For what it holds.
    Renewal,
    /// A kind of a newer server.
    #[serde(other)]
    Unknown,
}

impl RequestKind {
    /// All the kinds.
    pub const ALL: [Self; 3] = [Self::Initial, Self::Additional, Self::Renewal];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Additional => "additional",
            Self::Renewal => "renewal",
            Self::Unknown => "unknown",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
