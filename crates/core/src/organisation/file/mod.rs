//! The organisation file: how an applicant enters an organisation, and how one that was validated changes (O1–O6,
//! workflows.md §1).

mod change;
mod check;
mod content;
mod delay;
mod state;
mod wizard;

pub use change::{Difference, differences, instructed};
pub use check::{FileFacts, URSSAF_POINTER, urssaf_age};
pub use content::{Field, FileContent, PUBLICATIONS, REGIMES};
pub use delay::days_at_caisse;
pub use state::{FileKind, FileState, FileStep, RESTORABLE_DAYS, Side, after};
pub use wizard::{Need, Page, need};

use crate::{
    id::{MessageId, OrganisationFileId, OrganisationId, PersonId},
    page::DEFAULT_LIMIT,
    problem::{Code, Fault},
    query::one_limit,
    session::Allowed,
    shape,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use validator::{Validate, ValidationError};

/// An organisation file, as the API tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationFile {
    /// Its identifier.
    pub id: OrganisationFileId,
    /// What it is for.
    pub kind: FileKind,
    /// Where it is in its life.
    pub state: FileState,
    /// The organisation: the one that it changes, or the one that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<OrganisationId>,
    /// What it holds.
    pub content: FileContent,
    /// The caisse that instructs it, once it was submitted; none where INRS does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
    /// Who wrote it, by name.
    pub author: String,
    /// The agent who has it, by name: of the other agents' concern alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
    /// Who that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to_id: Option<PersonId>,
    /// Whether an agent is at it.
    pub in_hand: bool,
    /// When it was first submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// For how many days the caisse has had it: the time in which it was sent back does not count.
    pub days_at_caisse: i64,
    /// Why it was sent back or refused, as the agent said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What there is to complete, field by field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub corrections: BTreeMap<String, String>,
    /// What would refuse its submission today, while it is being written.
    #[serde(default)]
    pub violations: Vec<Fault>,
    /// What changed: against what is in force, of a change; against what was submitted before, of a file that comes back.
    #[serde(default)]
    pub differences: Vec<Difference>,
    /// What happened to it, in order.
    #[serde(default)]
    pub events: Vec<FileEvent>,
    /// What the asker may do with it now.
    pub actions: FileActions,
    /// Rises with each change: what `If-Match` says.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// Something that happened to a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What: `created`, `submitted`, `returned`, `validated`, `refused`, `abandoned`, `restored`, `handed_over`.
    pub what: String,
    /// Who, by name: agents are told to their like, and as their caisse to the applicant.
    pub who: String,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What somebody may do with a file now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileActions {
    /// Change its content.
    pub edit: Allowed,
    /// Send it to the caisse.
    pub submit: Allowed,
    /// Give it up.
    pub abandon: Allowed,
    /// Take up again what was given up.
    pub restore: Allowed,
    /// Take it, or give it to another agent.
    pub assign: Allowed,
    /// Hand it over to another caisse.
    pub hand_over: Allowed,
    /// Accept it.
    pub validate: Allowed,
    /// Send it back.
    #[serde(rename = "return")]
    pub return_: Allowed,
    /// Refuse it.
    pub refuse: Allowed,
    /// Write to the other side.
    pub write: Allowed,
    /// Write a note among agents.
    pub note: Allowed,
}

/// A file, as lists tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationFileRow {
    /// Its identifier.
    pub id: OrganisationFileId,
    /// What it is for.
    pub kind: FileKind,
    /// Where it is in its life.
    pub state: FileState,
    /// The organisation that it changes, or that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<OrganisationId>,
    /// The organisation's name, as it is typed so far.
    pub raison_sociale: String,
    /// The name of its commune.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The caisse that instructs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
    /// The agent who has it, to agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
    /// When it was first submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// For how many days the caisse has had it.
    pub days_at_caisse: i64,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// The body of a step that says why: `POST /organisation-files/{id}/return`, `/refuse`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FileDecision {
    /// Why, or what to complete.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub comment: String,
    /// Of a return, what to complete field by field: names of fields, or `urssaf_certificate`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub corrections: BTreeMap<String, String>,
}

impl FileDecision {
    /// All that is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = shape::checked(self);
        for (field, text) in &self.corrections {
            let pointer = format!("/corrections/{}", field.replace('~', "~0").replace('/', "~1"));
            if Field::of(field).is_none() && format!("/{field}") != URSSAF_POINTER {
                faults.push(Fault::new(Code::BadChoice).at(pointer));
            } else if let Err(error) = shape::comment(text) {
                faults.push(Fault::new(error.code.parse().unwrap_or(Code::BadFormat)).at(pointer));
            }
        }
        faults
    }
}

/// The body of `POST /organisation-files/{id}/hand-over`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The code of the caisse that is to instruct it; empty for INRS.
    #[serde(default)]
    #[validate(custom(function = shape::code))]
    pub caisse: String,
    /// Why.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub comment: String,
}

/// The body of `POST /organisation-files/{id}/assign`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// To whom: oneself where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub person_id: Option<String>,
}

/// The body of `POST /organisation-files/{id}/messages`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// What is said.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub text: String,
    /// Whether it is a note that agents alone read.
    #[serde(default)]
    pub internal: bool,
}

macro_rules! checked {
    ($($name:ident)+) => {$(
        impl $name {
            /// All that is wrong in shape.
            #[must_use]
            pub fn check(&self) -> Vec<Fault> {
                shape::checked(self)
            }
        }
    )+};
}
checked! { HandOver Assignment NewMessage FileQuery }

/// A message between the two sides, or a note among agents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Its identifier.
    pub id: MessageId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom: an agent is told to the applicant as their caisse.
    pub who: String,
    /// Whether the asker wrote it.
    pub mine: bool,
    /// Whether agents alone read it.
    pub internal: bool,
    /// What is said.
    pub text: String,
}

fn one_file_state(value: &str) -> Result<(), ValidationError> {
    if FileState::of(value).is_some() { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}
fn one_file_kind(value: &str) -> Result<(), ValidationError> {
    if FileKind::of(value).is_some() { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}
fn one_assigned(value: &str) -> Result<(), ValidationError> {
    if matches!(value, "me" | "nobody") { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}

/// What `GET /organisation-files` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct FileQuery {
    /// One state, `submitted` for example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_file_state))]
    pub state: Option<String>,
    /// One kind: `opening` or `change`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_file_kind))]
    pub kind: Option<String>,
    /// The files of one caisse, by its code; `inrs`: those that INRS instructs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub caisse: Option<String>,
    /// `me`: those that the asker has in hand; `nobody`: those that no agent has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_assigned))]
    pub assigned: Option<String>,
    /// Part of the organisation's name, or its SIRET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::place))]
    pub q: Option<String>,
    /// The files of one organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub organisation_id: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl FileQuery {
    /// How many items a page has.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT)
    }
}

/// The day from which a file that was given up is erased (B4).
#[must_use]
pub fn erased_from(abandoned_on: NaiveDate) -> NaiveDate {
    abandoned_on + chrono::Days::new(RESTORABLE_DAYS + 1)
}
