//! Who reads what of the log, and whose name in it.

use super::{Action, Reach, may_ever, through};
use crate::{
    actor::{Actor, ProfileKind},
    id::{OrganisationId, PersonId},
    problem::Denied,
};

/// Which lines of the log somebody reads: the union over their profiles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditScope {
    /// All of them.
    pub all: bool,
    /// What this person did.
    pub own: Option<PersonId>,
    /// What was done to what belongs to these organisations.
    pub organisations: Vec<OrganisationId>,
    /// What was done on the territory of these caisses.
    pub caisses: Vec<String>,
}

/// The lines that `actor` reads.
///
/// # Errors
/// As [`may_ever`].
pub fn audit(actor: &Actor) -> Result<AuditScope, Denied> {
    may_ever(actor, Action::ReadAudit)?;
    let mut scope = AuditScope::default();
    for (profile, reach) in through(actor, Action::ReadAudit) {
        match reach {
            Reach::All => scope.all = true,
            Reach::Own => scope.own = actor.person_id(),
            Reach::Organisation => scope.organisations.extend(profile.organisation_id),
            Reach::Caisse => scope.caisses.extend(profile.caisse.clone()),
            _ => {}
        }
    }
    Ok(scope)
}

/// How somebody who did something is called to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called {
    /// By their name.
    ByName,
    /// An agent of a caisse: organisations deal with the institution, not with the person.
    AgentOfCaisse,
    /// INRS.
    Inrs,
    /// The CNH's secretary.
    Cnh,
}

impl Called {
    /// What stands for a name, where the name is not told.
    #[must_use]
    pub const fn institution(self) -> Option<&'static str> {
        match self {
            Self::ByName => None,
            Self::AgentOfCaisse => Some("Un agent de la caisse"),
            Self::Inrs => Some("L’INRS"),
            Self::Cnh => Some("Le secrétariat de la CNH"),
        }
    }
}

/// How whoever has, or had, these profiles is called to a reader of this scope. Agents read all names; to others,
/// agents are their institution.
#[must_use]
pub fn called(reader: &AuditScope, profiles: &[ProfileKind]) -> Called {
    if reader.all || !reader.caisses.is_empty() {
        return Called::ByName;
    }
    let is = |kind: ProfileKind| profiles.contains(&kind);
    if is(ProfileKind::Gestionnaire) || is(ProfileKind::Delegataire) || is(ProfileKind::Formateur) {
        Called::ByName
    } else if is(ProfileKind::Instructeur) {
        Called::AgentOfCaisse
    } else if is(ProfileKind::Inrs) {
        Called::Inrs
    } else if is(ProfileKind::Cnh) {
        Called::Cnh
    } else {
        Called::ByName
    }
}
