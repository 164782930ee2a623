//! The content of a request: as it is typed or sent ([`NewRequest`], all text), and as it is read ([`RequestContent`]).
//! Reading never fails whole: it gives what could be read, and all that is wrong.

use crate::{
    forprev_number::ForprevNumber,
    id::PlatformId,
    postal_code::{InseeCode, PostalCode},
    problem::Fault,
    query::one_level,
    shape,
    text::clean,
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use validator::Validate;

/// The body of `POST /organisations/{id}/requests`: a draft needs only its dispositif and level. What kind of request it
/// is follows from what the organisation holds (H7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRequest {
    /// The dispositif's code.
    #[serde(default)]
    #[validate(custom(function = shape::required_code))]
    pub dispositif: String,
    /// 1 or 2.
    #[serde(default)]
    #[validate(custom(function = one_level))]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 2))]
    pub level: u8,
    /// The content; what is left out of a renewal comes from what was granted before.
    #[serde(default)]
    #[validate(nested)]
    pub content: RequestForm,
}

/// What the applicant writes of a request: what the form edits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestForm {
    /// Who trains, by Forprev number.
    #[serde(default)]
    #[validate(nested, length(max = 50))]
    pub formateurs: Vec<NewRequestFormateur>,
    /// The programme, in words: the document beside it tells the rest.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub programme: String,
    /// How the training is laid out in time, in words.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub schedule: String,
    /// Its platforms, where the level requires some (H8).
    #[serde(default)]
    #[validate(nested, length(max = 50))]
    pub platforms: Vec<NewPlatform>,
}

/// A formateur of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRequestFormateur {
    /// Their Forprev number.
    #[serde(default)]
    #[validate(custom(function = shape::forprev_number))]
    pub forprev_number: String,
}

/// A platform of a request, or one that is added to a habilitation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPlatform {
    /// Which platform of the request: absent for a new one. Its documents stay with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub id: Option<String>,
    /// Its name.
    #[serde(default)]
    #[validate(custom(function = shape::place))]
    pub name: String,
    /// What it is: fixed scaffold, confined-space training area, …
    #[serde(default)]
    #[validate(custom(function = shape::place))]
    pub kind: String,
    /// Street and number.
    #[serde(default)]
    #[validate(custom(function = shape::address))]
    pub address: String,
    /// Postal code, five digits.
    #[serde(default)]
    #[validate(custom(function = shape::optional_postal_code))]
    pub postal_code: String,
    /// INSEE code of its commune, chosen among those of the postal code where there are several (O1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_insee_code))]
    pub insee_code: Option<String>,
}

/// The body of `PATCH /requests/{id}`: what is present replaces, what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestPatch {
    /// Who trains: the whole list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formateurs: Option<Vec<NewRequestFormateur>>,
    /// The programme, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<String>,
    /// How it is laid out in time, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// Its platforms: the whole list; one sent with its `id` stays the same platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platforms: Option<Vec<NewPlatform>>,
}

/// The content of a request, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestContent {
    /// Who trains: as many as were sent, in their order.
    pub formateurs: Vec<Option<ForprevNumber>>,
    /// The programme, in words.
    pub programme: Option<String>,
    /// How it is laid out in time, in words.
    pub schedule: Option<String>,
    /// Its platforms: as many as were sent, in their order.
    pub platforms: Vec<PlatformContent>,
}

/// A platform, read; every part may be missing in a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlatformContent {
    /// Which platform.
    pub id: Option<PlatformId>,
    /// Its name.
    pub name: Option<String>,
    /// What it is.
    pub kind: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<PostalCode>,
    /// INSEE code of its commune.
    pub insee_code: Option<InseeCode>,
}

fn filled(text: &str) -> Option<String> {
    Some(clean(text)).filter(|text| !text.is_empty())
}

fn parsed<T: FromStr>(text: &str) -> Option<T> {
    text.trim().parse().ok()
}

impl NewRequest {
    /// What could be read of its content, and all that is wrong in shape.
    ///
    /// ```
    /// use forprev_core::request::NewRequest;
    /// let (_, faults) = NewRequest { dispositif: "SST".into(), level: 3, ..Default::default() }.read();
    /// assert_eq!(faults[0].pointer, "/level");
    /// ```
    #[must_use]
    pub fn read(&self) -> (RequestContent, Vec<Fault>) {
        (self.content.content(), shape::checked(self))
    }
}

impl RequestForm {
    /// What could be read, and all that is wrong in shape: lengths, characters, formats.
    #[must_use]
    pub fn read(&self) -> (RequestContent, Vec<Fault>) {
        (self.content(), shape::checked(self))
    }

    /// Whether nothing is written yet.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self == &Self::default()
    }

    fn content(&self) -> RequestContent {
        RequestContent {
            formateurs: self.formateurs.iter().map(|one| parsed(&one.forprev_number)).collect(),
            programme: filled(&self.programme),
            schedule: filled(&self.schedule),
            platforms: self.platforms.iter().map(NewPlatform::content).collect(),
        }
    }
}

impl NewPlatform {
    /// What could be read, and all that is wrong in shape, with pointers relative to the platform.
    #[must_use]
    pub fn read(&self) -> (PlatformContent, Vec<Fault>) {
        (self.content(), shape::checked(self))
    }

    fn content(&self) -> PlatformContent {
        PlatformContent {
            id: self.id.as_deref().and_then(parsed),
            name: filled(&self.name),
            kind: filled(&self.kind),
            address: filled(&self.address),
            postal_code: parsed(&self.postal_code),
            insee_code: self.insee_code.as_deref().and_then(parsed),
        }
    }
}

impl RequestPatch {
    /// A change that replaces all that the form holds.
    #[must_use]
    pub fn whole(form: RequestForm) -> Self {
        Self {
            formateurs: Some(form.formateurs),
            programme: Some(form.programme),
            schedule: Some(form.schedule),
            platforms: Some(form.platforms),
        }
    }

    /// The content after this change.
    ///
    /// ```
    /// use forprev_core::request::{RequestForm, RequestPatch};
    /// let before = RequestForm { programme: "Deux jours".into(), schedule: "Matin".into(), ..Default::default() };
    /// let patch: RequestPatch = serde_json::from_str(r#"{"schedule": "Après-midi"}"#).unwrap();
    /// let after = patch.applied_to(before);
    /// assert_eq!((after.programme.as_str(), after.schedule.as_str()), ("Deux jours", "Après-midi"));
    /// ```
    #[must_use]
    pub fn applied_to(self, form: RequestForm) -> RequestForm {
        RequestForm {
            formateurs: self.formateurs.unwrap_or(form.formateurs),
            programme: self.programme.unwrap_or(form.programme),
            schedule: self.schedule.unwrap_or(form.schedule),
            platforms: self.platforms.unwrap_or(form.platforms),
        }
    }
}

impl From<&RequestContent> for RequestForm {
    /// What the form edits, from what is kept.
    fn from(content: &RequestContent) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            formateurs: content
                .formateurs
                .iter()
                .flatten()
                .map(|number| NewRequestFormateur { forprev_number: number.to_string() })
                .collect(),
            programme: text(&content.programme),
            schedule: text(&content.schedule),
            platforms: content
                .platforms
                .iter()
                .map(|one| NewPlatform {
                    id: one.id.map(|id| id.to_string()),
                    name: text(&one.name),
                    kind: text(&one.kind),
                    address: text(&one.address),
                    postal_code: one.postal_code.as_ref().map(ToString::to_string).unwrap_or_default(),
                    insee_code: one.insee_code.as_ref().map(ToString::to_string),
                })
                .collect(),
        }
    }
}
