//! Mails, as those who run the system see them, and as the demonstration shows them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What became of a mail.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// It waits for its time, or to be tried again.
    Waiting,
    /// The mail server took it.
    Sent,
    /// It came back, or the mail server refused it for good.
    Bounced,
    /// It was given up after days of trying.
    GivenUp,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl MailState {
    /// Those that can be asked for.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Bounced, Self::GivenUp];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Bounced => "bounced",
            Self::GivenUp => "given_up",
            Self::Unknown => "unknown",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }

    /// What became of mails that did not arrive.
    pub const UNDELIVERED: [Self; 2] = [Self::Bounced, Self::GivenUp];
}

/// A mail, without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailSummary {
    /// Its identifier, which stands in its `Message-ID`.
    pub id: String,
    /// What it tells, `session.submitted` for example; `digest` for several at once.
    pub kind: String,
    /// To whom: the first letter and the domain of the address.
    pub to: String,
    /// What became of it.
    pub state: MailState,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was sent, or given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<DateTime<Utc>>,
    /// When it is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<DateTime<Utc>>,
    /// How often it was tried.
    pub attempts: u32,
    /// What the mail server said last, where it did not take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

/// A mail of the demonstration, which sends none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SentMail {
    /// Its identifier.
    pub id: String,
    /// To which address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// The mail as plain text.
    pub text: String,
    /// The mail as HTML.
    pub html: String,
    /// When it would have been sent.
    pub sent_at: DateTime<Utc>,
}
