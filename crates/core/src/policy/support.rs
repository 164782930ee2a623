//! What helps people: whom an agent finds, and what is shown in a view (N5).

use super::{Action, Reach, may_ever, through};
use crate::{
    actor::{Actor, Profile},
    endpoint::Method,
    problem::{Code, Decision, Denied},
};

/// Whom somebody finds among all people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleScope {
    /// Everybody.
    pub all: bool,
    /// Formateurs who chose these caisses, and users of the organisations of these caisses.
    pub caisses: Vec<String>,
}

/// Whom `actor` finds.
///
/// # Errors
/// As [`may_ever`].
pub fn people(actor: &Actor) -> Result<PeopleScope, Denied> {
    may_ever(actor, Action::SearchPeople)?;
    let mut scope = PeopleScope::default();
    for (profile, reach) in through(actor, Action::SearchPeople) {
        match reach {
            Reach::All => scope.all = true,
            Reach::Caisse => scope.caisses.extend(profile.caisse.clone()),
            _ => {}
        }
    }
    Ok(scope)
}

/// The profile through which `actor` does this: on whose behalf they look at somebody.
#[must_use]
pub fn on_behalf(actor: &Actor, action: Action) -> Option<&Profile> {
    through(actor, action).next().map(|(profile, _)| profile)
}

/// What is answered in a view. INRS never sees a trainee: nothing that shows one, nor a certificate's file, is here.
/// What is new is not shown until it is put here.
const SHOWN: &[Action] = &[
    Action::ReadOwnAccount,
    Action::ReadCatalogue,
    Action::ReadParameters,
    Action::ReadHabilitations,
    Action::ReadRequests,
    Action::ListSessions,
    Action::ReadOwnCertificates,
    Action::ReadNotifications,
    Action::ReadAudit,
    Action::ManageUsers,
    Action::ReadPublic,
];

/// N5: whether a request is answered in a view.
///
/// # Errors
/// `support.read_only` for a write, `support.not_shown` for what could show a trainee or a file.
///
/// ```
/// use forprev_core::{endpoint::Method, policy::{Action, support::in_a_view}};
/// assert!(in_a_view(Method::Get, Action::ListSessions).is_ok());
/// assert!(in_a_view(Method::Get, Action::ManageUsers).is_ok());
/// assert_eq!(in_a_view(Method::Get, Action::ReadSessions).unwrap_err().code.as_str(), "support.not_shown");
/// assert_eq!(in_a_view(Method::Post, Action::ReadPublic).unwrap_err().code.as_str(), "support.read_only");
/// ```
pub fn in_a_view(method: Method, action: Action) -> Decision {
    if method != Method::Get {
        return Err(Denied::new(Code::SupportReadOnly));
    }
    if SHOWN.contains(&action) { Ok(()) } else { Err(Denied::new(Code::SupportNotShown)) }
}
