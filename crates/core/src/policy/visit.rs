//! Who does what with an audit or a visit: the caisse of the organisation and INRS on one side, its gestionnaires on the other,
//! once they were told.

use super::{
    Action, Reach, may_ever,
    organisation::{OrganisationScope, OrganisationStanding},
    through, who,
};
use crate::{
    actor::{Actor, Profile},
    problem::{Code, Decision, Denied},
    session::Allowed,
    visit::{VisitActions, VisitState, VisitStep, after},
};

/// What a decision needs to know of an audit or a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitStanding {
    /// Of which organisation, with its caisse.
    pub organisation: OrganisationStanding,
    /// Where it is.
    pub state: VisitState,
    /// Whether the organisation was told of it.
    pub notified: bool,
}

/// Whose audits and visits somebody reads: those of these organisations once they were told, the others always.
#[must_use]
pub fn scope(actor: &Actor) -> OrganisationScope {
    scope_of(actor, Action::ReadVisits)
}

/// The organisations on whose audits and visits `actor` may do this, as far as it is not their state that says so.
#[must_use]
pub fn scope_of(actor: &Actor, action: Action) -> OrganisationScope {
    let mut scope = OrganisationScope::default();
    if may_ever(actor, action).is_err() {
        return scope;
    }
    for (profile, reach) in through(actor, action) {
        match reach {
            Reach::All => scope.all = true,
            Reach::Caisse => scope.caisses.extend(profile.caisse.clone()),
            Reach::Organisation => scope.these.extend(profile.organisation_id),
            _ => {}
        }
    }
    scope
}

fn carries(profile: &Profile, reach: Reach, visit: &VisitStanding) -> bool {
    match reach {
        Reach::All => true,
        Reach::Caisse => profile.caisse.is_some() && profile.caisse == visit.organisation.caisse,
        Reach::Organisation => visit.notified && profile.organisation_id == Some(visit.organisation.id),
        _ => false,
    }
}

fn reaches(actor: &Actor, action: Action, visit: &VisitStanding) -> bool {
    may_ever(actor, action).is_ok()
        && through(actor, action).any(|(profile, reach)| carries(profile, reach, visit))
}

/// Whether `actor` may know of it.
#[must_use]
pub fn sees(actor: &Actor, visit: &VisitStanding) -> bool {
    reaches(actor, Action::ReadVisits, visit)
}

/// Whether `actor` reads it as those who hold it: who has it, and before the organisation is told.
#[must_use]
pub fn reads_as_agent(actor: &Actor, visit: &VisitStanding) -> bool {
    sees(actor, &VisitStanding { notified: false, ..visit.clone() })
}

/// Whether `actor` plans audits and visits of this organisation.
///
/// # Errors
/// As [`may_ever`]; `not_found` for who does not see it, `forbidden` for who does and is not of its caisse.
pub fn plan(actor: &Actor, organisation: &OrganisationStanding) -> Decision {
    may_ever(actor, Action::ManageVisits)?;
    super::organisation::read(actor, organisation)?;
    let to_be =
        VisitStanding { organisation: organisation.clone(), state: VisitState::Planned, notified: false };
    if reaches(actor, Action::ManageVisits, &to_be) { Ok(()) } else { Err(Denied::new(Code::Forbidden)) }
}

/// Whether a person of these profiles may be given it.
#[must_use]
pub fn holds(profiles: &[Profile], visit: &VisitStanding) -> bool {
    profiles.iter().any(|profile| {
        let reach = who(profile).map_or(Reach::Never, |who| Action::ManageVisits.reach(who));
        carries(profile, reach, visit)
    })
}

/// Whether `actor` can take this step now: the right first, then the state.
///
/// # Errors
/// `forbidden`, `visit.state`.
pub fn step(actor: &Actor, visit: &VisitStanding, step: VisitStep) -> Decision {
    let action = if step == VisitStep::Answer { Action::AnswerVisits } else { Action::ManageVisits };
    if !reaches(actor, action, visit) {
        return Err(Denied::new(Code::Forbidden));
    }
    after(visit.state, step).map(drop)
}

/// What `actor` may do with it now.
#[must_use]
pub fn actions(actor: &Actor, visit: &VisitStanding, close: Decision) -> VisitActions {
    let ask = |one: VisitStep| Allowed::from(step(actor, visit, one));
    VisitActions {
        edit: ask(VisitStep::Edit),
        assign: ask(VisitStep::Assign),
        notify: ask(VisitStep::Notify),
        report: ask(VisitStep::Report),
        follow_up: ask(VisitStep::FollowUp),
        answer: ask(VisitStep::Answer).with_comment(true),
        attach: ask(VisitStep::Attach),
        close: step(actor, visit, VisitStep::Close).and(close).into(),
        cancel: ask(VisitStep::Cancel).with_comment(true),
    }
}

/// Whether `actor` holds audits and visits, or reads those of a caisse: what a menu asks.
///
/// # Errors
/// As [`may_ever`]; `forbidden` for who reads only their organisation's.
pub fn has_desk(actor: &Actor) -> Decision {
    may_ever(actor, Action::ReadVisits)?;
    let scope = scope(actor);
    if scope.all || !scope.caisses.is_empty() { Ok(()) } else { Err(Denied::new(Code::Forbidden)) }
}
