//! Reading certificates: through D+15 by those of the session (S14, C2), and a formateur's own as long as they are
//! valid (C3). Each is drawn from what was kept in the generating transaction, the same bytes each time.

use super::sheet::kept;
use crate::{
    Failure, Tx, audit,
    failure::refuse_if_any,
    render::{
        archive::{file_name, zip_certificates},
        certificate::{CertificateSheet, render_certificate, render_certificates},
    },
    sessions,
};
use forprev_core::{
    calendar::day_after,
    catalogue::Holder,
    certificate::{
        CertificateStatus, OwnCertificate, SessionCertificate, SessionCertificates, number::CertificateNumber,
    },
    id::SessionId,
    page::{Page, latest_first},
    policy,
    problem::{Code, Decision, Denied},
    query::PageQuery,
};
use forprev_store as store;
use serde_json::json;

/// What is to be drawn, once the transaction is over: drawing holds no lock of the base.
#[derive(Debug)]
pub struct File {
    /// Its name, without a path.
    pub name: String,
    sheets: Vec<CertificateSheet>,
    form: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    One,
    Merged,
    Archive,
}

impl File {
    /// Its media type.
    #[must_use]
    pub const fn media_type(&self) -> &'static str {
        match self.form {
            Form::One | Form::Merged => "application/pdf",
            Form::Archive => "application/zip",
        }
    }

    /// Draws it.
    ///
    /// # Errors
    /// A page cannot be drawn, which is a fault of this program.
    pub fn draw(&self) -> Result<Vec<u8>, Failure> {
        let drawn = match (self.form, self.sheets.as_slice()) {
            (Form::One, [sheet]) => render_certificate(sheet),
            (Form::One | Form::Merged, sheets) => render_certificates(sheets),
            (Form::Archive, sheets) => sheets
                .iter()
                .map(|sheet| Ok((file_name(sheet), render_certificate(sheet)?)))
                .collect::<Result<Vec<_>, _>>()
                .and_then(|files| zip_certificates(&files)),
        };
        drawn.map_err(|error| Failure::internal(error.to_string()))
    }
}

/// The certificates of a session.
///
/// # Errors
/// `not_found`, `forbidden`.
pub fn list_certificates(tx: &mut Tx<'_>, id: SessionId) -> Result<SessionCertificates, Failure> {
    let session = sessions::load(tx, id)?;
    policy::session::download(tx.actor, &session.standing)?;
    of_session(tx, id)
}

/// The certificates of a session that were generated, in its order.
///
/// # Errors
/// The base cannot be read.
pub(super) fn of_session(tx: &mut Tx<'_>, id: SessionId) -> Result<SessionCertificates, Failure> {
    let items = store::certificate::of_session(tx.conn, id)?
        .into_iter()
        .filter_map(|(row, document)| {
            Some(SessionCertificate {
                number: row.number,
                trainee_id: document.trainee_id?,
                valid_from: row.ends_on,
                valid_until: row.valid_until,
                downloadable_until: row.downloadable_until,
            })
        })
        .collect();
    Ok(SessionCertificates { items, violations: Vec::new() })
}

/// All the certificates of a session in one PDF.
///
/// # Errors
/// `not_found`, also where nobody passed; `forbidden`.
pub fn get_certificates_pdf(tx: &mut Tx<'_>, id: SessionId) -> Result<File, Failure> {
    all(tx, id, Form::Merged, "get_certificates_pdf")
}

/// All the certificates of a session in a ZIP archive, one file each.
///
/// # Errors
/// As [`get_certificates_pdf`].
pub fn get_certificates_zip(tx: &mut Tx<'_>, id: SessionId) -> Result<File, Failure> {
    all(tx, id, Form::Archive, "get_certificates_zip")
}

fn all(tx: &mut Tx<'_>, id: SessionId, form: Form, operation: &str) -> Result<File, Failure> {
    let session = sessions::load(tx, id)?;
    policy::session::download(tx.actor, &session.standing)?;
    let sheets = store::certificate::of_session(tx.conn, id)?
        .into_iter()
        .map(|(_, document)| kept(document))
        .collect::<Result<Vec<_>, _>>()?;
    if sheets.is_empty() {
        return Err(Failure::of(Code::NotFound));
    }
    let organisation = Some(session.standing.organisation_id);
    audit::record(tx, operation, "session", &id.to_string(), organisation, json!({ "count": sheets.len() }))?;
    let extension = if form == Form::Archive { "zip" } else { "pdf" };
    Ok(File { name: format!("certificats-{id}.{extension}"), sheets, form })
}

