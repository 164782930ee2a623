//! C17: audits and visits of an organisation by its caisse: planned, told to it, reported with what is to be mended, followed
//! up.

mod content;
mod state;

pub use content::{
    ACTIONS_MAX, FollowUp, NewVisit, NewVisitAction, VisitComment, VisitPatch, VisitQuery, VisitReport,
};
pub use state::{VisitState, VisitStep, after};

use crate::{
    id::{OrganisationId, VisitActionId, VisitId},
    problem::{Code, Denied},
    session::Allowed,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

macro_rules! names {
    ($($name:ident { $($one:ident $text:literal),+ })+) => {$(
        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$one),+];

            /// The name in the API and in the base.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$one => $text,)+ Self::Unknown => "unknown" }
            }

            /// The one of this name.
            #[must_use]
            pub fn of(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == name)
            }
        }
    )+};
}

/// An audit, or a visit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum VisitKind {
    /// An examination of how the organisation keeps what it committed itself to.
    Audit,
    /// A visit that accompanies it.
    Visit,
    /// A kind of a newer server.
    #[serde(other)]
    Unknown,
}

/// What became of a corrective action.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ActionOutcome {
    /// It is waited for.
    Open,
    /// It was done.
    Done,
    /// It was not.
    NotDone,
    /// An outcome of a newer server.
    #[serde(other)]
    Unknown,
}

names! {
    VisitKind { Audit "audit", Visit "visit" }
    ActionOutcome { Open "open", Done "done", NotDone "not_done" }
}

/// An audit or a visit, as lists tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VisitRow {
    /// Its identifier.
    pub id: VisitId,
    /// Audit or visit.
    pub kind: VisitKind,
    /// Where it is.
    pub state: VisitState,
    /// Of which organisation.
    pub organisation_id: OrganisationId,
    /// Its name.
    pub organisation: String,
    /// Its day.
    pub held_on: NaiveDate,
    /// What it is about.
    pub subject: String,
    /// The agent who has it, to agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// How many corrective actions are waited for.
    pub actions_open: u32,
    /// The nearest day by which one of them is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_due_on: Option<NaiveDate>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A corrective action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VisitAction {
    /// Its identifier.
    pub id: VisitActionId,
    /// What is to be done.
    pub what: String,
    /// By which day.
    pub due_on: NaiveDate,
    /// Whether that day has passed and it is still waited for.
    pub late: bool,
    /// What the organisation answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    /// What became of it.
    pub outcome: ActionOutcome,
    /// On which day that was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed_on: Option<NaiveDate>,
    /// What was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Whether a corrective action is late: still waited for after its day.
///
/// ```
/// use forprev_core::visit::{ActionOutcome, is_late};
/// let day = |text: &str| text.parse().unwrap();
/// assert!(!is_late(ActionOutcome::Open, day("2026-11-23"), day("2026-11-23")));
/// assert!(is_late(ActionOutcome::Open, day("2026-11-23"), day("2026-11-24")));
/// assert!(!is_late(ActionOutcome::Done, day("2026-11-23"), day("2026-11-24")));
/// ```
#[must_use]
pub fn is_late(outcome: ActionOutcome, due_on: NaiveDate, today: NaiveDate) -> bool {
    outcome == ActionOutcome::Open && today > due_on
}

/// Whether nothing more is waited for: each corrective action was done, or seen not to be.
///
/// # Errors
/// `visit.actions_open`.
pub fn may_close(outcomes: impl IntoIterator<Item = ActionOutcome>) -> Result<(), Denied> {
    let open = outcomes.into_iter().filter(|one| *one == ActionOutcome::Open).count();
    if open == 0 { Ok(()) } else { Err(Denied::new(Code::VisitActionsOpen).with("count", open)) }
}

/// An audit or a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Visit {
    /// Its identifier.
    pub id: VisitId,
    /// Rises with each change: what `If-Match` says.
    pub version: i64,
    /// Audit or visit.
    pub kind: VisitKind,
    /// Where it is.
    pub state: VisitState,
    /// Of which organisation.
    pub organisation_id: OrganisationId,
    /// Its name.
    pub organisation: String,
    /// The name of the caisse.
    pub caisse_name: String,
    /// Its day.
    pub held_on: NaiveDate,
    /// When it begins, `HH:MM` in Paris.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub starts_at: String,
    /// When it ends.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ends_at: String,
    /// What it is about.
    pub subject: String,
    /// Where, unless it is at the head office.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The agent who has it, to agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Whether the asker has it.
    pub mine: bool,
    /// When the organisation was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified_at: Option<DateTime<Utc>>,
    /// What was looked at, with whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<String>,
    /// Why it was cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What is to be mended.
    pub corrective_actions: Vec<VisitAction>,
    /// What the asker may do with it now.
    pub actions: VisitActions,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl Visit {
    /// What a form of its plan begins from.
    #[must_use]
    pub fn typed(&self) -> NewVisit {
        NewVisit {
            kind: self.kind.as_str().into(),
            held_on: self.held_on.to_string(),
            starts_at: self.starts_at.clone(),
            ends_at: self.ends_at.clone(),
            subject: self.subject.clone(),
            place: self.place.clone(),
        }
    }

    /// What a form of its report begins from.
    #[must_use]
    pub fn reported(&self) -> VisitReport {
        VisitReport {
            held_on: self.held_on.to_string(),
            summary: self.summary.clone().unwrap_or_default(),
            findings: self.findings.clone().unwrap_or_default(),
            actions: self
                .corrective_actions
                .iter()
                .map(|one| NewVisitAction {
                    id: one.id.to_string(),
                    what: one.what.clone(),
                    due_on: one.due_on.to_string(),
                })
                .collect(),
        }
    }
}

/// What somebody may do with an audit or a visit now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VisitActions {
    /// Change its plan.
    pub edit: Allowed,
    /// Take it.
    pub assign: Allowed,
    /// Tell the organisation.
    pub notify: Allowed,
    /// Write its report.
    pub report: Allowed,
    /// Say what became of a corrective action.
    pub follow_up: Allowed,
    /// Answer a corrective action.
    pub answer: Allowed,
    /// Add documents.
    pub attach: Allowed,
    /// Close it.
    pub close: Allowed,
    /// Cancel it.
    pub cancel: Allowed,
}
