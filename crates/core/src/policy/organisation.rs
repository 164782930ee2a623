//! Who sees what of an organisation.

use super::{Action, Reach, may_ever, through};
use crate::{
    actor::{Actor, ProfileKind},
    habilitation::measure::{HabilitationActions, Measure, Standing},
    id::{HabilitationId, OrganisationId},
    problem::{Code, Decision, Denied},
    session::Allowed,
};

/// Who instructs the files of a caisse, and is told what happens to its organisations (B21).
pub const INSTRUCTS: ProfileKind = ProfileKind::Instructeur;

/// What a decision needs to know of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganisationStanding {
    /// Which.
    pub id: OrganisationId,
    /// The caisse of its head office, where it has one.
    pub caisse: Option<String>,
}

/// Which habilitations of an organisation somebody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HabilitationScope {
    /// All of them.
    All,
    /// These.
    These(Vec<HabilitationId>),
}

/// Which organisations somebody reads: what their list starts from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganisationScope {
    /// These.
    pub these: Vec<OrganisationId>,
    /// Those of these caisses.
    pub caisses: Vec<String>,
    /// All of them.
    pub all: bool,
}

/// The organisations that `actor` reads: the union over their profiles.
#[must_use]
pub fn scope(actor: &Actor) -> OrganisationScope {
    let mut scope = OrganisationScope::default();
    if may_ever(actor, Action::ReadOrganisations).is_err() {
        return scope;
    }
    for (profile, reach) in through(actor, Action::ReadOrganisations) {
        match reach {
            Reach::All => scope.all = true,
            Reach::Caisse => scope.caisses.extend(profile.caisse.clone()),
            Reach::Organisation => scope.these.extend(profile.organisation_id),
            _ => {}
        }
    }
    scope
}

/// Whether `actor` reads the data of this organisation.
///
/// # Errors
/// As [`may_ever`]; `not_found` where it is not theirs to see.
pub fn read(actor: &Actor, organisation: &OrganisationStanding) -> Result<(), Denied> {
    may_ever(actor, Action::ReadOrganisations)?;
    let scope = scope(actor);
    let theirs = scope.all
        || scope.these.contains(&organisation.id)
        || organisation.caisse.as_ref().is_some_and(|caisse| scope.caisses.contains(caisse));
    if theirs { Ok(()) } else { Err(Denied::new(Code::NotFound)) }
}

/// Whether `actor` reads the organisations of a caisse, or all of them: what a menu asks.
///
/// # Errors
/// As [`may_ever`]; `forbidden` for who reads only their own.
pub fn searches(actor: &Actor) -> Decision {
    may_ever(actor, Action::ReadOrganisations)?;
    let scope = scope(actor);
    if scope.all || !scope.caisses.is_empty() { Ok(()) } else { Err(Denied::new(Code::Forbidden)) }
}

/// The habilitations of this organisation that `actor` sees.
///
/// # Errors
/// As [`may_ever`]; `not_found` where the organisation is not theirs to see.
pub fn habilitations(
    actor: &Actor,
    organisation: &OrganisationStanding,
) -> Result<HabilitationScope, Denied> {
    may_ever(actor, Action::ReadHabilitations)?;
    if let Actor::Client(client) = actor {
        return if client.organisation_id == organisation.id {
            Ok(HabilitationScope::All)
        } else {
            Err(Denied::new(Code::NotFound))
        };
    }
    let mut these = None;
    for (profile, reach) in through(actor, Action::ReadHabilitations) {
        let here = profile.organisation_id == Some(organisation.id);
        match reach {
            Reach::All => return Ok(HabilitationScope::All),
            Reach::Organisation | Reach::Own if here => return Ok(HabilitationScope::All),
            Reach::Caisse if profile.caisse.is_some() && profile.caisse == organisation.caisse => {
                return Ok(HabilitationScope::All);
            }
            Reach::Delegated if here => {
                these.get_or_insert_with(Vec::new).extend(profile.habilitations.iter().copied());
            }
            _ => {}
        }
    }
    these.map(HabilitationScope::These).ok_or_else(|| Denied::new(Code::NotFound))
}

