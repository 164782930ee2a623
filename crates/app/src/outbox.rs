//! What is to be told to somebody outside, put down in the transaction that makes it so: nothing is sent that was
//! undone, nothing that was done is left unsaid. Mails and webhooks read from here.

use crate::{Failure, Tx};
use forprev_core::id::{OrganisationId, PersonId, SessionId};
use forprev_store as store;
use serde_json::Value;

/// What there is to tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// To the lead formateur: a session waits to be verified.
    SessionSubmitted,
    /// To the declarer: the formateur sent a session back.
    SessionReturned,
    /// To the lead formateur: the declarer sent a session back.
    SessionReopened,
    /// To the declarer: results are entered, certificates can be generated.
    SessionVerified,
    /// To the organisation: certificates are generated.
    SessionCertified,
    /// To the lead formateur: a session that waited for them is gone.
    SessionCancelled,
    /// To a new formateur: their account, and how to set its password (C4).
    AccountOpened,
    /// To the organisation: a certificate of theirs was revoked (C7).
    CertificateRevoked,
    /// To an address: an invitation to become a user of an organisation, or an agent (U2).
    UserInvited,
    /// To whoever accepted an invitation: what they are from now on.
    UserAdded,
    /// To whoever was removed from an organisation, or from their post.
    UserRemoved,
    /// To whoever's rights were suspended.
    UserSuspended,
    /// To each gestionnaire of an organisation: accesses are to be confirmed.
    AccessReview,
}

impl Kind {
    /// The name in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SessionSubmitted => "session.submitted",
            Self::SessionReturned => "session.returned",
            Self::SessionReopened => "session.reopened",
            Self::SessionVerified => "session.verified",
            Self::SessionCertified => "session.certified",
            Self::SessionCancelled => "session.cancelled",
            Self::AccountOpened => "account.opened",
            Self::CertificateRevoked => "certificate.revoked",
            Self::UserInvited => "user.invited",
            Self::UserAdded => "user.added",
            Self::UserRemoved => "user.removed",
            Self::UserSuspended => "user.suspended",
            Self::AccessReview => "access.review",
        }
    }
}

/// Puts down what is to be told, to whom, about which session and organisation. What names a session is erased with
/// it (S14); even so, no trainee's name stands in a payload.
///
/// # Errors
/// The base cannot be written.
pub fn put(
    tx: &mut Tx<'_>,
    kind: Kind,
    person: Option<PersonId>,
    session: Option<SessionId>,
    organisation: Option<OrganisationId>,
    payload: Value,
) -> Result<(), Failure> {
    let id = tx.new_id().to_string();
    store::outbox::insert(
        tx.conn,
        store::outbox::Row {
            id,
            kind: kind.as_str().to_owned(),
            person_id: person,
            session_id: session,
            organisation_id: organisation,
            payload: store::Json(payload),
            created_at: tx.now.into(),
            due_at: tx.now.into(),
            sent_at: None,
            attempts: 0,
            last_error: None,
        },
    )?;
    Ok(())
}
