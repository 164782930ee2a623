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
pub use candidates::list_trainee_candidates;
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
use forprev_core::{id::SessionId, session::Session};

/// `GET /sessions/{id}`: the session as the caller may see it.
///
/// # Errors
/// `not_found` where there is none, where it is not theirs to see, or where it is past its last day (S14).
pub fn get_session(tx: &mut Tx<'_>, id: SessionId) -> Result<Session, Failure> {
    let loaded = load(tx, id)?;
    to_wire(tx, &loaded)
}
