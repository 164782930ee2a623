//! What the lists of the API can be asked: the parameters of their addresses, as text, with their shape.

use crate::{
    mail::MailState,
    page::{DEFAULT_LIMIT, MAX_LIMIT, Wanted},
    problem::{Code, Fault},
    session::import::ImportMode,
    shape,
    user::{UserRole, UserState},
};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

fn refuse(code: Code) -> ValidationError {
    ValidationError::new(code.as_str())
}

pub(crate) fn one_limit(limit: u32) -> Result<(), ValidationError> {
    if (1..=MAX_LIMIT).contains(&limit) { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

pub(crate) fn one_level(level: u8) -> Result<(), ValidationError> {
    if matches!(level, 1 | 2) { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

fn one_state(value: &str) -> Result<(), ValidationError> {
    let known = ["draft", "submitted", "returned", "verified", "certified"];
    if known.contains(&value) { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

fn one_session_sort(value: &str) -> Result<(), ValidationError> {
    if SESSION_SORTS.contains(&value) { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

fn one_user_state(value: &str) -> Result<(), ValidationError> {
    if UserState::of(value).is_some() { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

fn one_user_role(value: &str) -> Result<(), ValidationError> {
    if UserRole::of(value).is_some() { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

fn one_agent_kind(value: &str) -> Result<(), ValidationError> {
    if matches!(value, "instructeur" | "inrs" | "cnh") { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

fn one_reach(value: &str) -> Result<(), ValidationError> {
    if matches!(value, "regional" | "national") { Ok(()) } else { Err(refuse(Code::BadChoice)) }
}

fn one_mail_state(value: &str) -> Result<(), ValidationError> {
    MailState::of(value).map(drop).ok_or_else(|| refuse(Code::BadChoice))
}

/// The orders of the list of sessions; the first is used when none is named. `-` turns an order around.
pub const SESSION_SORTS: [&str; 4] = ["-ends_on", "ends_on", "-updated_at", "updated_at"];

macro_rules! checked {
    ($($name:ident),+) => {$(
        impl $name {
            /// What is wrong in shape, each with the parameter's name as its pointer.
            #[must_use]
            pub fn check(&self) -> Vec<Fault> {
                self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new())
            }
        }
    )+};
}
checked!(
    SessionQuery,
    FormateurQuery,
    DirectoryQuery,
    CommuneQuery,
    OnQuery,
    CatalogueQuery,
    HabilitationQuery,
    NotificationQuery,
    MailQuery,
    PageQuery,
    UserQuery,
    AgentQuery,
    RemovalQuery
);

macro_rules! paged {
    ($($name:ident),+) => {$(
        impl $name {
            /// How many items a page has.
            #[must_use]
            pub fn page_size(&self) -> u32 {
                self.limit.unwrap_or(DEFAULT_LIMIT)
            }
        }
    )+};
}
paged!(SessionQuery, DirectoryQuery, NotificationQuery, MailQuery);

macro_rules! cut {
    ($($name:ident),+) => {$(
        impl $name {
            /// Which page of the list is asked for.
            ///
            /// # Errors
            /// `request.cursor`.
            pub fn wanted(&self) -> Result<Wanted, Fault> {
                Wanted::read(self.limit, self.cursor.as_deref())
            }
        }
    )+};
}
cut!(FormateurQuery, CommuneQuery, CatalogueQuery, HabilitationQuery, PageQuery, UserQuery, AgentQuery);

/// What `GET /sessions` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct SessionQuery {
    /// One state, `submitted` for example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_state))]
    pub state: Option<String>,
    /// Sessions that end on this day or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", param(format = Date))]
    pub end_from: Option<String>,
    /// Sessions that end on this day or earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", param(format = Date))]
    pub end_to: Option<String>,
    /// One dispositif, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub dispositif: Option<String>,
    /// One organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub organisation_id: Option<String>,
    /// One reference of another system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::external_ref))]
    pub external_ref: Option<String>,
    /// The order: `-ends_on` (the default), `ends_on`, `-updated_at` or `updated_at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_session_sort))]
    pub sort: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `GET /organisations/{id}/habilitations` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct HabilitationQuery {
    /// Only those for which a session can be declared today (S3): valid on some day of the window around it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered: Option<bool>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `GET /formateurs` can be asked: by number, or by name among those who led a session of the organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct FormateurQuery {
    /// A Forprev number, whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::forprev_number))]
    pub forprev_number: Option<String>,
    /// The beginning of a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::place))]
    pub q: Option<String>,
    /// The habilitation for which they would train: also says of which organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub habilitation_id: Option<String>,
    /// The day on which they would: the session's end. Today if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", param(format = Date))]
    pub on: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `GET /organisations/{id}/users` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    /// One state: `invited`, `expired`, `undelivered`, `active`, `suspended` or `ended`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_user_state))]
    pub state: Option<String>,
    /// One role: `gestionnaire` or `delegataire`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_user_role))]
    pub role: Option<String>,
    /// Words of the names, or of the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::place))]
    pub q: Option<String>,
    /// Only those whose access is to be confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_due: Option<bool>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `GET /agents` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct AgentQuery {
    /// One state: `invited`, `expired`, `undelivered`, `active`, `suspended` or `ended`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_user_state))]
    pub state: Option<String>,
    /// One kind: `instructeur`, `inrs` or `cnh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_agent_kind))]
    pub kind: Option<String>,
    /// One caisse, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub caisse: Option<String>,
    /// Words of the names, or of the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::place))]
    pub q: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `DELETE /organisations/{id}/users/{user_id}` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct RemovalQuery {
    /// The user who takes over the open sessions of whoever is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub hand_over_to: Option<String>,
    /// Checks everything and changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

/// What the public directory can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct DirectoryQuery {
    /// A dispositif that they are habilitated for, by code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub dispositif: Option<String>,
    /// The level of it: 1 or 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_level))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 2))]
    pub level: Option<u8>,
    /// A region of the head office: its INSEE code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub region: Option<String>,
    /// A département of the head office: its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub departement: Option<String>,
    /// `regional` or `national`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_reach))]
    pub reach: Option<String>,
    /// Words of the name or of the commune.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::place))]
    pub q: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `GET /communes` is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct CommuneQuery {
    /// A postal code, five digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_postal_code))]
    pub postal_code: Option<String>,
    /// The beginning of a name, where the postal code is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::place))]
    pub q: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What a list without filters can be asked: `GET /tasks`, `GET /me/certificates`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct PageQuery {
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `GET /notifications` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct NotificationQuery {
    /// Only those that were not read, where true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<bool>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `GET /mails` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct MailQuery {
    /// One state: `waiting`, `sent`, `bounced` or `given_up`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_mail_state))]
    pub state: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `GET /dispositifs` can be asked: a day; today if left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct CatalogueQuery {
    /// The day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", param(format = Date))]
    pub on: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// What `GET /parameters` can be asked: a day; today if left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct OnQuery {
    /// The day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", param(format = Date))]
    pub on: Option<String>,
}

/// What `POST /sessions/{id}/trainees/import` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ImportQuery {
    /// What becomes of the good lines when others are refused.
    #[serde(default)]
    pub mode: ImportMode,
    /// Checks everything and stores nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

/// What a POST can be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct DryRunQuery {
    /// Checks every rule and writes nothing: 200 with what would have been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_names_its_parameter() {
        let query = SessionQuery {
            state: Some("lost".into()),
            end_from: Some("2026-02-30".into()),
            limit: Some(201),
            ..SessionQuery::default()
        };
        let found: Vec<_> =
            query.check().into_iter().map(|fault| (fault.pointer, fault.code.as_str())).collect();
        let expected = [("/end_from", "field.date"), ("/limit", "field.choice"), ("/state", "field.choice")];
        assert_eq!(found, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
        assert!(SessionQuery::default().check().is_empty());
        assert_eq!(DirectoryQuery::default().page_size(), 50);
    }
}