/// One certificate by its number.
///
/// # Errors
/// `not_found` to whoever it is not for; to its owner `certificate.no_longer_available` after D+15 (C2), and to its
/// holder `certificate.expired` or `certificate.not_in_force` (C3).
pub fn get_certificate_pdf(tx: &mut Tx<'_>, number: &str) -> Result<File, Failure> {
    let number: CertificateNumber = number.parse().map_err(|_| Failure::of(Code::NotFound))?;
    let row = store::certificate::find(tx.conn, &number)?.ok_or_else(|| Failure::of(Code::NotFound))?;
    let document = store::certificate::document(tx.conn, &number)?;
    let for_session = by_session(tx, &row, document.as_ref())?;
    if for_session.is_err() {
        let revoked = row.revoked_at.is_some();
        let own =
            policy::certificate::download_own(tx.actor, row.person_id, row.valid_until, revoked, tx.today);
        if let Err(denied) = own {
            // The holder is told why; anybody else what they are to the session.
            return Err(if matches!(denied.code, Code::CertificateExpired | Code::CertificateNotInForce) {
                denied.into()
            } else {
                for_session.err().unwrap_or(denied).into()
            });
        }
    }
    let Some(document) = document else { return Err(no_longer(&row).into()) };
    let sheet = kept(document)?;
    let id = number.to_string();
    audit::record(tx, "get_certificate_pdf", "certificate", &id, Some(row.organisation_id), json!({}))?;
    Ok(File { name: file_name(&sheet), sheets: vec![sheet], form: Form::One })
}

/// Whether the caller may have the certificate as one of its session's people.
fn by_session(
    tx: &mut Tx<'_>,
    row: &store::certificate::Row,
    document: Option<&store::certificate::DocumentRow>,
) -> Result<Decision, Failure> {
    let readable = tx.today <= row.downloadable_until;
    let session = document.and_then(|document| document.session_id).filter(|_| readable);
    if let Some(id) = session {
        match sessions::load(tx, id) {
            Ok(session) => return Ok(policy::session::download(tx.actor, &session.standing)),
            Err(failure) if failure.code() == Code::NotFound => {}
            Err(failure) => return Err(failure),
        }
    }
    // After D+15 nothing says whose session it was but the organisation: its gestionnaires are told what became of it.
    Ok(if policy::certificate::owns(tx.actor, row.organisation_id) {
        Err(no_longer(row))
    } else {
        Err(Denied::new(Code::NotFound))
    })
}

fn no_longer(row: &store::certificate::Row) -> Denied {
    Denied::new(Code::CertificateNoLongerAvailable).with("since", day_after(row.downloadable_until))
}

/// C3: the signed-in person's formateur certificates, the newest first.
///
/// # Errors
/// `request.cursor`, and what the query's shape refuses.
pub fn list_my_certificates(tx: &mut Tx<'_>, query: &PageQuery) -> Result<Page<OwnCertificate>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let Some(me) = tx.actor.person_id() else { return Ok(Page::whole(Vec::new())) };
    let rows = store::certificate::of_person(tx.conn, me)?;
    let catalogue = crate::catalogue::on(tx, tx.today)?;
    let items = rows
        .into_iter()
        .filter(|row| row.holder == Holder::Formateur)
        .map(|row| OwnCertificate {
            label: catalogue
                .certificate(&row.certificate_code)
                .map_or_else(|| row.certificate_code.clone(), |certificate| certificate.label.clone()),
            status: CertificateStatus::of(row.valid_until, row.revoked_at.is_some(), tx.today),
            number: row.number,
            dispositif: row.dispositif,
            kind: row.kind,
            valid_from: row.ends_on,
            valid_until: row.valid_until,
        })
        .collect();
    let newest_first = |one: &OwnCertificate| format!("{} {}", latest_first(one.valid_from), one.number);
    Ok(wanted.cut(items, newest_first))
}
