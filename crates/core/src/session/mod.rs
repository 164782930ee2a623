//! Certification sessions: one training, its formateurs, its trainees and their results.

pub mod content;
pub mod eligibility;
pub mod import;
pub mod paste;
pub mod patch;
pub mod results;
pub mod state;
pub mod trainee;
pub mod window;

pub use content::{NewFormateur, NewPlace, NewSession, NewTrainee, SessionContent};
pub use patch::{SessionPatch, TraineePatch};
pub use results::{Comment, Results, TraineeResult};
pub use state::State;

use crate::{
    forprev_number::ForprevNumber,
    habilitation::number::HabilitationNumber,
    id::{HabilitationId, OrganisationId, PersonId, PlatformId, SessionId, TraineeId},
    problem::{Decision, Denied, Fault, Params},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The two kinds of session.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    /// A first training.
    Initial,
    /// "Maintien et actualisation des compétences": keeps a certificate alive.
    Mac,
}

impl SessionKind {
    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Mac => "mac",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name.trim() {
            "initial" => Some(Self::Initial),
            "mac" => Some(Self::Mac),
            _ => None,
        }
    }
}

/// What a trainee got.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Gets a certificate.
    Passed,
    /// Does not, and is erased with the session.
    Failed,
}

impl Outcome {
    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
        }
    }

    /// The outcome of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name.trim() {
            "passed" => Some(Self::Passed),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }
}

/// A session, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Its identifier.
    pub id: SessionId,
    /// Where it is in its life (S10).
    pub state: State,
    /// Its version: also the `ETag`, and what `If-Match` must say.
    pub version: i64,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// The organisation's name.
    pub organisation_name: String,
    /// For which habilitation.
    pub habilitation_id: HabilitationId,
    /// The habilitation's number.
    pub habilitation_number: HabilitationNumber,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
    /// The certificate's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_code: Option<String>,
    /// Initial or MAC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SessionKind>,
    /// First day of the training.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<NaiveDate>,
    /// Last day of the training.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Who trains.
    pub formateurs: Vec<SessionFormateur>,
    /// Who is trained: empty for those who may not see them.
    pub trainees: Vec<Trainee>,
    /// How many are trained.
    pub trainee_count: u32,
    /// The reference in another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_ref: Option<String>,
    /// The comment of the last return or reopening.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// S1: the day of its first submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_on: Option<NaiveDate>,
    /// Who declared it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_by: Option<PersonName>,
    /// When the results were entered, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Signature>,
    /// When the certificates were generated, and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certified: Option<Signature>,
    /// The last day of what it waits for ([`crate::task::due_on`]), where it has an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// S14: the last day on which it can be read.
    pub readable_until: NaiveDate,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// What would refuse its next step today.
    pub violations: Vec<Fault>,
    /// What the caller may do with it now.
    pub actions: SessionActions,
}

/// Who did something, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Signature {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; absent when a system did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonName>,
}

/// A person with an account, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonName {
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
}

/// Where a session is held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    /// Name of the place.
    #[serde(default)]
    pub name: String,
    /// Street and number.
    #[serde(default)]
    pub address: String,
    /// Postal code.
    #[serde(default)]
    pub postal_code: String,
    /// Commune.
    #[serde(default)]
    pub city: String,
    /// INSEE code of the commune.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insee_code: Option<String>,
    /// The platform, where it is one of the habilitation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform_id: Option<PlatformId>,
}

/// A formateur of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionFormateur {
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Whether they verify the session.
    pub lead: bool,
}

/// A trainee of a session.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Trainee {
    /// Their identifier in the session.
    pub id: TraineeId,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Birth date; absent for a formateur of the session who is not the lead (S5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// What they got, once the results are entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Of a formateur trainee: e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Of a formateur trainee: Forprev number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forprev_number: Option<ForprevNumber>,
    /// Of a formateur trainee: the person chosen among the candidates (C4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
}

