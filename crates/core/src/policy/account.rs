//! What a person may change of who they are.

use crate::{
    actor::{Profile, ProfileKind},
    id::OrganisationId,
};

/// Whether a person corrects their own names and birth date: a demandeur or a gestionnaire, and who has not finished
/// their first sign-in. Never a formateur: they stand on certificates.
///
/// ```
/// use forprev_core::{actor::{Profile, ProfileKind}, policy::account::may_correct_identity};
/// let demandeur = Profile::alone(ProfileKind::Demandeur);
/// let formateur = Profile::alone(ProfileKind::Formateur);
/// assert!(may_correct_identity(&[demandeur.clone()], true));
/// assert!(!may_correct_identity(&[formateur.clone()], false));
/// assert!(!may_correct_identity(&[demandeur, formateur], true));
/// ```
#[must_use]
pub fn may_correct_identity(profiles: &[Profile], onboarded: bool) -> bool {
    let is = |kinds: &[ProfileKind]| profiles.iter().all(|profile| kinds.contains(&profile.kind));
    let certified = profiles.iter().any(|profile| profile.kind == ProfileKind::Formateur);
    !certified && (!onboarded || is(&[ProfileKind::Demandeur, ProfileKind::Gestionnaire]))
}

/// What one is to an organisation that one manages: of these it keeps at least one (U4), and tells them of its dates (H5).
pub const MANAGES: ProfileKind = ProfileKind::Gestionnaire;

/// What whoever asks for an account becomes, until something is given to them.
pub const ASKED_FOR: ProfileKind = ProfileKind::Demandeur;

/// H1: whether a person has a caisse of their choice: formateurs do.
///
/// ```
/// use forprev_core::{actor::{Profile, ProfileKind}, policy::account::chooses_caisse};
/// assert!(chooses_caisse(&[Profile::alone(ProfileKind::Formateur)]));
/// assert!(!chooses_caisse(&[Profile::alone(ProfileKind::Demandeur)]));
/// ```
#[must_use]
pub fn chooses_caisse(profiles: &[Profile]) -> bool {
    profiles.iter().any(|profile| profile.kind == ProfileKind::Formateur)
}

/// What one is who asks for a habilitation (A4).
pub const ASKS: ProfileKind = ProfileKind::Demandeur;

/// A4: whether a person can already ask for a habilitation as a demandeur.
#[must_use]
pub fn is_demandeur(profiles: &[Profile]) -> bool {
    profiles.iter().any(|profile| profile.kind == ASKS)
}

/// U4: the organisations that a person manages, each of which keeps at least one gestionnaire.
#[must_use]
pub fn managed(profiles: &[Profile]) -> Vec<OrganisationId> {
    let manages = |profile: &&Profile| profile.kind == ProfileKind::Gestionnaire;
    profiles.iter().filter(manages).filter_map(|profile| profile.organisation_id).collect()
}
