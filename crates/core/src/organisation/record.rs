//! An organisation that was validated, as those who are of it and those who instruct it read it.

use super::file::FileContent;
use crate::{
    catalogue::OrganisationKind,
    id::{OrganisationFileId, OrganisationId},
    page::DEFAULT_LIMIT,
    problem::Fault,
    query::one_limit,
    session::Allowed,
    shape,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// The data of an organisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organisation {
    /// Its identifier.
    pub id: OrganisationId,
    /// What is in force of it.
    pub content: FileContent,
    /// The name of the commune of its head office.
    pub city: String,
    /// The code of its département.
    pub departement: String,
    /// The caisse that instructs its files; none where INRS does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
    /// The name of who instructs.
    pub caisse_name: String,
    /// H6: the day on which its data were last said to be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
    /// The change that is not yet decided (O2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_change: Option<OrganisationFileId>,
    /// Whether the asker keeps its data: changes them, asks for changes, confirms them.
    pub keep: Allowed,
    /// When it was entered.
    pub created_at: DateTime<Utc>,
    /// Rises with each change: what `If-Match` says.
    pub version: i64,
}

/// An organisation, as lists tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationRow {
    /// Its identifier.
    pub id: OrganisationId,
    /// Organisme de formation or entreprise.
    pub kind: OrganisationKind,
    /// Its name.
    pub raison_sociale: String,
    /// The name that it trades under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enseigne: Option<String>,
    /// Its SIRET.
    pub siret: String,
    /// The commune of its head office.
    pub city: String,
    /// The code of its département.
    pub departement: String,
    /// The caisse that instructs its files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
}

/// What `GET /organisations` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct OrganisationQuery {
    /// The beginning of words of its name or of its commune, or its SIRET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::place))]
    pub q: Option<String>,
    /// One caisse, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub caisse: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl OrganisationQuery {
    /// All that is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }

    /// How many items a page has.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.limit.unwrap_or(DEFAULT_LIMIT)
    }
}
