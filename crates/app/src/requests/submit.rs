//! The applicant hands a request to the caisse, or gives it up.

use super::{
    loaded::{Loaded, done, take_for, tell_caisse},
    wire,
};
use crate::{Failure, Tx, outbox, sessions::Expected};
use forprev_core::{
    id::RequestId,
    request::{
        Request, State,
        state::{Step, after},
    },
    session::Comment,
};
use serde_json::{Value, json};

/// `POST /requests/{id}/submit`: to the caisse of the head office (H10). The whole check runs each time; one that was sent
/// back takes up where it was.
///
/// # Errors
/// `not_found`, `forbidden`, `request.state`, `version.stale`; all that H2, H6 to H9 and O1 refuse, at once.
pub fn submit_request(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
) -> Result<Request, Failure> {
    let mut loaded = take_for(tx, id, Step::Submit, expected)?;
    let faults = loaded.known.violations(tx, &loaded.row, &loaded.content);
    if !faults.is_empty() {
        return wire::refused(tx, &loaded, faults);
    }
    let again = loaded.row.submitted_at.is_some();
    loaded.row.state = after(loaded.row.state, Step::Submit)?;
    if !again {
        loaded.row.submitted_at = Some(tx.now.into());
        loaded.row.submitted_on = Some(tx.today);
        loaded.row.queued_at = tx.now.into();
        loaded.row.caisse_code.clone_from(&loaded.organisation.caisse_code);
    }
    loaded.row.returned = None;
    let detail = json!({ "submitted_on": loaded.row.submitted_on });
    done(tx, &mut loaded, ("submit_request", Step::Submit), None, detail)?;
    let kind = if again { outbox::Kind::RequestCompleted } else { outbox::Kind::RequestSubmitted };
    tell_caisse(tx, kind, &loaded, Value::Null)?;
    wire::to_wire(tx, &loaded)
}

/// `POST /requests/{id}/abandon`: gives it up, until it is decided.
///
/// # Errors
/// What is wrong in shape; `not_found`, `forbidden`, `request.state`, `version.stale`.
pub fn abandon_request(
    tx: &mut Tx<'_>,
    id: RequestId,
    expected: impl Into<Expected>,
    comment: &Comment,
) -> Result<Request, Failure> {
    crate::failure::refuse_if_any(comment.check(false))?;
    let mut loaded = take_for(tx, id, Step::Abandon, expected)?;
    let was = loaded.row.state;
    leave(&mut loaded, after(was, Step::Abandon)?);
    done(tx, &mut loaded, ("abandon_request", Step::Abandon), comment.text(), json!({ "was": was }))?;
    if was != State::Draft {
        tell_caisse(tx, outbox::Kind::RequestMoved, &loaded, Value::Null)?;
    }
    wire::to_wire(tx, &loaded)
}

/// What is over waits for nobody, and stands on no agenda.
pub(super) fn leave(loaded: &mut Loaded, state: State) {
    loaded.row.state = state;
    loaded.row.returned = None;
    loaded.row.sitting_id = None;
    loaded.row.agenda_position = None;
}
