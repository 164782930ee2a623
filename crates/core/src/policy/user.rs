//! Who manages the users of an organisation, and the agents; who has to stay (U4); who can take sessions over.

use super::{Action, Reach, may_ever, organisation::OrganisationStanding, through};
use crate::{
    actor::{Actor, ProfileKind},
    id::{HabilitationId, OrganisationId},
    problem::{Code, Decision, Denied},
    user::{AgentPost, UserActions, UserRole, UserState},
};

/// Whether `actor` manages the users of this organisation (U2).
///
/// # Errors
/// As [`may_ever`]; `not_found` where the organisation is not theirs.
pub fn manage(actor: &Actor, organisation: OrganisationId) -> Decision {
    may_ever(actor, Action::ManageUsers)?;
    let theirs =
        through(actor, Action::ManageUsers).any(|(profile, _)| profile.organisation_id == Some(organisation));
    if theirs { Ok(()) } else { Err(Denied::new(Code::NotFound)) }
}

/// Whether `actor` may invite a gestionnaire of this organisation, of which they are none (E10).
///
/// # Errors
/// As [`may_ever`]; `not_found` where the organisation is not theirs.
pub fn name_successor_of(actor: &Actor, organisation: &OrganisationStanding) -> Decision {
    may_ever(actor, Action::NameSuccessor)?;
    let theirs = through(actor, Action::NameSuccessor).any(|(profile, reach)| match reach {
        Reach::All => true,
        Reach::Caisse => profile.caisse.is_some() && profile.caisse == organisation.caisse,
        _ => false,
    });
    if theirs { Ok(()) } else { Err(Denied::new(Code::NotFound)) }
}

/// U4: whether a user of this role may lose their rights, where so many other gestionnaires can act.
///
/// # Errors
/// `gestionnaire.last`.
///
/// ```
/// use forprev_core::{policy::user::keeps_one, problem::Code, user::UserRole};
/// assert!(keeps_one(UserRole::Delegataire, 0).is_ok());
/// assert!(keeps_one(UserRole::Gestionnaire, 1).is_ok());
/// assert_eq!(keeps_one(UserRole::Gestionnaire, 0).unwrap_err().code, Code::GestionnaireLast);
/// ```
pub fn keeps_one(role: UserRole, others: usize) -> Decision {
    match (role, others) {
        (UserRole::Gestionnaire, 0) => Err(Denied::new(Code::GestionnaireLast)),
        _ => Ok(()),
    }
}

/// Whether an agent of this post may lose it, where so many other administrators of INRS can act.
///
/// # Errors
/// `agent.last`.
pub fn keeps_an_administrator(post: &AgentPost, others: usize) -> Decision {
    if post.is_administrator() && others == 0 { Err(Denied::new(Code::AgentLast)) } else { Ok(()) }
}

/// What can be done with a user or an agent in this state, where `leaves` says whether they may lose their rights. Who
/// cannot act already is no loss.
#[must_use]
pub fn actions(state: UserState, leaves: Decision) -> UserActions {
    let leaves = if state == UserState::Active { leaves } else { Ok(()) };
    let suspend = if state.is_invitation() { Err(Denied::new(Code::NotFound)) } else { leaves.clone() };
    UserActions { suspend: suspend.into(), remove: leaves.into() }
}

/// Whether a user of this role, to whom these habilitations are attached, can act on sessions of those.
#[must_use]
pub fn can_take_over(
    role: UserRole,
    attached: &[HabilitationId],
    mut sessions: impl Iterator<Item = HabilitationId>,
) -> bool {
    match role {
        UserRole::Gestionnaire => true,
        UserRole::Delegataire => sessions.all(|one| attached.contains(&one)),
    }
}

/// The role whose accesses are suspended when nobody confirms them: an organisation that answers no mail keeps those
/// who manage it.
pub const SUSPENDED_UNCONFIRMED: UserRole = UserRole::Delegataire;

/// The role that confirms accesses, and is asked to.
pub const CONFIRMS_ACCESSES: UserRole = UserRole::Gestionnaire;

/// Whether a profile is an agent's post: of a caisse, of INRS or of the CNH. INRS alone gives it (E12).
#[must_use]
pub fn is_post(kind: ProfileKind) -> bool {
    AgentPost::KINDS.contains(&kind)
}
