//! Certification sessions: from their declaration to their results (S1–S15). Generation and download stand in
//! `certificates`, erasure in `jobs`.

mod cancel;
mod candidates;
mod content;
pub mod content_mac;
mod create;
mod declarer;
mod facts;
mod import;
mod list;
pub mod loaded;
mod people;
mod place;
mod reopen;
mod results;
mod return_;
mod submit;
mod trainees;
mod update;
mod wire;

pub use cancel::cancel_session;
pub use candidates::{find_trainee_candidates, list_trainee_candidates};
pub use create::create_session;
pub(crate) use declarer::declarers;
pub(crate) use facts::catalogue_with;
pub use import::{TraineeFile, import_trainees};
pub use list::list_sessions;
pub(crate) use list::{Seen, seen};
pub use loaded::{Expected, Loaded, load, take_for};
pub(crate) use people::{is_same, qualifications};
pub use reopen::reopen_session;
pub use results::record_results;
pub use return_::return_session;
pub use submit::submit_session;
pub(crate) use submit::told;
pub use trainees::{add_trainee, remove_trainee, update_trainee};
pub use update::update_session;
pub(crate) use wire::readable_until;
pub use wire::{to_wire, violations};

use crate::{Failure, Tx};
use forprev_core::{
    id::{PersonId, SessionId},
    policy::session::{View, view},
    session::Session,
};

/// `GET /sessions/{id}`: the session as the caller may see it.
///
/// # Errors
/// `not_found` where there is none, where it is not theirs to see, or where it is past its last day (S14).
pub fn get_session(tx: &mut Tx<'_>, id: SessionId) -> Result<Session, Failure> {
    read_session(tx, id).map(|(session, _)| session)
}

/// The same, and the formateurs whom an agent of the caisse was shown with it: that is noted ([`crate::looks`]). Those who work
/// with a session know its formateurs, and are not noted.
///
/// # Errors
/// As [`get_session`].
pub fn read_session(tx: &mut Tx<'_>, id: SessionId) -> Result<(Session, Vec<PersonId>), Failure> {
    let loaded = load(tx, id)?;
    let from_outside = view(tx.actor, &loaded.standing) == Some(View::WithoutTrainees);
    let shown = if from_outside { loaded.standing.formateurs.clone() } else { Vec::new() };
    Ok((to_wire(tx, &loaded)?, shown))
}
