//! Agents: of the caisses, of INRS, of the CNH. INRS's administrators declare them.

use super::{UserActions, UserState, declare::birth_date};
use crate::{
    actor::{InrsRank, ProfileKind},
    calendar::parse_day,
    email::Email,
    forprev_number::ForprevNumber,
    id::UserId,
    problem::{Code, Fault},
    shape, text,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// What an agent is, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgentPost {
    /// Instructeur, INRS or CNH.
    pub kind: ProfileKind,
    /// The caisse's code, for an instructeur.
    pub caisse: Option<String>,
    /// The rank, at INRS.
    pub rank: Option<InrsRank>,
}

impl AgentPost {
    /// The kinds of agents.
    pub const KINDS: [ProfileKind; 3] = [ProfileKind::Instructeur, ProfileKind::Inrs, ProfileKind::Cnh];

    /// Whether it is a post at INRS with all its rights.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        is_administrator(self.kind, self.rank)
    }
}

/// Whether a profile is that of an administrator of INRS.
#[must_use]
pub fn is_administrator(kind: ProfileKind, rank: Option<InrsRank>) -> bool {
    kind == ProfileKind::Inrs && matches!(rank, Some(InrsRank::Administrator) | None)
}

/// The name in the API of a kind of agent.
fn kind_of(name: &str) -> Option<ProfileKind> {
    match name {
        "instructeur" => Some(ProfileKind::Instructeur),
        "inrs" => Some(ProfileKind::Inrs),
        "cnh" => Some(ProfileKind::Cnh),
        _ => None,
    }
}

fn rank_of(name: &str) -> Option<InrsRank> {
    match name {
        "administrator" => Some(InrsRank::Administrator),
        "editor" => Some(InrsRank::Editor),
        "auditor" => Some(InrsRank::Auditor),
        _ => None,
    }
}

fn one_kind(value: &str) -> Result<(), ValidationError> {
    let code = if value.trim().is_empty() { Code::Required } else { Code::BadChoice };
    if kind_of(value.trim()).is_some() { Ok(()) } else { Err(ValidationError::new(code.as_str())) }
}

fn one_rank(value: &str) -> Result<(), ValidationError> {
    let known = value.trim().is_empty() || rank_of(value.trim()).is_some();
    if known { Ok(()) } else { Err(ValidationError::new(Code::BadChoice.as_str())) }
}

/// The body of `POST /agents`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAgent {
    /// Last name.
    #[serde(default)]
    #[validate(custom(function = shape::name))]
    pub last_name: String,
    /// First name.
    #[serde(default)]
    #[validate(custom(function = shape::name))]
    pub first_name: String,
    /// Birth date.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub birth_date: String,
    /// E-mail address: the invitation is mailed there.
    #[serde(default)]
    #[validate(custom(function = shape::email))]
    pub email: String,
    /// `instructeur`, `inrs` or `cnh`.
    #[serde(default)]
    #[validate(custom(function = one_kind))]
    pub kind: String,
    /// The caisse's code, for an instructeur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub caisse: Option<String>,
    /// `administrator`, `editor` or `auditor`, at INRS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_rank))]
    pub rank: Option<String>,
}

// Names and addresses must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for NewAgent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewAgent").field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// An agent as they are declared, read.
#[derive(Clone, PartialEq, Eq)]
pub struct AgentContent {
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// Address.
    pub email: Email,
    /// What they are to become.
    pub post: AgentPost,
}

fn filled(value: Option<&String>) -> Option<&str> {
    value.map(|text| text.trim()).filter(|text| !text.is_empty())
}

impl NewAgent {
    /// What it says.
    ///
    /// # Errors
    /// All that is wrong in shape.
    pub fn read(&self) -> Result<AgentContent, Vec<Fault>> {
        let faults = self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new());
        let read = (parse_day(self.birth_date.trim()), self.email.trim().parse(), kind_of(self.kind.trim()));
        let (Some(birth_date), Ok(email), Some(kind), true) = (read.0, read.1, read.2, faults.is_empty())
        else {
            return Err(faults);
        };
        Ok(AgentContent {
            last_name: text::clean(&self.last_name),
            first_name: text::clean(&self.first_name),
            birth_date,
            email,
            post: AgentPost {
                kind,
                caisse: filled(self.caisse.as_ref()).map(str::to_owned),
                rank: filled(self.rank.as_ref()).and_then(rank_of),
            },
        })
    }
}

impl AgentContent {
    /// What the rules refuse today.
    #[must_use]
    pub fn violations(&self, today: NaiveDate) -> Vec<Fault> {
        birth_date(self.birth_date, today).into_iter().chain(self.post.violations()).collect()
    }
}

impl AgentPost {
    /// An instructeur has a caisse and a person of INRS a rank, and nobody else has either.
    #[must_use]
    pub fn violations(&self) -> Vec<Fault> {
        let wrong = |has: bool, needs: bool, pointer: &str| match (has, needs) {
            (false, true) => Some(Fault::new(Code::Required).at(pointer)),
            (true, false) => Some(Fault::new(Code::BadChoice).at(pointer)),
            _ => None,
        };
        [
            wrong(self.caisse.is_some(), self.kind == ProfileKind::Instructeur, "/caisse"),
            wrong(self.rank.is_some(), self.kind == ProfileKind::Inrs, "/rank"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The body of `PATCH /agents/{id}`: what is present replaces.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgentPatch {
    /// The caisse's code, for an instructeur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub caisse: Option<String>,
    /// `administrator`, `editor` or `auditor`, at INRS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_rank))]
    pub rank: Option<String>,
}

impl AgentPatch {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new())
    }

    /// The post after the change.
    #[must_use]
    pub fn applied(&self, post: AgentPost) -> AgentPost {
        AgentPost {
            kind: post.kind,
            caisse: filled(self.caisse.as_ref()).map(str::to_owned).or(post.caisse),
            rank: filled(self.rank.as_ref()).and_then(rank_of).or(post.rank),
        }
    }
}

/// An agent, or an invitation that waits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agent {
    /// Its identifier; that of the invitation while it waits.
    pub id: UserId,
    /// Where they are.
    pub state: UserState,
    /// Instructeur, INRS or CNH.
    pub kind: ProfileKind,
    /// The caisse's code, for an instructeur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
    /// The rank, at INRS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<InrsRank>,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Address, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Their number, once they accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forprev_number: Option<ForprevNumber>,
    /// Whether it is the caller.
    #[serde(default)]
    pub me: bool,
    /// The day since which they are an agent, or on which they were invited.
    pub since_on: NaiveDate,
    /// The day on which they last signed in, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_on: Option<NaiveDate>,
    /// Until when the invitation can be accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// What can be done with them now.
    pub actions: UserActions,
    /// Rises with each change: the `ETag`.
    pub version: i64,
}

/// The answer to a declaration: of the first step, what would be; of the second, what is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeclaredAgent {
    /// Whether somebody of this address and this birth date has an account: they then accept with it.
    pub known: bool,
    /// The agent, invited.
    pub agent: Agent,
}