impl HabilitationScope {
    /// Whether this habilitation is among them.
    #[must_use]
    pub fn sees(&self, id: HabilitationId) -> bool {
        match self {
            Self::All => true,
            Self::These(these) => these.contains(&id),
        }
    }
}

/// Whether `actor` may take this measure of a habilitation that they see: the right first, then where it is (H11).
///
/// # Errors
/// As [`may_ever`]; `habilitation.state`.
pub fn measure(actor: &Actor, standing: Standing, measure: Measure) -> Decision {
    may_ever(actor, Action::SuspendHabilitation)?;
    standing.after(measure).map(drop)
}

/// What `actor` may do with a habilitation now.
#[must_use]
pub fn measures(actor: &Actor, standing: Standing) -> HabilitationActions {
    let ask = |one| Allowed::from(measure(actor, standing, one));
    HabilitationActions {
        suspend: ask(Measure::Suspend).with_comment(true),
        lift: ask(Measure::Lift),
        withdraw: ask(Measure::Withdraw).with_comment(true),
    }
}

/// Whether `actor` is told who decided of habilitations: those who read more than their own.
#[must_use]
pub fn is_told_who(actor: &Actor) -> bool {
    searches(actor).is_ok()
}

/// Whom somebody finds when they look formateurs up without naming an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormateurScope {
    /// Everybody.
    pub all: bool,
    /// By name, those who led a session of these organisations.
    pub led_for: Vec<OrganisationId>,
    /// Those who chose one of these caisses.
    pub caisses: Vec<String>,
    /// Whether a number finds its formateur, whoever they are.
    pub anyone_by_number: bool,
}

impl FormateurScope {
    /// Whether the formateur of a number is found, who chose this caisse.
    #[must_use]
    pub fn finds(&self, caisse: Option<&str>) -> bool {
        self.anyone_by_number || caisse.is_some_and(|caisse| self.caisses.iter().any(|one| one == caisse))
    }
}

/// Whom `actor` finds: the union over their profiles.
///
/// # Errors
/// As [`may_ever`].
pub fn formateurs(actor: &Actor) -> Result<FormateurScope, Denied> {
    may_ever(actor, Action::LookUpFormateur)?;
    let mut scope = FormateurScope {
        all: false,
        led_for: Vec::new(),
        caisses: Vec::new(),
        anyone_by_number: matches!(actor, Actor::Client(_)),
    };
    for (profile, reach) in through(actor, Action::LookUpFormateur) {
        match reach {
            Reach::All => (scope.all, scope.anyone_by_number) = (true, true),
            Reach::Organisation => {
                scope.anyone_by_number = true;
                scope.led_for.extend(profile.organisation_id);
            }
            Reach::Caisse => scope.caisses.extend(profile.caisse.clone()),
            _ => {}
        }
    }
    Ok(scope)
}

/// Whether `actor` may look formateurs up by name among those who led a session of this organisation; by number,
/// [`formateurs`] says.
///
/// # Errors
/// As [`may_ever`]; `not_found` where the organisation is not theirs.
pub fn formateurs_by_name(actor: &Actor, organisation: &OrganisationStanding) -> Decision {
    may_ever(actor, Action::LookUpFormateur)?;
    let allowed = match actor {
        Actor::Anyone | Actor::Client(_) => false,
        Actor::Person(_) => through(actor, Action::LookUpFormateur).any(|(profile, reach)| match reach {
            Reach::All => true,
            Reach::Organisation => profile.organisation_id == Some(organisation.id),
            Reach::Caisse => profile.caisse.is_some() && profile.caisse == organisation.caisse,
            _ => false,
        }),
    };
    if allowed { Ok(()) } else { Err(Denied::new(Code::NotFound)) }
}
