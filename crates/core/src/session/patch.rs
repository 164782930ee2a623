//! The bodies of `PATCH /sessions/{id}` and of `PATCH /sessions/{id}/trainees/{trainee_id}`: what is present replaces,
//! `null` clears, what is absent stays.

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

/// A change to one trainee. After it the whole trainee is read again.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TraineePatch {
    /// The trainee's own identifier: a trainee that was read can be sent back whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub id: Option<String>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Birth date, AAAA-MM-JJ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub birth_date: Option<String>,
    /// Of a formateur trainee: e-mail address.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub email: Option<Option<String>>,
    /// Of a formateur trainee who has one: Forprev number.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub forprev_number: Option<Option<String>>,
    /// Of a formateur trainee: the person chosen among the candidates offered (C4).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Uuid))]
    pub person_id: Option<Option<String>>,
}

// A trainee's identity must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for TraineePatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TraineePatch").finish_non_exhaustive()
    }
}

impl TraineePatch {
    /// The trainee after this change.
    ///
    /// ```
    /// use forprev_core::session::{NewTrainee, patch::TraineePatch};
    /// let before = NewTrainee { last_name: "Martin".into(), email: Some("a@example.fr".into()), ..Default::default() };
    /// let patch: TraineePatch = serde_json::from_str(r#"{"first_name": "Anne", "email": null}"#).unwrap();
    /// let after = patch.applied_to(before);
    /// assert_eq!((after.last_name.as_str(), after.first_name.as_str(), after.email), ("Martin", "Anne", None));
    /// ```
    #[must_use]
    pub fn applied_to(self, trainee: NewTrainee) -> NewTrainee {
        NewTrainee {
            id: self.id.or(trainee.id),
            last_name: self.last_name.unwrap_or(trainee.last_name),
            first_name: self.first_name.unwrap_or(trainee.first_name),
            birth_date: self.birth_date.unwrap_or(trainee.birth_date),
            email: self.email.unwrap_or(trainee.email),
            forprev_number: self.forprev_number.unwrap_or(trainee.forprev_number),
            person_id: self.person_id.unwrap_or(trainee.person_id),
        }
    }
}
