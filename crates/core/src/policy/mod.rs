//! Who may do what: roles.md as data ([`MATRIX`]), and the decisions computed from it. The API decides with these
//! functions, the browser shows or hides with them. No other crate names a profile to decide something.

pub mod account;
pub mod audit;
pub mod certificate;
pub mod contact;
pub mod file;
pub mod help;
pub mod letter;
pub mod matrix;
pub mod organisation;
pub mod request;
pub mod rights;
pub mod second_factor;
pub mod session;
pub mod support;
pub mod user;
pub mod visit;

pub use matrix::{Action, MATRIX, Reach, Who};

use crate::{
    actor::{Actor, InrsRank, Profile, ProfileKind},
    problem::{Code, Decision, Denied},
};

impl Action {
    /// How far this action reaches for `who`.
    #[must_use]
    pub fn reach(self, who: Who) -> Reach {
        MATRIX
            .iter()
            .find(|row| row.action == self)
            .and_then(|row| row.reaches.iter().find(|(other, _)| *other == who))
            .map_or(Reach::Never, |(_, reach)| *reach)
    }
}

/// The column of the matrix that a profile stands in; an editor and an auditor of INRS have their own.
#[must_use]
pub fn who(profile: &Profile) -> Option<Who> {
    match profile.kind {
        ProfileKind::Demandeur => Some(Who::Demandeur),
        ProfileKind::Gestionnaire => Some(Who::Gestionnaire),
        ProfileKind::Delegataire => Some(Who::Delegataire),
        ProfileKind::Formateur => Some(Who::Formateur),
        ProfileKind::Instructeur => Some(Who::Instructeur),
        ProfileKind::Cnh => Some(Who::Cnh),
        ProfileKind::Inrs => Some(match profile.rank {
            Some(InrsRank::Editor) => Who::InrsEditor,
            Some(InrsRank::Auditor) => Who::InrsAuditor,
            Some(InrsRank::Administrator) | None => Who::Inrs,
        }),
        ProfileKind::Unknown => None,
    }
}

/// The profiles of a person through which they may do this, with how far each reaches.
pub fn through(actor: &Actor, action: Action) -> impl Iterator<Item = (&Profile, Reach)> {
    actor
        .profiles()
        .iter()
        .filter_map(move |profile| Some((profile, action.reach(who(profile)?))))
        .filter(|(_, reach)| *reach != Reach::Never)
}

/// Whether an action is thinkable for this actor at all, whatever it is done to: what is asked before a body is read.
///
/// # Errors
/// `unauthenticated` for who is not signed in, `second_factor.required` for an agent without one (A12),
/// `onboarding.required` (U5), `double_validation.client` for a system that would verify (S13), `delegation.none` for a
/// délégataire with no delegation (U3), `forbidden` otherwise.
pub fn may_ever(actor: &Actor, action: Action) -> Decision {
    if action.reach(Who::Anyone) != Reach::Never {
        return Ok(());
    }
    match actor {
        Actor::Anyone => Err(Denied::new(Code::Unauthenticated)),
        Actor::Client(client) => match action.reach(Who::Client) {
            Reach::Scope(scope) if client.scopes.iter().any(|granted| granted == scope) => Ok(()),
            Reach::Never if action == Action::VerifySession => Err(Denied::new(Code::ClientValidation)),
            _ => Err(Denied::new(Code::Forbidden)),
        },
        Actor::Person(person) => {
            if person.second_factor_missing && !action.before_second_factor() {
                return Err(Denied::new(Code::SecondFactorRequired));
            }
            if !person.onboarded && !action.before_onboarding() {
                return Err(Denied::new(Code::OnboardingRequired));
            }
            let mut reaches = through(actor, action).peekable();
            if reaches.peek().is_none() {
                return Err(Denied::new(Code::Forbidden));
            }
            let idle = |(profile, reach): (&Profile, Reach)| {
                reach == Reach::Declared
                    && action == Action::DeclareSession
                    && profile.habilitations.is_empty()
            };
            if reaches.all(idle) { Err(Denied::new(Code::DelegationNone)) } else { Ok(()) }
        }
    }
}

/// The names of what this actor may do somewhere: what a menu shows.
#[must_use]
pub fn capabilities(actor: &Actor) -> Vec<String> {
    MATRIX
        .iter()
        .filter(|row| may_ever(actor, row.action).is_ok())
        .map(|row| row.action.as_str().to_owned())
        .collect()
}
