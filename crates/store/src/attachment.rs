//! Attachments: what they are. Their bytes are kept elsewhere, under a key.

use crate::{
    Connection, Instant, Result,
    dialect::in_parts,
    schema::attachment,
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::{
    attachment::{AttachmentOwner, MediaType, OwnerKind},
    id::{AttachmentId, PersonId},
};
use std::collections::HashSet;

/// The setting that says what the keys of this base begin with.
pub const SPACE: &str = "attachments_space";

/// An attachment as it is kept.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = attachment, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    #[diesel(serialize_as = Stored<AttachmentId>)]
    pub id: AttachmentId,
    /// What kind of thing it belongs to.
    #[diesel(serialize_as = Stored<OwnerKind>)]
    pub owner_kind: OwnerKind,
    /// Which one.
    pub owner_id: String,
    /// What it is for.
    pub purpose: String,
    /// Its name.
    pub file_name: String,
    /// Its type, by its bytes.
    #[diesel(serialize_as = Stored<MediaType>)]
    pub media_type: MediaType,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Under which key its bytes are kept.
    pub object_key: String,
    /// Who added it; nothing where a system did.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub uploaded_by: Option<PersonId>,
    /// When.
    pub created_at: Instant,
    /// When it was replaced or removed.
    pub ended_at: Option<Instant>,
    /// What replaced it.
    #[diesel(serialize_as = Maybe<AttachmentId>)]
    pub replaced_by: Option<AttachmentId>,
}

// People write names into the names of files.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("attachment::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Row {
    /// What it belongs to; nothing where that is not written as an identifier.
    #[must_use]
    pub fn owner(&self) -> Option<AttachmentOwner> {
        Some(AttachmentOwner { kind: self.owner_kind, id: self.owner_id.parse().ok()? })
    }
}

/// The rows of one owner: a table that others name nowhere.
macro_rules! of_owner {
    ($owner:expr) => {
        attachment::table
            .filter(attachment::owner_kind.eq(Stored($owner.kind)))
            .filter(attachment::owner_id.eq($owner.id.to_string()))
    };
}

/// Writes a new attachment.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    each!(c, c => diesel::insert_into(attachment::table).values(row).execute(c))?;
    Ok(())
}

/// One of them.
///
/// # Errors
/// Those of the base.
pub fn find(c: &mut Connection, id: AttachmentId) -> Result<Option<Row>> {
    Ok(attachment::table.find(Stored(id)).first(c).optional()?)
}

/// All that one thing has or had, the oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_owner(c: &mut Connection, owner: AttachmentOwner) -> Result<Vec<Row>> {
    Ok(of_owner!(owner).order(attachment::id).load(c)?)
}

/// How many one thing has, and how many it has or had.
///
/// # Errors
/// Those of the base.
pub fn count(c: &mut Connection, owner: AttachmentOwner) -> Result<(i64, i64)> {
    let now = of_owner!(owner).filter(attachment::ended_at.is_null()).count().get_result(c)?;
    Ok((now, of_owner!(owner).count().get_result(c)?))
}

/// Ends one: it was removed, or replaced by another. Whether it was still there.
///
/// # Errors
/// Those of the base.
pub fn end(
    c: &mut Connection,
    id: AttachmentId,
    at: Instant,
    replaced_by: Option<AttachmentId>,
) -> Result<bool> {
    let there = attachment::table.find(Stored(id)).filter(attachment::ended_at.is_null());
    let ended = (attachment::ended_at.eq(at), attachment::replaced_by.eq(Maybe::from(replaced_by)));
    Ok(diesel::update(there).set(ended).execute(c)? == 1)
}

/// Erases all that one thing has or had; their bytes are swept afterwards. How many there were.
///
/// # Errors
/// Those of the base.
pub fn erase(c: &mut Connection, owner: AttachmentOwner) -> Result<usize> {
    Ok(diesel::delete(of_owner!(owner)).execute(c)?)
}

/// Erases what one thing had and has no more; its bytes are swept afterwards. How many there were.
///
/// # Errors
/// Those of the base.
pub fn erase_ended(c: &mut Connection, owner: AttachmentOwner) -> Result<usize> {
    Ok(diesel::delete(of_owner!(owner).filter(attachment::ended_at.is_not_null())).execute(c)?)
}

/// Those of these keys under which an attachment is kept.
///
/// # Errors
/// Those of the base.
pub fn known_keys(c: &mut Connection, keys: &[String]) -> Result<HashSet<String>> {
    let known = in_parts(keys, |some| {
        attachment::table.filter(attachment::object_key.eq_any(some)).select(attachment::object_key).load(c)
    })?;
    Ok(known.into_iter().collect())
}
