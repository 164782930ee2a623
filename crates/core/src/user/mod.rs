//! Users of an organisation (U2–U4): gestionnaires and délégataires, from their invitation to their leaving.

mod agent;
mod declare;
mod invitation;
mod successor;

pub use agent::{Agent, AgentContent, AgentPatch, AgentPost, DeclaredAgent, NewAgent, is_administrator};
pub use declare::{DeclaredUser, NewUser, Review, Reviewed, UserContent, UserPatch, birth_date};
pub use invitation::{
    AcceptInvitation, Accepted, INVITATION_DAYS, InvitationToken, OpenedInvitation, is_token,
};
pub use successor::{NamedSuccessor, NewSuccessor, SuccessorContent, unknown_organisation};

use crate::{
    actor::{InrsRank, ProfileKind},
    calendar::{days_after, months_after},
    forprev_number::ForprevNumber,
    habilitation::number::HabilitationNumber,
    id::{HabilitationId, UserId},
    parameters::Parameters,
    session::Allowed,
    text::search_key,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a user of an organisation is there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UserRole {
    /// Manages it.
    Gestionnaire,
    /// Declares sessions for the habilitations attached to them.
    Delegataire,
}

impl UserRole {
    /// All the roles.
    pub const ALL: [Self; 2] = [Self::Gestionnaire, Self::Delegataire];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gestionnaire => "gestionnaire",
            Self::Delegataire => "delegataire",
        }
    }

    /// What the role was called in Forprev 1 (E7).
    #[must_use]
    pub const fn former_name(self) -> &'static str {
        match self {
            Self::Gestionnaire => "CEH",
            Self::Delegataire => "CEA",
        }
    }

    /// Whether a word that is searched for names the role, as it is called or as it was (E7).
    ///
    /// ```
    /// use forprev_core::user::UserRole;
    ///
    /// assert!(UserRole::Gestionnaire.is_called("ceh"));
    /// assert!(UserRole::Delegataire.is_called("CEA") && UserRole::Delegataire.is_called("délégataire"));
    /// assert!(!UserRole::Gestionnaire.is_called("CEA") && !UserRole::Gestionnaire.is_called(""));
    /// ```
    #[must_use]
    pub fn is_called(self, word: &str) -> bool {
        let word = search_key(word);
        [self.as_str(), self.former_name()].into_iter().any(|name| search_key(name) == word)
    }

    /// The role of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// The profile that a user of this role has.
    #[must_use]
    pub const fn profile(self) -> ProfileKind {
        match self {
            Self::Gestionnaire => ProfileKind::Gestionnaire,
            Self::Delegataire => ProfileKind::Delegataire,
        }
    }

    /// The role that a profile in an organisation is.
    #[must_use]
    pub fn of_profile(kind: ProfileKind) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.profile() == kind)
    }

    /// Whether habilitations are attached to a user of this role (U3).
    #[must_use]
    pub const fn has_habilitations(self) -> bool {
        matches!(self, Self::Delegataire)
    }
}

/// Where a user is, from their invitation on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// The invitation was not accepted yet.
    Invited,
    /// The invitation can no longer be accepted: it can be sent again.
    Expired,
    /// The mail of the invitation did not arrive (I9): it can be sent again, or cancelled.
    Undelivered,
    /// They can act.
    Active,
    /// Their rights are suspended.
    Suspended,
    /// Their last day has passed.
    Ended,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl UserState {
    /// All the states.
    pub const ALL: [Self; 6] =
        [Self::Invited, Self::Expired, Self::Undelivered, Self::Active, Self::Suspended, Self::Ended];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Expired => "expired",
            Self::Undelivered => "undelivered",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether it is an invitation that waits.
    #[must_use]
    pub const fn is_invitation(self) -> bool {
        matches!(self, Self::Invited | Self::Expired | Self::Undelivered)
    }
}

/// A habilitation attached to a délégataire.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachedHabilitation {
    /// Which.
    pub id: HabilitationId,
    /// Its number.
    pub number: HabilitationNumber,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
    /// Its last day.
    pub valid_until: NaiveDate,
}

/// What can be done with a user now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserActions {
    /// Suspend their rights.
    pub suspend: Allowed,
    /// Remove them.
    pub remove: Allowed,
}

/// A user of an organisation, or an invitation that waits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Its identifier; that of the invitation while it waits.
    pub id: UserId,
    /// Where they are.
    pub state: UserState,
    /// What they are.
    pub role: UserRole,
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
    /// The day since which they are a user, or on which they were invited.
    pub since_on: NaiveDate,
    /// The last day of their rights, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_on: Option<NaiveDate>,
    /// The day on which they last signed in, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_on: Option<NaiveDate>,
    /// The day on which a gestionnaire last confirmed their access.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_on: Option<NaiveDate>,
    /// The day from which their access is to be confirmed; none for an invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_due_on: Option<NaiveDate>,
    /// Until when the invitation can be accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Of a délégataire: the habilitations attached to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub habilitations: Vec<AttachedHabilitation>,
    /// How many sessions they declared here that are not certified: whoever leaves hands them over.
    #[serde(default)]
    pub open_sessions: u32,
    /// What can be done with them now.
    pub actions: UserActions,
    /// Rises with each change: the `ETag`.
    pub version: i64,
}

/// What one is or becomes, in French words that follow "devenir": a mail and a page say it so.
///
/// ```
/// use forprev_core::{actor::{InrsRank, ProfileKind}, user::in_words};
/// assert_eq!(in_words(ProfileKind::Instructeur, None, Some("Carsat Bretagne")), "instructeur (Carsat Bretagne)");
/// assert_eq!(in_words(ProfileKind::Inrs, Some(InrsRank::Auditor), None), "auditeur de l’INRS");
/// ```
#[must_use]
pub fn in_words(kind: ProfileKind, rank: Option<InrsRank>, caisse_name: Option<&str>) -> String {
    let word = match (kind, rank) {
        (ProfileKind::Gestionnaire, _) => "gestionnaire",
        (ProfileKind::Delegataire, _) => "délégataire",
        (ProfileKind::Instructeur, _) => "instructeur",
        (ProfileKind::Inrs, Some(InrsRank::Editor)) => "rédacteur de l’INRS",
        (ProfileKind::Inrs, Some(InrsRank::Auditor)) => "auditeur de l’INRS",
        (ProfileKind::Inrs, _) => "administrateur de l’INRS",
        (ProfileKind::Cnh, _) => "secrétaire de la CNH",
        _ => "utilisateur",
    };
    caisse_name.map_or_else(|| word.to_owned(), |name| format!("{word} ({name})"))
}

/// The day from which an access that was last confirmed on `confirmed` is to be confirmed again.
///
/// ```
/// use forprev_core::{parameters::Parameters, user::review_due_on};
/// let day = |text: &str| text.parse().unwrap();
/// let due = review_due_on(day("2026-02-28"), &Parameters::starting());
/// assert_eq!(due, day("2027-02-28"));
/// ```
#[must_use]
pub fn review_due_on(confirmed: NaiveDate, parameters: &Parameters) -> NaiveDate {
    months_after(confirmed, parameters.access_review_months)
}

/// The day on which an access that was asked about on `told_on` is suspended where nobody has confirmed it.
///
/// ```
/// use forprev_core::{parameters::Parameters, user::suspended_on};
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(suspended_on(day("2027-11-23"), &Parameters::starting()), day("2027-12-23"));
/// ```
#[must_use]
pub fn suspended_on(told_on: NaiveDate, parameters: &Parameters) -> NaiveDate {
    days_after(told_on, parameters.access_review_notice_days)
}
