//! An organisation whose gestionnaires are gone: its caisse invites one, on proof (E10).

use super::{NewUser, UserContent, UserRole};
use crate::{
    id::OrganisationId,
    organisation::siret::Siret,
    problem::{Code, Fault},
    shape, text,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// The body of `POST /successors`: who is to manage which organisation, and why.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSuccessor {
    /// The organisation's SIRET.
    #[serde(default)]
    #[validate(custom(function = shape::siret))]
    pub siret: String,
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
    /// Why, and what proves it: 1 to 2,000 characters, which the log keeps. Never a trainee's data.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub reason: String,
}

// Names and addresses must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for NewSuccessor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewSuccessor").finish_non_exhaustive()
    }
}

/// A successor as they are named, read.
#[derive(Clone, PartialEq, Eq)]
pub struct SuccessorContent {
    /// Of which organisation.
    pub siret: Siret,
    /// Who, as a user: a gestionnaire.
    pub user: UserContent,
    /// Why.
    pub reason: String,
}

impl NewSuccessor {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }

    /// What it says.
    ///
    /// # Errors
    /// All that is wrong in shape.
    pub fn read(&self) -> Result<SuccessorContent, Vec<Fault>> {
        let faults = self.check();
        let user = NewUser {
            last_name: self.last_name.clone(),
            first_name: self.first_name.clone(),
            birth_date: self.birth_date.clone(),
            email: self.email.clone(),
            role: UserRole::Gestionnaire.as_str().to_owned(),
            ..NewUser::default()
        };
        match (self.siret.parse(), user.read(), faults.is_empty()) {
            (Ok(siret), Ok(user), true) => {
                Ok(SuccessorContent { siret, user, reason: text::clean(&self.reason) })
            }
            _ => Err(faults),
        }
    }
}

/// What is wrong where no organisation that one may see has this SIRET.
#[must_use]
pub fn unknown_organisation() -> Fault {
    Fault::new(Code::OrganisationUnknown).at("/siret")
}

/// The answer: of the first step, what would be; of the second, what is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedSuccessor {
    /// The organisation.
    pub organisation_id: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// The commune of its head office.
    pub city: String,
    /// How many gestionnaires can act there now: each is told.
    pub gestionnaires: u32,
    /// Whether somebody of this address and this birth date has an account: they then accept with it.
    pub known: bool,
    /// Until when the invitation can be accepted.
    pub expires_at: DateTime<Utc>,
}
