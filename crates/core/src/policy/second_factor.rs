//! Who needs a second factor to sign in (A12).

use crate::actor::{Profile, ProfileKind};

/// Of whom the operator asks a second factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Requirement {
    /// Of agents: of the caisses, of INRS whatever their rank, of the CNH. Others may have one.
    #[default]
    Agents,
    /// Of nobody: whoever wants one has one. For demonstrations.
    Nobody,
}

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
/// assert!(!required(&[formateur.clone()], Requirement::Agents));
/// assert!(required(&[formateur, agent.clone()], Requirement::Agents));
/// assert!(!required(&[agent], Requirement::Nobody));
/// ```
#[must_use]
pub fn required(profiles: &[Profile], of: Requirement) -> bool {
    let agent = |profile: &Profile| {
        matches!(profile.kind, ProfileKind::Instructeur | ProfileKind::Inrs | ProfileKind::Cnh)
    };
    of == Requirement::Agents && profiles.iter().any(agent)
}
