//! Habilitation requests: drafted and submitted by an organisation, instructed by its caisse and INRS, decided by the CNH
//! (H2–H9).

mod agenda;
mod content;
mod decide;
mod documents;
mod draft;
mod facts;
mod grant;
mod instruct;
mod list;
mod loaded;
mod messages;
mod offer;
mod opinions;
mod sittings;
mod submit;
mod wire;

pub use decide::decide_request;
pub use draft::{create_request, update_request};
pub(crate) use facts::level;
pub use instruct::{admit_request, assign_request, forward_request, hand_over_request, return_request};
pub use list::list_requests;
pub(crate) use loaded::standing;
pub use messages::{list_request_messages, write_request_message};
pub use offer::list_requestable;
pub use opinions::{answer_grid, give_inrs_opinion, give_opinion};
pub use sittings::{
    cancel_sitting, create_sitting, decide_sitting, get_sitting, list_sittings, update_sitting,
};
pub use submit::{abandon_request, submit_request};
pub(crate) use wire::names;

use crate::{Failure, Tx};
use forprev_core::{id::RequestId, request::Request};

/// `GET /requests/{id}`: the request as the caller may see it.
///
/// # Errors
/// `not_found` where there is none, or where it is not theirs to see.
pub fn get_request(tx: &mut Tx<'_>, id: RequestId) -> Result<Request, Failure> {
    let loaded = loaded::load(tx, id)?;
    wire::to_wire(tx, &loaded)
}
