//! H9: what is attached to a request and to its platforms.

use crate::{Failure, Tx, attachments};
use forprev_core::{
    attachment::AttachmentOwner,
    id::RequestId,
    request::{RequestContent, rules::Document},
};
use forprev_store as store;

/// What is attached now.
pub(super) fn present(
    tx: &mut Tx<'_>,
    id: RequestId,
    content: &RequestContent,
) -> Result<Vec<Document>, Failure> {
    let mut found = Vec::new();
    let platforms = content.platforms.iter().filter_map(|one| one.id).map(Some);
    for platform_id in std::iter::once(None).chain(platforms) {
        let owner = platform_id.map_or_else(|| AttachmentOwner::from(id), AttachmentOwner::from);
        let rows = store::attachment::of_owner(tx.conn, owner)?;
        let current = rows.into_iter().filter(|row| row.ended_at.is_none());
        found.extend(current.map(|row| Document { purpose: row.purpose, platform_id }));
    }
    Ok(found)
}

/// Forgets what was replaced or removed, once the request is over.
pub(super) fn forget_history(
    tx: &mut Tx<'_>,
    id: RequestId,
    platforms: &[store::request::PlatformRow],
) -> Result<(), Failure> {
    attachments::forget_history(tx, id.into())?;
    for one in platforms {
        attachments::forget_history(tx, one.id.into())?;
    }
    Ok(())
}
