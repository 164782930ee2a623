//! Who reads and who keeps the contacts of the caisses and of INRS.

use super::{Action, Reach, may_ever, through};
use crate::{
    actor::Actor,
    problem::{Code, Decision, Denied},
};

/// Whose contacts somebody reads: those of INRS always.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactScope {
    /// Those of every caisse.
    All,
    /// Those of the caisses of which they are: their agents', those of the people of their territory.
    Theirs,
}

/// Whose contacts `actor` reads. Which caisses are theirs is known to the base: the one that they chose, and those of their
/// organisations; an agent's own is in their profile.
///
/// # Errors
/// As [`may_ever`].
pub fn scope(actor: &Actor) -> Result<ContactScope, Denied> {
    may_ever(actor, Action::ReadContacts)?;
    let all = through(actor, Action::ReadContacts).any(|(_, reach)| reach == Reach::All);
    Ok(if all { ContactScope::All } else { ContactScope::Theirs })
}

/// Whether `actor` keeps the contacts of this caisse; of INRS where it is none.
///
/// # Errors
/// As [`may_ever`]; `forbidden` for those of another caisse.
///
/// ```
/// use forprev_core::{actor::Actor, policy::contact::edit};
/// assert!(edit(&Actor::Anyone, None).is_err());
/// ```
pub fn edit(actor: &Actor, caisse: Option<&str>) -> Decision {
    may_ever(actor, Action::EditContacts)?;
    let theirs = through(actor, Action::EditContacts).any(|(profile, reach)| match reach {
        Reach::All => true,
        Reach::Caisse => caisse.is_some() && profile.caisse.as_deref() == caisse,
        _ => false,
    });
    if theirs { Ok(()) } else { Err(Denied::new(Code::Forbidden)) }
}
