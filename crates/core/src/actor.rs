//! Who acts: a person with any number of profiles, a system of an organisation, or nobody in particular.

use crate::{
    account::{onboarding::OnboardingStep, own::ChosenCaisse},
    forprev_number::ForprevNumber,
    id::{ClientId, HabilitationId, OrganisationId, PersonId},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a person is to the system. French names as in the glossary.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProfileKind {
    /// Opened an account to request a habilitation.
    Demandeur,
    /// Manages an organisation.
    Gestionnaire,
    /// Declares sessions for the habilitations attached to them.
    Delegataire,
    /// Holds, or held, a formateur certificate.
    Formateur,
    /// Agent of a caisse.
    Instructeur,
    /// National administration.
    Inrs,
    /// Secretary of the national habilitation commission.
    Cnh,
    /// A profile of a newer server.
    #[serde(other)]
    Unknown,
}

/// What a person of INRS may do there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InrsRank {
    /// All that INRS may.
    Administrator,
    /// Documents, FAQ, messages, texts.
    Editor,
    /// Reads what INRS reads, changes nothing.
    Auditor,
}

/// One profile of a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Which.
    pub kind: ProfileKind,
    /// The organisation, for a gestionnaire or a délégataire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<OrganisationId>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation_name: Option<String>,
    /// The caisse's code, for an instructeur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
    /// For a person of INRS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<InrsRank>,
    /// For a délégataire: the habilitations attached to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub habilitations: Vec<HabilitationId>,
}

impl Profile {
    /// A profile that belongs to no organisation or caisse.
    #[must_use]
    pub fn alone(kind: ProfileKind) -> Self {
        Self {
            kind,
            organisation_id: None,
            organisation_name: None,
            caisse: None,
            rank: None,
            habilitations: Vec::new(),
        }
    }
}

/// A signed-in person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Their number for life.
    pub forprev_number: ForprevNumber,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// What they are to the system.
    pub profiles: Vec<Profile>,
    /// U5: whether the first sign-in steps are done.
    pub onboarded: bool,
    /// A12: whether this person must have a second factor, and signed in without one.
    pub second_factor_missing: bool,
}

/// A system that calls for an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Client {
    /// Which.
    pub id: ClientId,
    /// The organisation it is bound to.
    pub organisation_id: OrganisationId,
    /// What it was granted, `sessions:write` for example.
    pub scopes: Vec<String>,
}

/// Whoever asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Actor {
    /// A signed-in person.
    Person(Person),
    /// A system.
    Client(Client),
    /// Not signed in.
    Anyone,
}

impl Actor {
    /// The person, where it is one.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Person(person) => Some(person),
            Self::Client(_) | Self::Anyone => None,
        }
    }

    /// The person's identifier, where it is one.
    #[must_use]
    pub fn person_id(&self) -> Option<PersonId> {
        self.person().map(|person| person.id)
    }

    /// The profiles: none for a system.
    #[must_use]
    pub fn profiles(&self) -> &[Profile] {
        self.person().map_or(&[], |person| &person.profiles)
    }
}

/// The answer of `GET /me`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Who.
    pub id: PersonId,
    /// Their number for life.
    pub forprev_number: ForprevNumber,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Address, where they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// I9: whether the last mail to that address came back.
    #[serde(default)]
    pub email_returned: bool,
    /// What they are to the system.
    pub profiles: Vec<Profile>,
    /// What they may do somewhere, by name of action: what to show in a menu.
    pub capabilities: Vec<String>,
    /// Today in Paris, by the server's clock.
    pub today: NaiveDate,
    /// Whether the first sign-in steps are done (U5).
    pub onboarded: bool,
    /// Whether a second factor must be set up before anything else (A12).
    #[serde(default)]
    pub second_factor_missing: bool,
    /// What is left of them, in their order; none where they are done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub onboarding: Vec<OnboardingStep>,
    /// Birth date, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Phone number, where they gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The code of the caisse that they chose (H1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
    /// Those that they chose, the last one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caisses: Vec<ChosenCaisse>,
    /// The code of their organisation's, where a caisse is left to be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse_proposed: Option<String>,
    /// The day on which they last confirmed their data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_on: Option<NaiveDate>,
    /// Whether they are asked to confirm them again: once a year.
    #[serde(default)]
    pub data_check_due: bool,
    /// Rises with each change: what `If-Match` says in `PATCH /me`.
    #[serde(default)]
    pub version: i64,
}
