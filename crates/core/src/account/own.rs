//! What a person sees and changes of their own account (A9, A14).

use crate::{
    account::password,
    actor::Me,
    audit::Look,
    certificate::number::CertificateNumber,
    id::{OrganisationFileId, SignInId},
    notification::Preferences,
    oidc::OidcLink,
    organisation::file::{FileContent, FileState},
    problem::{Code, Fault},
    recovery::Recovery,
    second_factor::SecondFactor,
    shape, sign_in,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// The body of `PATCH /me`: what is present replaces, what is absent stays; an empty text takes a phone number away.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MePatch {
    /// Last name, where it may still be corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::name))]
    pub last_name: Option<String>,
    /// First name, where it may still be corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::name))]
    pub first_name: Option<String>,
    /// Birth date, where it may still be corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::day))]
    pub birth_date: Option<String>,
    /// Phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_phone))]
    pub phone: Option<String>,
    /// The code of the caisse (H1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = chosen))]
    pub caisse: Option<String>,
}

fn chosen(value: &str) -> Result<(), ValidationError> {
    shape::code(value)?;
    if value.trim().is_empty() { Err(shape::refuse(Code::Required)) } else { Ok(()) }
}

// Names must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for MePatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MePatch").finish_non_exhaustive()
    }
}

impl MePatch {
    /// All that is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }

    /// Where it corrects who the person is.
    #[must_use]
    pub fn identity(&self) -> Vec<&'static str> {
        [
            ("/last_name", &self.last_name),
            ("/first_name", &self.first_name),
            ("/birth_date", &self.birth_date),
        ]
        .into_iter()
        .filter_map(|(pointer, value)| value.is_some().then_some(pointer))
        .collect()
    }
}

macro_rules! secret {
    ($($name:ident)+) => {$(
        // A password must not reach a log by a careless `{:?}`.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl $name {
            /// All that is wrong in shape.
            #[must_use]
            pub fn check(&self) -> Vec<Fault> {
                shape::checked(self)
            }
        }
    )+};
}

secret! { PasswordAgain PasswordChange EmailChange }

/// The body of what is done with one's password again (A14): `POST /me/export`, `POST /me/close`, `POST /me/step-up`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordAgain {
    /// The present password.
    #[serde(default)]
    #[validate(custom(function = sign_in::password))]
    pub password: String,
}

/// The body of `POST /me/password`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present password.
    #[serde(default)]
    #[validate(custom(function = sign_in::password))]
    pub current: String,
    /// The next one.
    #[serde(default)]
    #[validate(custom(function = password::new))]
    pub new: String,
}

/// The body of `POST /me/email`.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EmailChange {
    /// The new address.
    #[serde(default)]
    #[validate(custom(function = shape::email))]
    pub email: String,
    /// The present password.
    #[serde(default)]
    #[validate(custom(function = sign_in::password))]
    pub password: String,
}

/// A caisse that a person chose (H1): the history is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChosenCaisse {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Since which day, in Paris.
    pub since: NaiveDate,
}

/// A sign-in that has not ended (A14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignIn {
    /// Which.
    pub id: SignInId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Browser and system in words, « Firefox sur Windows » for example.
    pub device: String,
    /// The network that it came from, where it is known: an address, of which the last part is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last renewed.
    pub last_seen_at: DateTime<Utc>,
}

/// The answer of `POST /me/export`: all that is kept of a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Export {
    /// When it was made.
    pub exported_at: DateTime<Utc>,
    /// Their data and profiles.
    pub person: Me,
    /// When the account was opened.
    pub opened_at: DateTime<Utc>,
    /// What they hold or held as a formateur.
    pub qualifications: Vec<ExportedQualification>,
    /// Their formateur certificates.
    pub certificates: Vec<CertificateNumber>,
    /// Their sign-ins that are remembered, ended ones included.
    pub sign_ins: Vec<SignIn>,
    /// Their second factors.
    #[serde(default)]
    pub second_factors: Vec<SecondFactor>,
    /// The identities at providers that are linked to the account.
    #[serde(default)]
    pub identities: Vec<OidcLink>,
    /// The recoveries of their access that are remembered.
    #[serde(default)]
    pub recoveries: Vec<Recovery>,
    /// Which mails they want (U6).
    #[serde(default)]
    pub preferences: Preferences,
    /// The organisation files that they wrote, with what they typed.
    #[serde(default)]
    pub organisation_files: Vec<ExportedFile>,
    /// Who looked at their data.
    #[serde(default)]
    pub looks: Vec<Look>,
    /// The messages to them that are remembered.
    pub messages: Vec<ExportedMessage>,
    /// What they did.
    pub acts: Vec<ExportedAct>,
}

// All of it is somebody's.
impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Export").finish_non_exhaustive()
    }
}

/// A qualification, in an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedQualification {
    /// The certificate's code in the catalogue.
    pub certificate_code: String,
    /// Its first day.
    pub obtained_on: NaiveDate,
    /// Its last day, where it expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

/// An organisation file, in an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedFile {
    /// Which.
    pub id: OrganisationFileId,
    /// Where it is.
    pub state: FileState,
    /// What was typed.
    pub content: FileContent,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A message, in an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedMessage {
    /// What it was about.
    pub kind: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
}

/// An act, in an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedAct {
    /// When.
    pub at: DateTime<Utc>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub resource_kind: String,
    /// To which one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
    /// From which network address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}
