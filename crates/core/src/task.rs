//! "À traiter": what the signed-in person has to do, computed from the state of things.

use crate::{
    id::{OrganisationId, SessionId},
    parameters::Parameters,
    session::{State, window},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What there is to do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// The lead formateur verifies a session.
    VerifySession,
    /// The declarer corrects a session that came back.
    CorrectSession,
    /// The declarer finishes a draft and submits it.
    SubmitSession,
    /// The declarer generates certificates.
    GenerateCertificates,
    /// The declarer downloads certificates before they are erased.
    DownloadCertificates,
    /// Something of a newer server.
    #[serde(other)]
    Unknown,
}

/// One thing to do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// On which session.
    pub session_id: SessionId,
    /// Of which organisation.
    pub organisation_id: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Dispositif of the session.
    pub dispositif: String,
    /// Level of the session.
    pub level: u8,
    /// End of the session, where it is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// City of the session, where it is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The first day on which it can be done, where that is later than today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub possible_from: Option<NaiveDate>,
    /// The last day on which it can be done, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

/// What a session asks of its declarer, or of its lead formateur.
///
/// ```
/// use forprev_core::{session::State, task::{TaskKind, asked_of_declarer, asked_of_lead}};
/// assert_eq!(asked_of_lead(State::Submitted), Some(TaskKind::VerifySession));
/// assert_eq!(asked_of_declarer(State::Submitted), None);
/// assert_eq!(asked_of_declarer(State::Verified), Some(TaskKind::GenerateCertificates));
/// ```
#[must_use]
pub const fn asked_of_declarer(state: State) -> Option<TaskKind> {
    match state {
        State::Draft => Some(TaskKind::SubmitSession),
        State::Returned => Some(TaskKind::CorrectSession),
        State::Verified => Some(TaskKind::GenerateCertificates),
        State::Certified => Some(TaskKind::DownloadCertificates),
        State::Submitted | State::Unknown => None,
    }
}

/// What a session asks of its lead formateur.
#[must_use]
pub const fn asked_of_lead(state: State) -> Option<TaskKind> {
    match state {
        State::Submitted => Some(TaskKind::VerifySession),
        State::Draft | State::Returned | State::Verified | State::Certified | State::Unknown => None,
    }
}

/// The last day of what a session waits for: its submission (S1, S2), its results or its certificates (S2), or their
/// download (S14). A draft without an end date waits without one.
///
/// ```
/// use forprev_core::{parameters::Parameters, session::State, task::due_on};
/// let (day, parameters) = (|text: &str| text.parse().unwrap(), Parameters::starting());
/// let due = |state| due_on(state, Some(day("2026-08-31")), day("2026-12-15"), &parameters);
/// assert_eq!(due(State::Draft), Some(day("2026-09-30")));
/// assert_eq!(due(State::Submitted), Some(day("2026-11-30")));
/// assert_eq!(due(State::Certified), Some(day("2026-12-15")));
/// ```
#[must_use]
pub fn due_on(
    state: State,
    ends_on: Option<NaiveDate>,
    readable_until: NaiveDate,
    parameters: &Parameters,
) -> Option<NaiveDate> {
    match state {
        // The first submission sets `declared`, which is kept: only a draft has S1's window before it.
        State::Draft => ends_on.map(|end| {
            let (_, declared_by) = window::declaration_days(end, parameters);
            declared_by.min(window::closing_day(end, parameters))
        }),
        State::Submitted | State::Returned | State::Verified => {
            ends_on.map(|end| window::closing_day(end, parameters))
        }
        State::Certified => Some(readable_until),
        State::Unknown => None,
    }
}
