//! What a role opens, to be shown to whoever has it or gives it (E2): a column of the matrix, and nothing besides.

use super::{Action, MATRIX, Reach, Who, who};
use crate::{actor::Profile, user::UserRole};

/// Something that a role may do, and how far.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Right {
    /// What is done.
    pub action: Action,
    /// How far it reaches.
    pub reach: Reach,
}

/// What a profile may do, in the order of the matrix. What anyone may do without an account is not among it.
///
/// ```
/// use forprev_core::{
///     actor::{Profile, ProfileKind},
///     policy::{Action, rights::of_profile},
/// };
///
/// let may = |kind, action| of_profile(&Profile::alone(kind)).iter().any(|right| right.action == action);
/// assert!(may(ProfileKind::Gestionnaire, Action::ManageUsers));
/// assert!(!may(ProfileKind::Delegataire, Action::ManageUsers));
/// assert!(!may(ProfileKind::Unknown, Action::ReadSessions));
/// ```
#[must_use]
pub fn of_profile(profile: &Profile) -> Vec<Right> {
    who(profile).map_or_else(Vec::new, of)
}

/// What a user of an organisation may do there in this role.
#[must_use]
pub fn of_role(role: UserRole) -> Vec<Right> {
    of_profile(&Profile::alone(role.profile()))
}

fn of(who: Who) -> Vec<Right> {
    MATRIX
        .iter()
        .map(|row| Right { action: row.action, reach: row.action.reach(who) })
        .filter(|right| right.reach != Reach::Never)
        .collect()
}

/// Whether everybody who has an account may do this, whatever their role: it says nothing of a role.
///
/// ```
/// use forprev_core::policy::{Action, rights::is_everybodys};
///
/// assert!(is_everybodys(Action::KeepOwnAccount));
/// assert!(!is_everybodys(Action::ReadSessions) && !is_everybodys(Action::ReadPublic));
/// ```
#[must_use]
pub fn is_everybodys(action: Action) -> bool {
    let people = |who: &Who| !matches!(who, Who::Client | Who::Anyone);
    Who::ALL.into_iter().filter(people).all(|who| action.reach(who) != Reach::Never)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_of_a_role_is_what_the_matrix_gives_it() {
        for role in UserRole::ALL {
            let rights = of_role(role);
            for row in MATRIX {
                let reach =
                    who(&Profile::alone(role.profile())).map_or(Reach::Never, |who| row.action.reach(who));
                let shown = rights.iter().find(|right| right.action == row.action).map(|right| right.reach);
                assert_eq!(shown.unwrap_or(Reach::Never), reach, "{role:?} {:?}", row.action);
            }
        }
    }
}