// A trainee's identity must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for Trainee {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trainee").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A session in a list: no trainee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRow {
    /// Its identifier.
    pub id: SessionId,
    /// Where it is in its life.
    pub state: State,
    /// Its version.
    pub version: i64,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// The organisation's name.
    pub organisation_name: String,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
    /// The certificate's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_code: Option<String>,
    /// Initial or MAC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SessionKind>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// Commune.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The lead formateur, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<PersonName>,
    /// How many are trained.
    pub trainee_count: u32,
    /// The reference in another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_ref: Option<String>,
    /// Who declared it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_by: Option<PersonName>,
    /// The last day of what it waits for ([`crate::task::due_on`]), where it has an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// S14: the last day on which it can be read.
    pub readable_until: NaiveDate,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// Whether a step is allowed now, and if not why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Allowed {
    /// Whether it is.
    pub allowed: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<crate::problem::Code>,
    /// The figures and days of why not.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, crate::problem::WrittenParam>))]
    pub params: Params,
    /// Whether it takes a comment, for what is sent back: left out where it takes none, or need not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub comment_required: bool,
}

impl Allowed {
    /// The same, with a comment where `required`.
    #[must_use]
    pub fn with_comment(self, required: bool) -> Self {
        Self { comment_required: self.allowed && required, ..self }
    }
}

impl From<Decision> for Allowed {
    fn from(decision: Decision) -> Self {
        match decision {
            Ok(()) => Self { allowed: true, code: None, params: Params::new(), comment_required: false },
            Err(denied) => Self {
                allowed: false,
                code: Some(denied.code),
                params: denied.params,
                comment_required: false,
            },
        }
    }
}

impl From<&Allowed> for Decision {
    fn from(allowed: &Allowed) -> Self {
        if allowed.allowed {
            return Ok(());
        }
        let code = allowed.code.unwrap_or(crate::problem::Code::Forbidden);
        Err(Denied { code, params: allowed.params.clone() })
    }
}

/// What the caller may do with a session now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionActions {
    /// Hand it to the lead formateur.
    pub submit: Allowed,
    /// Send it back to the declarer.
    #[serde(rename = "return")]
    pub return_: Allowed,
    /// Enter the results.
    pub results: Allowed,
    /// Send it back to the lead, or take it back.
    pub reopen: Allowed,
    /// Generate the certificates.
    pub generate: Allowed,
    /// Change its content.
    pub edit: Allowed,
    /// Erase it.
    pub cancel: Allowed,
}

impl From<&Session> for NewSession {
    /// What the form edits, from what the server told.
    fn from(session: &Session) -> Self {
        let text = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        Self {
            habilitation_id: session.habilitation_id.to_string(),
            certificate_code: session.certificate_code.clone(),
            kind: session.kind.map(|kind| kind.as_str().to_owned()),
            starts_on: text(session.starts_on),
            ends_on: text(session.ends_on),
            place: session.place.as_ref().map(|place| NewPlace {
                name: place.name.clone(),
                address: place.address.clone(),
                postal_code: place.postal_code.clone(),
                city: place.city.clone(),
                insee_code: place.insee_code.clone(),
                platform_id: place.platform_id.map(|id| id.to_string()),
            }),
            formateurs: session
                .formateurs
                .iter()
                .map(|one| NewFormateur { forprev_number: one.forprev_number.to_string(), lead: one.lead })
                .collect(),
            trainees: session
                .trainees
                .iter()
                .map(|one| NewTrainee {
                    id: Some(one.id.to_string()),
                    last_name: one.last_name.clone(),
                    first_name: one.first_name.clone(),
                    birth_date: text(one.birth_date).unwrap_or_default(),
                    email: one.email.clone(),
                    forprev_number: one.forprev_number.as_ref().map(ToString::to_string),
                    person_id: one.person_id.map(|id| id.to_string()),
                })
                .collect(),
            external_ref: session.external_ref.clone(),
        }
    }
}
