//! I9: invitations whose mail did not arrive.

use crate::{Failure, Tx, outbox};
use chrono::Duration;
use forprev_core::user::INVITATION_DAYS;
use forprev_store as store;
use std::collections::HashSet;

/// The identifiers of those of these invitations whose last mail came back, or was given up. What became of the mails
/// before it says nothing any more.
pub(crate) fn undelivered(
    tx: &mut Tx<'_>,
    invitations: &[store::invitation::Row],
) -> Result<HashSet<String>, Failure> {
    let to: Vec<String> = invitations.iter().map(|row| row.email.as_str().to_owned()).collect();
    let failed = store::mail::undelivered_to(tx.conn, outbox::Kind::UserInvited.as_str(), &to)?;
    let is_undelivered = |row: &&store::invitation::Row| {
        let sent_at = row.expires_at.utc() - Duration::days(INVITATION_DAYS);
        failed.iter().any(|(to, at)| to == row.email.as_str() && at.utc() >= sent_at)
    };
    Ok(invitations.iter().filter(is_undelivered).map(|row| row.id.clone()).collect())
}
