//! Attachments: their bytes on a [`Shelf`], what they are in the base, and who may do what to them as what they belong to
//! decides ([`owner`]).
//!
//! An upload is asked for first ([`may_upload_attachment`]), then its bytes are put down under a key of their own, then the row
//! is written ([`upload_attachment`]), and only then do the bytes stay: whatever fails on the way leaves neither.

mod key;
mod owner;
mod place;
mod read;
mod shelf;
pub mod sweep;

pub use place::Place;
pub use read::{File, get_attachment, list_attachments};
pub use shelf::{Incoming, Received, Shelf};

use crate::{App, Failure, Tx, audit, failure::refuse_if_any};
use forprev_core::{
    attachment::{AT_ONCE_MAX, Attachment, AttachmentOwner, IN_ALL_MAX, UploadQuery, clean_name},
    id::AttachmentId,
    problem::{Code, Denied, Fault},
};
use forprev_store as store;
use serde_json::json;
use std::sync::Arc;
use store::attachment::Row;

/// What the keys of this base begin with.
fn space(tx: &mut Tx<'_>) -> Result<String, Failure> {
    store::setting::get(tx.conn, store::attachment::SPACE)?
        .ok_or_else(|| Failure::internal("a migration names the space of attachments"))
}

impl App {
    /// The shelf of attachments.
    ///
    /// # Errors
    /// There is none.
    pub fn shelf(&self) -> Result<&Arc<Shelf>, Failure> {
        self.attachments.as_ref().ok_or_else(|| Failure::internal("there is no place for attachments"))
    }
}

/// Whether the actor may add such an attachment: asked before its bytes are read. Gives the key under which to put them.
///
/// # Errors
/// What is wrong with the query; `not_found`; what its owner's policy refuses; `attachment.too_many`, `attachment.ended`.
pub fn may_upload_attachment(
    tx: &mut Tx<'_>,
    owner: AttachmentOwner,
    query: &UploadQuery,
) -> Result<String, Failure> {
    let standing = owner::standing(tx, owner)?;
    refuse_if_any(query.check(owner.kind, &standing.asked))?;
    standing.keep?;
    replaced(tx, owner, query)?;
    key::new(tx.app, &space(tx)?)
}

/// Adds an attachment whose bytes have come; where it replaces another, that one is kept as history while its owner is open.
///
/// # Errors
/// As [`may_upload_attachment`].
pub fn upload_attachment(
    tx: &mut Tx<'_>,
    owner: AttachmentOwner,
    query: &UploadQuery,
    name: &str,
    received: &Received,
) -> Result<Attachment, Failure> {
    let standing = owner::hold(tx, owner)?;
    refuse_if_any(query.check(owner.kind, &standing.asked))?;
    standing.keep.clone()?;
    let before = replaced(tx, owner, query)?;
    let row = Row {
        id: AttachmentId::new(tx.new_id()),
        owner_kind: owner.kind,
        owner_id: owner.id.to_string(),
        purpose: query.purpose.clone(),
        file_name: clean_name(name, received.media_type),
        media_type: received.media_type,
        size: i64::try_from(received.size).map_err(|_| Failure::internal("a size out of range"))?,
        sha256: received.sha256.clone(),
        object_key: received.key.clone(),
        uploaded_by: tx.actor.person_id(),
        created_at: tx.now.into(),
        ended_at: None,
        replaced_by: None,
    };
    store::attachment::insert(tx.conn, row.clone())?;
    if let Some(before) = &before
        && !store::attachment::end(tx.conn, before.id, tx.now.into(), Some(row.id))?
    {
        return Err(Failure::of(Code::AttachmentEnded));
    }
    // Neither its name, which people write names into, nor what is in it.
    let detail = json!({
        "attachment_id": row.id, "purpose": row.purpose, "size": row.size, "sha256": row.sha256,
        "replaces": before.map(|before| before.id),
    });
    let (kind, id) = (owner.kind.as_str(), owner.id.to_string());
    audit::record(tx, "upload_attachment", kind, &id, standing.organisation, detail)?;
    read::told(tx, &standing, vec![row])?.pop().ok_or_else(|| Failure::internal("one row is told as one"))
}

/// What an upload replaces, once there is room for it.
fn replaced(tx: &mut Tx<'_>, owner: AttachmentOwner, query: &UploadQuery) -> Result<Option<Row>, Failure> {
    let before = match query.replaced() {
        None => None,
        Some(id) => {
            let row = store::attachment::find(tx.conn, id)?
                .filter(|row| row.owner() == Some(owner) && row.purpose == query.purpose)
                .ok_or_else(|| Failure::from(Fault::new(Code::BadReference).at("/replaces")))?;
            if row.ended_at.is_some() {
                return Err(Failure::of(Code::AttachmentEnded));
            }
            Some(row)
        }
    };
    let (at_once, in_all) = store::attachment::count(tx.conn, owner)?;
    let full = |count: i64, maximum: usize| usize::try_from(count).is_ok_and(|count| count >= maximum);
    for (count, maximum) in [(at_once - i64::from(before.is_some()), AT_ONCE_MAX), (in_all, IN_ALL_MAX)] {
        if full(count, maximum) {
            return Err(Denied::new(Code::AttachmentTooMany).with("maximum", maximum).into());
        }
    }
    Ok(before)
}

/// `DELETE /attachments/{id}`: removes an attachment; it is kept as history while its owner is open.
///
/// # Errors
/// `not_found`; what its owner's policy refuses; `attachment.ended`.
pub fn remove_attachment(tx: &mut Tx<'_>, id: AttachmentId) -> Result<(), Failure> {
    let row = store::attachment::find(tx.conn, id)?.ok_or_else(|| Failure::of(Code::NotFound))?;
    let owner = read::owner_of(&row)?;
    let standing = owner::hold(tx, owner)?;
    standing.keep?;
    if !store::attachment::end(tx.conn, id, tx.now.into(), None)? {
        return Err(Failure::of(Code::AttachmentEnded));
    }
    let detail = json!({ "attachment_id": id, "purpose": row.purpose });
    let (kind, id) = (owner.kind.as_str(), owner.id.to_string());
    audit::record(tx, "remove_attachment", kind, &id, standing.organisation, detail)
}

/// Whether something has an attachment of this purpose now: for its owner's own rules.
///
/// # Errors
/// The base cannot be read.
pub fn has(tx: &mut Tx<'_>, owner: AttachmentOwner, purpose: &str) -> Result<bool, Failure> {
    let all = store::attachment::of_owner(tx.conn, owner)?;
    Ok(all.iter().any(|row| row.purpose == purpose && row.ended_at.is_none()))
}

/// Erases all the attachments of something that is erased itself; their bytes are swept within a day.
///
/// # Errors
/// The base cannot be written.
pub fn erase(tx: &mut Tx<'_>, owner: AttachmentOwner) -> Result<(), Failure> {
    store::attachment::erase(tx.conn, owner)?;
    Ok(())
}

/// Forgets what was replaced or removed, once what it belonged to is open no more.
///
/// # Errors
/// The base cannot be written.
pub fn forget_history(tx: &mut Tx<'_>, owner: AttachmentOwner) -> Result<(), Failure> {
    store::attachment::erase_ended(tx.conn, owner)?;
    Ok(())
}
