//! Who may do what to a certificate: C3, C7.

use super::{Action, Reach, may_ever, through};
use crate::{
    actor::Actor,
    id::{OrganisationId, PersonId},
    problem::{Code, Decision, Denied},
};
use chrono::NaiveDate;

/// C7: whether `actor` may revoke a certificate of an organisation of this caisse. Everybody may know that a number
/// exists (`GET /public/certificates/{number}`), so a refusal is `forbidden`, not `not_found`.
///
/// # Errors
/// As [`may_ever`]; `forbidden` to an agent of another caisse.
pub fn revoke(actor: &Actor, caisse: Option<&str>) -> Decision {
    may_ever(actor, Action::RevokeCertificate)?;
    let allowed = through(actor, Action::RevokeCertificate).any(|(profile, reach)| match reach {
        Reach::All => true,
        Reach::Caisse => profile.caisse.is_some() && profile.caisse.as_deref() == caisse,
        _ => false,
    });
    if allowed { Ok(()) } else { Err(Denied::new(Code::Forbidden)) }
}

/// Whether `actor` is of the organisation that delivered a certificate, so that they are told that it can no longer be
/// downloaded (C2). After the erasure nothing else says whose it was.
#[must_use]
pub fn owns(actor: &Actor, organisation: OrganisationId) -> bool {
    may_ever(actor, Action::DownloadCertificate).is_ok()
        && match actor {
            Actor::Client(client) => client.organisation_id == organisation,
            _ => through(actor, Action::DownloadCertificate).any(|(profile, reach)| {
                reach == Reach::Organisation && profile.organisation_id == Some(organisation)
            }),
        }
}

/// C3, C7: whether the holder of a formateur certificate may download it on `today`.
///
/// # Errors
/// `not_found` to anybody else; to the holder `certificate.not_in_force` once it is revoked, `certificate.expired`
/// after its last day.
pub fn download_own(
    actor: &Actor,
    holder: Option<PersonId>,
    valid_until: Option<NaiveDate>,
    revoked: bool,
    today: NaiveDate,
) -> Decision {
    let own = may_ever(actor, Action::ReadOwnCertificates).is_ok()
        && holder.is_some()
        && actor.person_id() == holder;
    if !own {
        return Err(Denied::new(Code::NotFound));
    }
    if revoked {
        return Err(Denied::new(Code::CertificateNotInForce));
    }
    match valid_until.filter(|until| *until < today) {
        Some(until) => Err(Denied::new(Code::CertificateExpired).with("until", until)),
        None => Ok(()),
    }
}
