//! Who needs a second factor to sign in (A12).

use crate::actor::{Profile, ProfileKind};
use serde::{Deserialize, de::IntoDeserializer};
use std::str::FromStr;

/// Of whom the operator asks a second factor. Others may have one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Requirement {
    /// Of agents: of the caisses, of INRS whatever their rank, of the CNH.
    #[default]
    Agents,
    /// Of nobody: for demonstrations.
    Nobody,
    /// Of whoever has one of these profiles.
    Roles(Vec<ProfileKind>),
}

impl FromStr for Requirement {
    type Err = UnknownRole;

    /// Reads `agents`, `nobody`, or profiles separated by commas.
    ///
    /// ```
    /// use forprev_core::{actor::ProfileKind, policy::second_factor::Requirement};
    ///
    /// assert_eq!("agents".parse(), Ok(Requirement::Agents));
    /// let roles = Requirement::Roles(vec![ProfileKind::Inrs, ProfileKind::Gestionnaire]);
    /// assert_eq!("inrs, gestionnaire".parse(), Ok(roles));
    /// assert_eq!("inrs,boss".parse::<Requirement>().unwrap_err().0, "boss");
    /// assert!("".parse::<Requirement>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        match text.trim() {
            "agents" => Ok(Self::Agents),
            "nobody" => Ok(Self::Nobody),
            roles => roles.split(',').map(role).collect::<Result<_, _>>().map(Self::Roles),
        }
    }
}

fn role(name: &str) -> Result<ProfileKind, UnknownRole> {
    let name = name.trim();
    let read = ProfileKind::deserialize(IntoDeserializer::<serde::de::value::Error>::into_deserializer(name));
    read.ok().filter(|kind| *kind != ProfileKind::Unknown).ok_or_else(|| UnknownRole(name.to_owned()))
}

/// A word that names no profile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownRole(pub String);

/// Whether who has these profiles needs a second factor. One profile of an agent is enough: what it opens is reached
/// by the same sign-in.
///
/// ```
/// use forprev_core::{
///     actor::{Profile, ProfileKind},
///     policy::second_factor::{Requirement, required},
/// };
///
/// let (formateur, agent) = (Profile::alone(ProfileKind::Formateur), Profile::alone(ProfileKind::Instructeur));
/// assert!(!required(&[formateur.clone()], &Requirement::Agents));
/// assert!(required(&[formateur, agent.clone()], &Requirement::Agents));
/// assert!(!required(&[agent.clone()], &Requirement::Nobody));
/// assert!(!required(&[agent], &Requirement::Roles(vec![ProfileKind::Gestionnaire])));
/// ```
#[must_use]
pub fn required(profiles: &[Profile], of: &Requirement) -> bool {
    let asked = |profile: &Profile| match of {
        Requirement::Agents => {
            matches!(profile.kind, ProfileKind::Instructeur | ProfileKind::Inrs | ProfileKind::Cnh)
        }
        Requirement::Nobody => false,
        Requirement::Roles(kinds) => kinds.contains(&profile.kind),
    };
    profiles.iter().any(asked)
}
