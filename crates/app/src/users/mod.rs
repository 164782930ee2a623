//! Users of an organisation (U2–U4): declared, changed, suspended, removed, confirmed once a year. How they accept
//! stands in `invitations`.

mod change;
mod declare;
mod list;
mod remove;
mod review;
mod seen;
mod successor;

pub(crate) use change::{attach, suspend};
pub use change::{resume_user, suspend_user, update_user};
pub use declare::{cancel_invitation, declare_user, send_invitation_again};
pub use list::{get_user, list_users, users_csv};
pub use remove::remove_user;
pub use review::review_users;
pub(crate) use seen::{by_name, last_logins, named, state_of, state_of_invitation};
pub use successor::name_successor;

use crate::{Failure, Tx, sessions::Expected};
use forprev_core::{
    id::{OrganisationId, PersonId, UserId},
    policy::user::{CONFIRMS_ACCESSES, manage},
    problem::Code,
    user::UserRole,
};
use forprev_store as store;

/// An organisation whose users the actor manages, with its row lock: of two changes to its users at once, the second sees
/// what the first wrote. So one gestionnaire stays (U4).
fn take(tx: &mut Tx<'_>, id: OrganisationId) -> Result<store::organisation::Row, Failure> {
    manage(tx.actor, id)?;
    Ok(store::organisation::touch(tx.conn, id, None)?)
}

/// A user of an organisation that was taken, in their next version.
fn take_user(
    tx: &mut Tx<'_>,
    organisation: &store::organisation::Row,
    id: UserId,
    expected: impl Into<Expected>,
) -> Result<(store::profile::Row, UserRole), Failure> {
    let row = store::profile::touch(tx.conn, &id.to_string(), None)?;
    let role = UserRole::of_profile(row.kind).filter(|_| row.organisation_id == Some(organisation.id));
    let role = role.ok_or_else(|| Failure::of(Code::NotFound))?;
    expected.into().check(row.version - 1)?;
    Ok((row, role))
}

/// How many others than this user manage the organisation and can act (U4).
fn other_gestionnaires(tx: &mut Tx<'_>, user: &store::profile::Row) -> Result<usize, Failure> {
    let Some(organisation) = user.organisation_id else { return Ok(0) };
    let all = store::profile::of_organisation(tx.conn, organisation)?;
    let kind = UserRole::Gestionnaire.profile();
    Ok(all.iter().filter(|one| one.kind == kind && one.id != user.id && one.is_active(tx.today)).count())
}

/// E14: the organisations of which this person is the only gestionnaire who can act: they had better name a second one.
///
/// # Errors
/// The base cannot be read.
pub fn only_gestionnaire_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<OrganisationId>, Failure> {
    let kind = CONFIRMS_ACCESSES.profile();
    let mut alone = Vec::new();
    for own in store::profile::of_person(tx.conn, person)? {
        let manages = own.kind == kind && own.is_active(tx.today);
        if let Some(organisation) = own.organisation_id.filter(|_| manages)
            && other_gestionnaires(tx, &own)? == 0
        {
            alone.push(organisation);
        }
    }
    Ok(alone)
}
