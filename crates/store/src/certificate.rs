//! Certificates, and what their PDFs are drawn from.

use crate::{
    Connection, Error, Instant, Json, Result,
    dialect::in_parts,
    schema::{certificate, certificate_document},
    stored::{Level, Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    catalogue::Holder,
    certificate::number::CertificateNumber,
    id::{HabilitationId, OrganisationId, PersonId, SessionId, TraineeId},
    session::SessionKind,
};

/// A certificate: what is kept for ever. Nothing names an acteur trainee (C6).
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = certificate, treat_none_as_default_value = false)]
pub struct Row {
    /// Its number.
    #[diesel(serialize_as = Stored<CertificateNumber>)]
    pub number: CertificateNumber,
    /// The dispositif's code.
    pub dispositif: String,
    /// The level of the session.
    #[diesel(serialize_as = Level, deserialize_as = Level)]
    pub level: u8,
    /// The certificate's code in the catalogue.
    pub certificate_code: String,
    /// What it makes of its holder.
    #[diesel(serialize_as = Stored<Holder>)]
    pub holder: Holder,
    /// Initial or MAC.
    #[diesel(serialize_as = Stored<SessionKind>)]
    pub kind: SessionKind,
    /// Its first day: the session's end.
    pub ends_on: NaiveDate,
    /// Its last day, where it expires (C1).
    pub valid_until: Option<NaiveDate>,
    /// Whose session it was.
    #[diesel(serialize_as = Stored<OrganisationId>)]
    pub organisation_id: OrganisationId,
    /// For which habilitation.
    #[diesel(serialize_as = Stored<HabilitationId>)]
    pub habilitation_id: HabilitationId,
    /// The day of generation, in Paris.
    pub generated_on: NaiveDate,
    /// S14: the last day on which the session's certificates can be downloaded.
    pub downloadable_until: NaiveDate,
    /// Its holder, of a formateur certificate.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
    /// C7: when it was revoked.
    pub revoked_at: Option<Instant>,
    /// Who revoked it.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub revoked_by: Option<PersonId>,
    /// Why.
    pub revocation_reason: Option<String>,
}

/// What the PDF of a certificate is drawn from. An acteur's is erased with the session (S14).
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = certificate_document, treat_none_as_default_value = false)]
pub struct DocumentRow {
    /// Of which certificate.
    #[diesel(serialize_as = Stored<CertificateNumber>)]
    pub number: CertificateNumber,
    /// The session, until it is erased.
    #[diesel(serialize_as = Maybe<SessionId>)]
    pub session_id: Option<SessionId>,
    /// The trainee, until they are erased.
    #[diesel(serialize_as = Maybe<TraineeId>)]
    pub trainee_id: Option<TraineeId>,
    /// Their place in the session, from 0.
    pub position: i32,
    /// The signed code (C6).
    pub signed_code: String,
    /// All else that is printed.
    pub sheet: Json<serde_json::Value>,
}

// The sheet holds the names that are printed.
impl std::fmt::Debug for DocumentRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DocumentRow").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Writes the certificates of a session, all or none (S12).
///
/// # Errors
/// [`Error::Unique`] `certificate_number_unique`, or `certificate_document_trainee_id_unique` where a trainee has one.
pub fn insert_all(c: &mut Connection, rows: Vec<Row>, documents: Vec<DocumentRow>) -> Result<()> {
    insert_rows!(c, certificate, 16, rows);
    insert_rows!(c, certificate_document, 6, documents);
    Ok(())
}

/// The certificate of this number, where there is one.
///
/// # Errors
/// Those of the base.
pub fn find(c: &mut Connection, number: &CertificateNumber) -> Result<Option<Row>> {
    Ok(certificate::table.find(number.as_str()).first(c).optional()?)
}

/// Which of these numbers are taken.
///
/// # Errors
/// Those of the base.
pub fn taken(c: &mut Connection, numbers: &[CertificateNumber]) -> Result<Vec<CertificateNumber>> {
    in_parts(numbers, |some| {
        certificate::table
            .filter(certificate::number.eq_any(some.iter().map(CertificateNumber::as_str)))
            .select(certificate::number)
            .load(c)
    })
}

/// What the PDF of this certificate is drawn from, where it was not erased yet. Whether it may still be served is
/// for its `downloadable_until` and its holder to say (C2, C3).
///
/// # Errors
/// Those of the base.
pub fn document(c: &mut Connection, number: &CertificateNumber) -> Result<Option<DocumentRow>> {
    Ok(certificate_document::table.find(number.as_str()).first(c).optional()?)
}

/// The certificates of a session with what they are drawn from, in the session's order.
///
/// # Errors
/// Those of the base.
pub fn of_session(c: &mut Connection, session: SessionId) -> Result<Vec<(Row, DocumentRow)>> {
    Ok(certificate::table
        .inner_join(certificate_document::table)
        .filter(certificate_document::session_id.eq(Stored(session)))
        .order(certificate_document::position)
        .load(c)?)
}

/// C3: the formateur certificates of a person, newest first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(certificate::table
        .filter(certificate::person_id.eq(Stored(person)))
        .order((certificate::ends_on.desc(), certificate::number))
        .load(c)?)
}

/// C7: revokes a certificate.
///
/// # Errors
/// [`Error::NotFound`] where there is none, [`Error::Stale`] where it is revoked already.
pub fn revoke(
    c: &mut Connection,
    number: &CertificateNumber,
    by: PersonId,
    reason: &str,
    at: Instant,
) -> Result<Row> {
    let open = certificate::table.find(number.as_str()).filter(certificate::revoked_at.is_null());
    let revoked = diesel::update(open)
        .set((
            certificate::revoked_at.eq(at),
            certificate::revoked_by.eq(Stored(by)),
            certificate::revocation_reason.eq(reason),
        ))
        .returning(certificate::all_columns)
        .get_result(c)
        .optional()?;
    match revoked {
        Some(row) => Ok(row),
        None if find(c, number)?.is_some() => Err(Error::Stale),
        None => Err(Error::NotFound),
    }
}

/// C7: the numbers that were revoked, with the instant, oldest first: the published list.
///
/// # Errors
/// Those of the base.
pub fn revoked(c: &mut Connection) -> Result<Vec<(CertificateNumber, Instant)>> {
    Ok(certificate::table
        .filter(certificate::revoked_at.is_not_null())
        .order((certificate::revoked_at, certificate::number))
        .select((certificate::number, certificate::revoked_at.assume_not_null()))
        .load(c)?)
}
