//! Reading attachments: by who may see what they belong to; for anybody else they do not exist.

use super::{
    Shelf,
    owner::{self, Standing},
};
use crate::{Failure, Tx, failure::refuse_if_any};
use bytes::Bytes;
use forprev_core::{
    actor::ProfileKind,
    attachment::{Attachment, AttachmentOwner, AttachmentQuery, MediaType},
    id::{AttachmentId, PersonId},
    page::Page,
    policy::audit::{AuditScope, called},
    problem::Code,
};
use forprev_store as store;
use futures_util::stream::BoxStream;
use std::{collections::HashMap, io};
use store::attachment::Row;

/// What a download gives, once the transaction is over: reading the bytes holds no lock of the base.
#[derive(Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its type, by its bytes.
    pub media_type: MediaType,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    key: String,
}

impl File {
    /// Its bytes, in pieces.
    ///
    /// # Errors
    /// They cannot be read.
    pub async fn bytes(
        &self,
        shelf: &Shelf,
    ) -> Result<BoxStream<'static, Result<Bytes, io::Error>>, Failure> {
        shelf.read(&self.key, self.size).await
    }
}

/// What an attachment belongs to.
pub(super) fn owner_of(row: &Row) -> Result<AttachmentOwner, Failure> {
    row.owner().ok_or_else(|| Failure::internal("the owner of an attachment is an identifier"))
}

/// The attachments of something, in the order in which they came; with those that were replaced or removed where asked.
///
/// # Errors
/// What is wrong with the query; `not_found`.
pub fn list_attachments(
    tx: &mut Tx<'_>,
    owner: AttachmentOwner,
    query: &AttachmentQuery,
) -> Result<Page<Attachment>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    let standing = owner::standing(tx, owner)?;
    let history = query.history.unwrap_or_default();
    let purpose = query.purpose.as_deref().map(str::trim).filter(|purpose| !purpose.is_empty());
    let mut rows = store::attachment::of_owner(tx.conn, owner)?;
    rows.retain(|row| {
        (history || row.ended_at.is_none()) && purpose.is_none_or(|purpose| row.purpose == purpose)
    });
    let all = told(tx, &standing, rows)?;
    Ok(wanted.cut(all, |attachment| attachment.id.to_string()))
}

/// `GET /attachments/{id}`: an attachment, also one that was replaced or removed and is still kept.
///
/// # Errors
/// `not_found`.
pub fn get_attachment(tx: &mut Tx<'_>, id: AttachmentId) -> Result<File, Failure> {
    let row = store::attachment::find(tx.conn, id)?.ok_or_else(|| Failure::of(Code::NotFound))?;
    owner::standing(tx, owner_of(&row)?)?;
    Ok(File {
        size: size(&row)?,
        name: row.file_name,
        media_type: row.media_type,
        sha256: row.sha256,
        key: row.object_key,
    })
}

fn size(row: &Row) -> Result<u64, Failure> {
    u64::try_from(row.size).map_err(|_| Failure::internal("a size is no less than nothing"))
}

/// Rows as the reader is told of them.
pub(super) fn told(tx: &mut Tx<'_>, standing: &Standing, rows: Vec<Row>) -> Result<Vec<Attachment>, Failure> {
    let names = uploaders(tx, standing, &rows)?;
    rows.into_iter()
        .map(|row| {
            Ok(Attachment {
                size: size(&row)?,
                id: row.id,
                purpose: row.purpose,
                file_name: row.file_name,
                media_type: row.media_type,
                sha256: row.sha256,
                uploaded_at: row.created_at.utc(),
                uploaded_by: row.uploaded_by.and_then(|person| names.get(&person).cloned()),
                ended_at: row.ended_at.map(store::Instant::utc),
                replaced_by: row.replaced_by,
            })
        })
        .collect()
}

/// What those who added these are called to the reader, as in the log.
fn uploaders(
    tx: &mut Tx<'_>,
    standing: &Standing,
    rows: &[Row],
) -> Result<HashMap<PersonId, String>, Failure> {
    let mut ids: Vec<PersonId> = rows.iter().filter_map(|row| row.uploaded_by).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut kinds: HashMap<PersonId, Vec<ProfileKind>> = HashMap::new();
    for (person, kind) in store::profile::kinds_of(tx.conn, &ids)? {
        kinds.entry(person).or_default().push(kind);
    }
    let scope = AuditScope { all: standing.names_agents, ..AuditScope::default() };
    let me = tx.actor.person_id();
    let people = store::person::find_all(tx.conn, &ids)?;
    Ok(people
        .into_iter()
        .map(|row| {
            let name = format!("{} {}", row.first_name, row.last_name);
            let kinds = kinds.get(&row.id).map_or(&[][..], Vec::as_slice);
            let how = called(&scope, kinds).institution().filter(|_| me != Some(row.id));
            (row.id, how.map_or(name, str::to_owned))
        })
        .collect())
}
