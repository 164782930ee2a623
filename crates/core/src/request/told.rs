//! A request as the API tells it.

use super::{
    NewPlatform, NewRequestFormateur, RequestForm, RequestKind, State,
    clock::{Age, Stage},
    decision::{Decision, Term},
    grid::GridItem,
    instruction::{Correction, Opinion, Subject},
    state::Side,
};
use crate::{
    forprev_number::ForprevNumber,
    habilitation::number::HabilitationNumber,
    id::{HabilitationId, OrganisationId, PlatformId, RequestId, SittingId},
    problem::{Code, Fault},
    session::{Allowed, PersonName},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A request, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Request {
    /// Its identifier.
    pub id: RequestId,
    /// Its version: also the `ETag`, and what `If-Match` must say.
    pub version: i64,
    /// Where it is.
    pub state: State,
    /// What kind of request it is.
    pub kind: RequestKind,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// The organisation's name.
    pub organisation_name: String,
    /// The code of the caisse that instructs it (H10); absent where INRS does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
    /// Of a renewal: what it renews, and what a late decision would leave uncovered (C14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renews: Option<Renewed>,
    /// Who trains.
    pub formateurs: Vec<RequestFormateur>,
    /// The programme, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// How it is laid out in time, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// Its platforms.
    pub platforms: Vec<RequestPlatform>,
    /// The documents that the level asks for, each with whether it is attached (H9).
    pub documents: Vec<RequiredDocument>,
    /// H6: how it stands with the administrative data.
    pub admin_data: AdminData,
    /// The progress line, with how long each step took (C5, C22).
    pub stages: Vec<Stage>,
    /// How long it ran since its first submission.
    pub age: Age,
    /// What is to be completed, while it waits for the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    /// The opinions that were given.
    pub opinions: Vec<OpinionTold>,
    /// The examination grid, for those who instruct and decide (C28).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grid: Vec<GridItem>,
    /// Which agent has taken it on, for those who instruct and decide (C23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<PersonName>,
    /// The sitting in whose agenda it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitting: Option<SittingRef>,
    /// The days that a grant of today would give, while it waits for the decision (H3, H4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Term>,
    /// What was decided last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The habilitation that was made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub habilitation_id: Option<HabilitationId>,
    /// What happened, the first first.
    pub history: Vec<Event>,
    /// The day of its first submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_on: Option<NaiveDate>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// What would refuse its submission today.
    pub violations: Vec<Fault>,
    /// What the caller may do with it now.
    pub actions: RequestActions,
}

/// What a renewal renews.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RenewedHabilitation))]
pub struct Renewed {
    /// Which habilitation.
    pub habilitation_id: HabilitationId,
    /// Its number.
    pub number: HabilitationNumber,
    /// Its last day: a request in time protects nothing, so that sessions which end after it cannot be certified until
    /// the renewal is decided.
    pub valid_until: NaiveDate,
    /// The first day that a decision after that would leave uncovered.
    pub uncovered_from: NaiveDate,
}

/// A formateur of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestFormateur {
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// Last name; empty where the number is nobody's.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Whether they are qualified for the dispositif and level today (S4).
    pub qualified: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
}

/// A platform of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestPlatform {
    /// Its identifier: that of the habilitation's platform too, once it is granted.
    pub id: PlatformId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Street and number.
    pub address: String,
    /// Postal code.
    pub postal_code: String,
    /// Commune, where it is known.
    pub city: String,
    /// INSEE code of the commune.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insee_code: Option<String>,
}

/// A document that the level asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequiredDocument {
    /// What it is for: the code in the catalogue.
    pub purpose: String,
    /// Of which platform, where it is asked for of each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform_id: Option<PlatformId>,
    /// Whether it is attached.
    pub attached: bool,
}

/// H6: how it stands with the organisation's administrative data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdminData {
    /// Whether the caller confirmed them today, as a submission asks.
    pub confirmed: bool,
    /// The day of the last confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
    /// By whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<PersonName>,
    /// Whether a change of them is being instructed: neither submission nor decision before that.
    pub change_pending: bool,
}

/// What is to be completed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RequestReturned))]
pub struct Returned {
    /// In general.
    pub comment: String,
    /// Field by field, document by document.
    pub corrections: Vec<Correction>,
    /// The day until which it is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

/// An opinion that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpinionTold {
    /// On what.
    pub subject: Subject,
    /// What it says; absent for an applicant where it is confidential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Whether it is for those who instruct and decide only.
    pub confidential: bool,
    /// When it was given.
    pub at: DateTime<Utc>,
    /// By whom; absent for an applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonName>,
}

/// The sitting of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SittingRef {
    /// Which.
    pub id: SittingId,
    /// Its day.
    pub held_on: NaiveDate,
}

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RequestEvent))]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// What, by the operation's name: `submit_request`.
    pub kind: String,
    /// The state since then.
    pub state: State,
    /// By which side.
    pub side: Side,
    /// By whom: the applicant is told of their own side only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonName>,
    /// What was said with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What the caller may do with a request now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestActions {
    /// Change its content.
    pub edit: Allowed,
    /// Hand it to the caisse.
    pub submit: Allowed,
    /// Give it up.
    pub abandon: Allowed,
    /// Find it admissible.
    pub admit: Allowed,
    /// Send it back to be completed.
    #[serde(rename = "return")]
    pub return_: Allowed,
    /// Fill in the grid, record an opinion.
    pub examine: Allowed,
    /// Hand it to INRS.
    pub forward: Allowed,
    /// Take it on, or give it to another agent.
    pub assign: Allowed,
    /// Hand it to another caisse, or to INRS.
    pub hand_over: Allowed,
    /// Write to the other side.
    pub write: Allowed,
    /// Note something for those who instruct.
    pub note: Allowed,
    /// Give INRS's opinion.
    pub opine: Allowed,
    /// Put it on the agenda of a sitting, or adjourn it.
    pub schedule: Allowed,
    /// Grant it.
    pub grant: Allowed,
    /// Refuse it.
    pub refuse: Allowed,
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestRow {
    /// Its identifier.
    pub id: RequestId,
    /// Its version.
    pub version: i64,
    /// Where it is.
    pub state: State,
    /// Who has it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<Side>,
    /// What kind of request it is.
    pub kind: RequestKind,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// The organisation's name.
    pub organisation_name: String,
    /// The code of the caisse that instructs it; absent where INRS does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
    /// The day of its first submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_on: Option<NaiveDate>,
    /// How long it ran since then.
    pub age: Age,
    /// Of a renewal: the last day of what it renews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewed_until: Option<NaiveDate>,
    /// The sitting in whose agenda it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitting: Option<SittingRef>,
    /// Which agent has taken it on, for those who instruct and decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<PersonName>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl From<&Request> for RequestForm {
    /// What the form edits, from what the server told.
    fn from(request: &Request) -> Self {
        Self {
            formateurs: request
                .formateurs
                .iter()
                .map(|one| NewRequestFormateur { forprev_number: one.forprev_number.to_string() })
                .collect(),
            programme: request.programme.clone().unwrap_or_default(),
            schedule: request.schedule.clone().unwrap_or_default(),
            platforms: request
                .platforms
                .iter()
                .map(|one| NewPlatform {
                    id: Some(one.id.to_string()),
                    name: one.name.clone(),
                    kind: one.kind.clone(),
                    address: one.address.clone(),
                    postal_code: one.postal_code.clone(),
                    insee_code: one.insee_code.clone(),
                })
                .collect(),
        }
    }
}
