//! S14: erasing sessions, their acteur trainees and their failed formateur trainees.

use crate::{
    Connection, Result,
    dialect::VARIABLES_MAX,
    schema::{
        alert, certificate, certificate_document, idempotency, mail, notification, outbox, session,
        session_formateur, trainee,
    },
    setting,
    stored::Stored,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{catalogue::Holder, id::SessionId};

/// The sessions to be erased by `today`, the longest due first.
///
/// # Errors
/// Those of the base.
pub fn due(c: &mut Connection, today: NaiveDate, limit: i64) -> Result<Vec<SessionId>> {
    Ok(session::table
        .filter(session::erase_on.le(today))
        .order((session::erase_on, session::id))
        .limit(limit)
        .select(session::id)
        .load(c)?)
}

/// Erases these sessions with their trainees, formateurs, documents of acteur certificates, key, comments, stored
/// answers and mail bodies. What is kept of a certificate, and a formateur's own document, stay. After the purge,
/// [`crate::Pool::leave_no_trace`] leaves nothing in the files. How many sessions were still there.
///
/// # Errors
/// Those of the base.
pub fn erase(c: &mut Connection, sessions: &[SessionId]) -> Result<usize> {
    let mut erased = 0;
    for some in sessions.chunks(VARIABLES_MAX) {
        erased += erase_some(c, some)?;
    }
    if erased > 0 {
        note_erasure(c)?;
    }
    Ok(erased)
}

/// Under which names it is noted how often something was erased, and up to which of these times the files were
/// rewritten.
const ERASED: &str = "erased";
const REWRITTEN: &str = "rewritten";

/// Notes that something was erased of which the files of the base may hold traces.
fn note_erasure(c: &mut Connection) -> Result<()> {
    let times = times(c, ERASED)?;
    setting::set(c, ERASED, &(times + 1).to_string())
}

fn times(c: &mut Connection, name: &str) -> Result<u64> {
    Ok(setting::get(c, name)?.and_then(|text| text.parse().ok()).unwrap_or_default())
}

/// How often something was erased, where the files were not rewritten since.
pub(crate) fn traces(c: &mut Connection) -> Result<Option<u64>> {
    let erased = times(c, ERASED)?;
    Ok((erased != times(c, REWRITTEN)?).then_some(erased))
}

/// Notes that the files were rewritten after so many erasures.
pub(crate) fn note_rewritten(c: &mut Connection, erasures: u64) -> Result<()> {
    setting::set(c, REWRITTEN, &erasures.to_string())
}

fn erase_some(c: &mut Connection, sessions: &[SessionId]) -> Result<usize> {
    let ids = || sessions.iter().copied().map(Stored);
    let of_acteurs = certificate::table
        .filter(certificate::holder.eq(Stored(Holder::Acteur)))
        .filter(certificate::number.eq(certificate_document::number))
        .select(certificate::number);
    diesel::delete(certificate_document::table)
        .filter(certificate_document::session_id.eq_any(ids()))
        .filter(diesel::dsl::exists(of_acteurs))
        .execute(c)?;
    diesel::update(certificate_document::table)
        .filter(certificate_document::session_id.eq_any(ids()))
        .set((
            certificate_document::session_id.eq(None::<String>),
            certificate_document::trainee_id.eq(None::<String>),
        ))
        .execute(c)?;
    diesel::delete(trainee::table.filter(trainee::session_id.eq_any(ids()))).execute(c)?;
    diesel::delete(session_formateur::table.filter(session_formateur::session_id.eq_any(ids())))
        .execute(c)?;
    diesel::delete(idempotency::table.filter(idempotency::session_id.eq_any(ids()))).execute(c)?;
    let told: Vec<Option<String>> = outbox::table
        .filter(outbox::session_id.eq_any(ids()))
        .filter(outbox::mail_id.is_not_null())
        .select(outbox::mail_id)
        .distinct()
        .load(c)?;
    diesel::delete(mail::table.filter(mail::id.eq_any(told.into_iter().flatten()))).execute(c)?;
    diesel::delete(outbox::table.filter(outbox::session_id.eq_any(ids()))).execute(c)?;
    diesel::delete(notification::table.filter(notification::session_id.eq_any(ids()))).execute(c)?;
    diesel::delete(alert::table.filter(alert::subject_id.eq_any(ids()))).execute(c)?;
    Ok(diesel::delete(session::table.filter(session::id.eq_any(ids()))).execute(c)?)
}
