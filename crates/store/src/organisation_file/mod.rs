//! Organisation files, what happened to them, and what is written about them.

mod list;

pub use list::{Assigned, Desk, Filter, count, list};

use crate::{
    Connection, Instant, Json, Result,
    dialect::in_parts,
    schema::{organisation_file, organisation_file_event, organisation_file_message},
    stored::{Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    id::{MessageId, OrganisationFileId, OrganisationId, PersonId},
    organisation::file::{FileContent, FileKind, FileState},
};
use std::collections::BTreeMap;

/// An organisation file as it is kept.
#[derive(Clone, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = organisation_file, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier.
    #[diesel(serialize_as = Stored<OrganisationFileId>)]
    pub id: OrganisationFileId,
    /// What it is for.
    #[diesel(serialize_as = Stored<FileKind>)]
    pub kind: FileKind,
    /// Where it is in its life.
    #[diesel(serialize_as = Stored<FileState>)]
    pub state: FileState,
    /// The organisation that it changes, or that came of it.
    #[diesel(serialize_as = Maybe<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// Who wrote it.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub author_id: PersonId,
    /// What it holds, as it was typed.
    pub content: Json<FileContent>,
    /// What it held when it was last submitted.
    pub submitted_content: Option<Json<FileContent>>,
    /// The caisse that instructs it; none before, and where INRS does.
    pub caisse_code: Option<String>,
    /// The département that decided of the caisse (O1).
    pub departement: Option<String>,
    /// The name of the commune, once it is known.
    pub city: Option<String>,
    /// The agent who has it.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub assigned_to: Option<PersonId>,
    /// What queues are sorted by: the first submission, or the beginning before it.
    pub queued_at: Instant,
    /// When it was first submitted.
    pub submitted_at: Option<Instant>,
    /// When it was given up.
    pub abandoned_on: Option<NaiveDate>,
    /// Why it was sent back or refused.
    pub comment: Option<String>,
    /// What to complete, by field.
    pub corrections: Json<BTreeMap<String, String>>,
    /// The SIRET, once it is one.
    pub siret: Option<String>,
    /// The organisation's name, as it is typed so far.
    pub raison_sociale: String,
    /// What searches look into.
    pub search_key: String,
    /// Rises with each change: the `ETag`.
    pub version: i64,
    /// When it was begun.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

// Its content names people.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("organisation_file::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Something that happened to a file.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = organisation_file_event, treat_none_as_default_value = false)]
pub struct EventRow {
    /// Its identifier, a UUIDv7: they stand in the order of time.
    pub id: String,
    /// Of which file.
    #[diesel(serialize_as = Stored<OrganisationFileId>)]
    pub file_id: OrganisationFileId,
    /// When.
    pub at: Instant,
    /// What.
    pub what: String,
    /// The state in which it left the file.
    #[diesel(serialize_as = Stored<FileState>)]
    pub state: FileState,
    /// Who did it.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
    /// Whether they instruct it.
    pub by_agent: bool,
    /// The caisse that had the file then.
    pub caisse_code: Option<String>,
    /// What was said.
    pub comment: Option<String>,
}

/// A message, or a note.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = organisation_file_message, treat_none_as_default_value = false)]
pub struct MessageRow {
    /// Its identifier.
    #[diesel(serialize_as = Stored<MessageId>)]
    pub id: MessageId,
    /// Of which file.
    #[diesel(serialize_as = Stored<OrganisationFileId>)]
    pub file_id: OrganisationFileId,
    /// When.
    pub at: Instant,
    /// Who wrote it.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// Whether they instruct the file.
    pub by_agent: bool,
    /// The caisse that had the file then.
    pub caisse_code: Option<String>,
    /// Whether agents alone read it.
    pub internal: bool,
    /// What is said.
    pub body: String,
}

// What people write is for whom they write to.
impl std::fmt::Debug for MessageRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("organisation_file::MessageRow").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Writes a new file.
///
/// # Errors
/// [`crate::Error::Unique`] `organisation_file_organisation_id_unique` where a change is open.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(organisation_file::table).values(row).execute(c)?;
    Ok(())
}

/// The file of this identifier.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: OrganisationFileId) -> Result<Row> {
    Ok(organisation_file::table.find(Stored(id)).first(c)?)
}

/// The files that this person wrote, in the order of lists.
///
/// # Errors
/// Those of the base.
pub fn written_by(c: &mut Connection, author: PersonId) -> Result<Vec<Row>> {
    Ok(organisation_file::table
        .filter(organisation_file::author_id.eq(Stored(author)))
        .order((organisation_file::queued_at, organisation_file::id))
        .load(c)?)
}

