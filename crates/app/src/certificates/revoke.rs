//! C7: INRS or the caisse revokes a certificate by its number.

use crate::{Failure, Tx, audit, certificates::get_public_certificate, failure::refuse_if_any, outbox};
use forprev_core::{
    calendar::day_before,
    certificate::{PublicCertificate, Revocation, number::CertificateNumber},
    policy,
    problem::Code,
    text::clean,
};
use forprev_store as store;
use serde_json::json;

/// Revokes the certificate of this number, with a reason. A qualification that rests on it ends the day before.
///
/// # Errors
/// `field.*`, `not_found`, `forbidden` to an agent of another caisse, `certificate.revoked` (409) the second time.
pub fn revoke_certificate(
    tx: &mut Tx<'_>,
    number: &str,
    revocation: &Revocation,
) -> Result<PublicCertificate, Failure> {
    refuse_if_any(revocation.check())?;
    let number: CertificateNumber = number.parse().map_err(|_| Failure::of(Code::NotFound))?;
    let row = store::certificate::find(tx.conn, &number)?.ok_or_else(|| Failure::of(Code::NotFound))?;
    let organisation = store::organisation::find(tx.conn, row.organisation_id)?;
    policy::certificate::revoke(tx.actor, organisation.caisse_code.as_deref())?;
    let by = tx.actor.person_id().ok_or_else(|| Failure::of(Code::Forbidden))?;
    let reason = clean(&revocation.reason);
    store::certificate::revoke(tx.conn, &number, by, &reason, tx.now.into()).map_err(
        |error| match error {
            store::Error::Stale => Failure::of(Code::CertificateRevoked),
            other => other.into(),
        },
    )?;
    store::qualification::end_by_certificate(tx.conn, &number, day_before(tx.today))?;
    let id = number.to_string();
    audit::record(tx, "revoke_certificate", "certificate", &id, Some(row.organisation_id), json!({}))?;
    let (kind, facts) = (outbox::Kind::CertificateRevoked, json!({ "certificate_number": id }));
    if row.person_id.is_some() {
        outbox::put(tx, kind, row.person_id, None, None, facts.clone())?;
    }
    outbox::put_to_gestionnaires(tx, kind, row.organisation_id, facts)?;
    get_public_certificate(tx, &id)
}
