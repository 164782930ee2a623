//! The declarer hands a session to its lead formateur.

use super::{
    content,
    loaded::{Expected, take_for},
    wire,
};
use crate::{Failure, Tx, audit, outbox};
use forprev_core::{
    id::SessionId,
    session::{Session, State, eligibility::Moment, state::Step},
};
use forprev_store as store;
use serde_json::{Value, json};

/// `POST /sessions/{id}/submit`: to `submitted`. The whole check runs each time, so that nothing mandatory is lost
/// in a correction; the day of the first submission is kept (S1).
///
/// # Errors
/// `not_found`, `forbidden`, `session.state`, `version.stale`; all that S1 to S8, S15 and O1 refuse, at once.
pub fn submit_session(
    tx: &mut Tx<'_>,
    id: SessionId,
    expected: impl Into<Expected>,
) -> Result<Session, Failure> {
    let mut loaded = take_for(tx, id, Step::Submit, expected)?;
    let declared = loaded.row.declared_on;
    let faults = loaded.known.violations(&loaded.content, declared, Moment::Submission, tx.today);
    if !faults.is_empty() {
        return wire::refused(tx, &loaded, faults);
    }
    // A number that was nobody's when it was typed may be somebody's now.
    let formateurs = content::formateur_rows(&loaded.row, &loaded.content, &loaded.known);
    if formateurs != loaded.formateurs {
        store::session::replace_formateurs(tx.conn, id, formateurs.clone())?;
        loaded.formateurs = formateurs;
    }
    loaded.row.state = State::Submitted;
    loaded.row.declared_on = Some(declared.unwrap_or(tx.today));
    loaded.row.submitted_at = Some(tx.now.into());
    loaded.row.comment = None;
    loaded.row.comment_by = None;
    loaded.save(tx)?;
    if let Some(lead) = loaded.standing.lead {
        store::person::leads_for(tx.conn, loaded.row.organisation_id, lead, tx.today)?;
    }
    let organisation = Some(loaded.row.organisation_id);
    let detail = json!({ "declared_on": loaded.row.declared_on, "trainees": loaded.trainees.len() });
    audit::record(tx, "submit_session", "session", &id.to_string(), organisation, detail)?;
    let lead = loaded.standing.lead;
    outbox::put(tx, outbox::Kind::SessionSubmitted, lead, Some(id), organisation, told(&loaded.row))?;
    wire::to_wire(tx, &loaded)
}

/// What a mail or a webhook tells of a session: nothing of its trainees.
pub(crate) fn told(row: &store::session::Row) -> Value {
    json!({
        "session_id": row.id,
        "state": row.state,
        "dispositif": row.dispositif,
        "level": row.level,
        "ends_on": row.ends_on,
        "city": row.place_city,
    })
}