/// The files that this agent has in charge and that are not decided.
///
/// # Errors
/// Those of the base.
pub fn in_charge_of(c: &mut Connection, agent: PersonId) -> Result<Vec<Row>> {
    let open = [FileState::Submitted, FileState::Returned].map(Stored);
    Ok(organisation_file::table
        .filter(organisation_file::assigned_to.eq(Stored(agent)))
        .filter(organisation_file::state.eq_any(open))
        .order(organisation_file::id)
        .load(c)?)
}

/// Takes the row lock and the next version of a file, before it is changed.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn touch(c: &mut Connection, id: OrganisationFileId) -> Result<Row> {
    Ok(diesel::update(organisation_file::table.find(Stored(id)))
        .set(organisation_file::version.eq(organisation_file::version + 1))
        .returning(organisation_file::all_columns)
        .get_result(c)?)
}

/// Takes the row lock of a file and leaves it as it is: what belongs to it changes, and not what it holds.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn hold(c: &mut Connection, id: OrganisationFileId) -> Result<Row> {
    Ok(diesel::update(organisation_file::table.find(Stored(id)))
        .set(organisation_file::version.eq(organisation_file::version))
        .returning(organisation_file::all_columns)
        .get_result(c)?)
}

/// Writes all of a file that [`touch`] took.
///
/// # Errors
/// As [`insert`].
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let held = organisation_file::table.find(Stored(row.id));
    crate::version::saved(diesel::update(held).set(row).execute(c)?)
}

/// O2, H6: the change of this organisation that is not yet decided, where there is one.
///
/// # Errors
/// Those of the base.
pub fn open_change(c: &mut Connection, organisation: OrganisationId) -> Result<Option<Row>> {
    let open = [FileState::Draft, FileState::Submitted, FileState::Returned].map(Stored);
    Ok(organisation_file::table
        .filter(organisation_file::organisation_id.eq(Stored(organisation)))
        .filter(organisation_file::kind.eq(Stored(FileKind::Change)))
        .filter(organisation_file::state.eq_any(open))
        .first(c)
        .optional()?)
}

/// Writes what happened.
///
/// # Errors
/// Those of the base.
pub fn insert_event(c: &mut Connection, row: EventRow) -> Result<()> {
    diesel::insert_into(organisation_file_event::table).values(row).execute(c)?;
    Ok(())
}

/// What happened to these files, in order.
///
/// # Errors
/// Those of the base.
pub fn events_of(c: &mut Connection, ids: &[OrganisationFileId]) -> Result<Vec<EventRow>> {
    in_parts(ids, |some| {
        organisation_file_event::table
            .filter(organisation_file_event::file_id.eq_any(some.iter().copied().map(Stored)))
            .order((organisation_file_event::file_id, organisation_file_event::id))
            .load(c)
    })
}

/// Writes a message.
///
/// # Errors
/// Those of the base.
pub fn insert_message(c: &mut Connection, row: MessageRow) -> Result<()> {
    diesel::insert_into(organisation_file_message::table).values(row).execute(c)?;
    Ok(())
}

/// What was written about a file, in order; with or without what agents alone read.
///
/// # Errors
/// Those of the base.
pub fn messages_of(c: &mut Connection, id: OrganisationFileId, internal: bool) -> Result<Vec<MessageRow>> {
    let mut messages = organisation_file_message::table
        .filter(organisation_file_message::file_id.eq(Stored(id)))
        .order(organisation_file_message::id)
        .into_boxed();
    if !internal {
        messages = messages.filter(organisation_file_message::internal.eq(false));
    }
    Ok(messages.load(c)?)
}

/// B4: the files that were given up before this day.
///
/// # Errors
/// Those of the base.
pub fn abandoned_before(c: &mut Connection, day: NaiveDate) -> Result<Vec<OrganisationFileId>> {
    Ok(organisation_file::table
        .filter(organisation_file::abandoned_on.lt(day))
        .order((organisation_file::abandoned_on, organisation_file::id))
        .select(organisation_file::id)
        .load(c)?)
}

/// Erases a file with all that belongs to it.
///
/// # Errors
/// Those of the base.
pub fn erase(c: &mut Connection, id: OrganisationFileId) -> Result<()> {
    let id = || Stored(id);
    diesel::delete(organisation_file_message::table.filter(organisation_file_message::file_id.eq(id())))
        .execute(c)?;
    diesel::delete(organisation_file_event::table.filter(organisation_file_event::file_id.eq(id())))
        .execute(c)?;
    crate::attachment::erase(c, id().0.into())?;
    diesel::delete(organisation_file::table.find(id())).execute(c)?;
    Ok(())
}
