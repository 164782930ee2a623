//! A9, A15: whose access an agent recovers, and whose identity they correct.

use super::{
    Action, Reach, may_ever,
    support::{PeopleScope, reached},
    through,
};
use crate::{
    actor::{Actor, ProfileKind},
    id::PersonId,
    problem::{Code, Decision, Denied},
    user::AgentPost,
};

/// What a decision needs to know of the person who is helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    /// Who.
    pub id: PersonId,
    /// Whether they are an agent: of a caisse, of INRS, of the CNH.
    pub is_agent: bool,
    /// The caisses that they are of: that which they chose as a formateur, those of their organisations.
    pub caisses: Vec<String>,
}

/// Whether `actor` sees this person, to help them.
#[must_use]
pub fn sees(actor: &Actor, person: &Helped) -> bool {
    may_ever(actor, Action::HelpPeople).is_ok()
        && through(actor, Action::HelpPeople).any(|(profile, reach)| match reach {
            Reach::All => true,
            Reach::Caisse => profile.caisse.as_ref().is_some_and(|caisse| person.caisses.contains(caisse)),
            _ => false,
        })
}

/// Whether `actor` helps this person: an agent of a caisse those of their caisse, but no other agent; an administrator of
/// INRS everybody; and nobody themself.
///
/// # Errors
/// As [`may_ever`]; `not_found` for who is not theirs to see; `forbidden` for oneself, and for an agent by another caisse's.
pub fn may_help(actor: &Actor, person: &Helped) -> Decision {
    may_ever(actor, Action::HelpPeople)?;
    if !sees(actor, person) {
        return Err(Denied::new(Code::NotFound));
    }
    let everybody = through(actor, Action::HelpPeople).any(|(_, reach)| reach == Reach::All);
    if actor.person_id() == Some(person.id) || (person.is_agent && !everybody) {
        return Err(Denied::new(Code::Forbidden));
    }
    Ok(())
}

/// A15: whether `actor` confirms a recovery that `opened_by` opened.
///
/// # Errors
/// As [`may_help`]; `recovery.same_agent` for who opened it.
pub fn may_confirm(actor: &Actor, person: &Helped, opened_by: PersonId) -> Decision {
    may_help(actor, person)?;
    if actor.person_id() == Some(opened_by) {
        return Err(Denied::new(Code::RecoverySameAgent));
    }
    Ok(())
}

/// A15: the recoveries that an agent confirms, as a list is made of them: those for which [`may_confirm`] allows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToConfirm {
    /// Of whose account.
    pub of: PeopleScope,
    /// The agent: not of their own account, nor one that they opened.
    pub agent: PersonId,
    /// What nobody may be whose access is recovered: agents' posts, where only INRS helps them.
    pub not: &'static [ProfileKind],
}

/// What `actor` confirms; nothing where they confirm none.
#[must_use]
pub fn to_confirm(actor: &Actor) -> Option<ToConfirm> {
    let of = reached(actor, Action::HelpPeople).ok()?;
    let not: &[ProfileKind] = if of.all { &[] } else { &AgentPost::KINDS };
    Some(ToConfirm { agent: actor.person_id()?, of, not })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        actor::{InrsRank, Person, Profile},
        forprev_number::ForprevNumber,
    };

    fn id(number: u128) -> PersonId {
        PersonId::new(uuid::Uuid::from_u128(number))
    }

    fn agent(number: u128, profile: Profile) -> Actor {
        Actor::Person(Person {
            id: id(number),
            forprev_number: ForprevNumber::from_sequence(1),
            last_name: "Durand".into(),
            first_name: "Anne".into(),
            profiles: vec![profile],
            onboarded: true,
            second_factor_missing: false,
        })
    }

    #[test]
    fn whom_an_agent_helps_and_who_confirms() {
        let instructeur = |caisse: &str| Profile {
            caisse: Some(caisse.into()),
            ..Profile::alone(ProfileKind::Instructeur)
        };
        let inrs = |rank| Profile { rank: Some(rank), ..Profile::alone(ProfileKind::Inrs) };
        let helped = |number, is_agent, caisses: &[&str]| Helped {
            id: id(number),
            is_agent,
            caisses: caisses.iter().map(|one| (*one).to_owned()).collect(),
        };
        let ok = None;
        for (profile, person, opened_by, helps, confirms) in [
            (instructeur("RENNES"), helped(9, false, &["RENNES"]), 2, ok, ok),
            (
                instructeur("RENNES"),
                helped(9, false, &["RENNES", "LILLE"]),
                1,
                ok,
                Some(Code::RecoverySameAgent),
            ),
            (
                instructeur("RENNES"),
                helped(9, false, &["LILLE"]),
                2,
                Some(Code::NotFound),
                Some(Code::NotFound),
            ),
            (instructeur("RENNES"), helped(9, false, &[]), 2, Some(Code::NotFound), Some(Code::NotFound)),
            (
                instructeur("RENNES"),
                helped(9, true, &["RENNES"]),
                2,
                Some(Code::Forbidden),
                Some(Code::Forbidden),
            ),
            (
                instructeur("RENNES"),
                helped(1, false, &["RENNES"]),
                2,
                Some(Code::Forbidden),
                Some(Code::Forbidden),
            ),
            (inrs(InrsRank::Administrator), helped(9, true, &[]), 2, ok, ok),
            (inrs(InrsRank::Administrator), helped(9, true, &[]), 1, ok, Some(Code::RecoverySameAgent)),
            (
                inrs(InrsRank::Administrator),
                helped(1, true, &[]),
                2,
                Some(Code::Forbidden),
                Some(Code::Forbidden),
            ),
            (inrs(InrsRank::Auditor), helped(9, false, &[]), 2, Some(Code::Forbidden), Some(Code::Forbidden)),
            (
                Profile::alone(ProfileKind::Cnh),
                helped(9, false, &[]),
                2,
                Some(Code::Forbidden),
                Some(Code::Forbidden),
            ),
        ] {
            let actor = agent(1, profile.clone());
            let told = |decision: Decision| decision.err().map(|denied| denied.code);
            assert_eq!(told(may_help(&actor, &person)), helps, "{profile:?} {person:?}");
            assert_eq!(told(may_confirm(&actor, &person, id(opened_by))), confirms, "{profile:?} {person:?}");
        }
        assert!(!sees(&Actor::Anyone, &helped(9, false, &[])));
    }
}
