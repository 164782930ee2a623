//! What a notification is about: facts, of which its words are made when it is read or sent.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The facts of a notification, as the outbox keeps them. Never a trainee's name, never a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// A session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// A habilitation request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The state in which the session or the request was left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The dispositif's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispositif: Option<String>,
    /// The level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// The session's end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// The session's city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The organisation's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// Its identifier, where the page of the organisation is led to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<String>,
    /// The name that the register of companies has for it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_name: Option<String>,
    /// The address that the register has for it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_address: Option<String>,
    /// A certificate's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate_number: Option<String>,
    /// A habilitation's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub habilitation_number: Option<String>,
    /// What something is called: a certificate, a role, what was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// From which device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// The last day of something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The identifier of a one-time link. Its secret is derived from it when the mail is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The page that the link opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The first day of something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Until when an organisation can give its observations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hearing_until: Option<NaiveDate>,
    /// A decision letter, which the mail carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter_id: Option<String>,
    /// An audit or a visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit_id: Option<String>,
    /// An organisation file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_id: Option<String>,
    /// An address other than the person's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl Facts {
    /// What the dashboard may keep of them: no link, no address.
    #[must_use]
    pub fn for_dashboard(self) -> Self {
        Self { link: None, page: None, to: None, ..self }
    }
}
