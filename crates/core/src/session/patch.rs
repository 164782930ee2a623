//! The body of `PATCH /sessions/{id}`: what is present replaces, `null` clears, what is absent stays.

use super::{NewFormateur, NewPlace, NewSession, NewTrainee};
use serde::{Deserialize, Deserializer, Serialize};

/// A change to a session. After it the whole content is read again as if it were sent anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SessionPatch {
    /// Another habilitation of the organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub habilitation_id: Option<String>,
    /// The certificate's code.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub certificate_code: Option<Option<String>>,
    /// `initial` or `mac`.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<super::SessionKind>))]
    pub kind: Option<Option<String>>,
    /// First day of the training.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub starts_on: Option<Option<String>>,
    /// Last day of the training.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub ends_on: Option<Option<String>>,
    /// Where it is held, whole.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NewPlace>))]
    pub place: Option<Option<NewPlace>>,
    /// Who trains: the whole list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formateurs: Option<Vec<NewFormateur>>,
    /// Who is trained: the whole list; a trainee sent with their `id` stays the same trainee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trainees: Option<Vec<NewTrainee>>,
    /// The reference in another system.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub external_ref: Option<Option<String>>,
}

/// Tells `null` (clear) from an absent field (leave).
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl SessionPatch {
    /// A change that replaces all that the form holds.
    #[must_use]
    pub fn whole(session: NewSession) -> Self {
        Self {
            habilitation_id: Some(session.habilitation_id),
            certificate_code: Some(session.certificate_code),
            kind: Some(session.kind),
            starts_on: Some(session.starts_on),
            ends_on: Some(session.ends_on),
            place: Some(session.place),
            formateurs: Some(session.formateurs),
            trainees: Some(session.trainees),
            external_ref: Some(session.external_ref),
        }
    }

    /// The content after this change.
    ///
    /// ```
    /// use forprev_core::session::{NewSession, SessionPatch};
    /// let before = NewSession { kind: Some("mac".into()), ends_on: Some("2026-08-31".into()), ..Default::default() };
    /// let patch: SessionPatch = serde_json::from_str(r#"{"kind": null}"#).unwrap();
    /// let after = patch.applied_to(before);
    /// assert_eq!((after.kind, after.ends_on.as_deref()), (None, Some("2026-08-31")));
    /// ```
    #[must_use]
    pub fn applied_to(self, session: NewSession) -> NewSession {
        NewSession {
            habilitation_id: self.habilitation_id.unwrap_or(session.habilitation_id),
            certificate_code: self.certificate_code.unwrap_or(session.certificate_code),
            kind: self.kind.unwrap_or(session.kind),
            starts_on: self.starts_on.unwrap_or(session.starts_on),
            ends_on: self.ends_on.unwrap_or(session.ends_on),
            place: self.place.unwrap_or(session.place),
            formateurs: self.formateurs.unwrap_or(session.formateurs),
            trainees: self.trainees.unwrap_or(session.trainees),
            external_ref: self.external_ref.unwrap_or(session.external_ref),
        }
    }
}
