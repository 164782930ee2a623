//! What belongs to a request: its formateurs and platforms, what happened to it, opinions, answers of the grid, messages.

use crate::{
    Connection, Instant, Result,
    dialect::in_parts,
    schema::{
        request_answer, request_event, request_formateur, request_message, request_opinion, request_platform,
    },
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::{
    forprev_number::ForprevNumber,
    id::{MessageId, PersonId, PlatformId, RequestId},
    request::{
        State,
        grid::Answer,
        instruction::{Opinion, Subject},
        state::Side,
    },
};

/// A formateur of a request, in the order typed.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = request_formateur, treat_none_as_default_value = false)]
pub struct FormateurRow {
    /// Of which request.
    #[diesel(serialize_as = Stored<RequestId>)]
    pub request_id: RequestId,
    /// Their place, from 0.
    pub position: i32,
    /// The number typed.
    #[diesel(serialize_as = Stored<ForprevNumber>)]
    pub forprev_number: ForprevNumber,
}

/// A platform of a request, in the order typed (H8).
#[derive(Clone, Debug, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = request_platform, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct PlatformRow {
    /// Its identifier.
    #[diesel(serialize_as = Stored<PlatformId>)]
    pub id: PlatformId,
    /// Of which request.
    #[diesel(serialize_as = Stored<RequestId>)]
    pub request_id: RequestId,
    /// Its place, from 0.
    pub position: i32,
    /// Its name.
    pub name: Option<String>,
    /// What it is.
    pub kind: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Commune, where it is known.
    pub city: Option<String>,
    /// INSEE code of the commune.
    pub insee_code: Option<String>,
}

/// Something that happened to a request.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = request_event, treat_none_as_default_value = false)]
pub struct EventRow {
    /// Its identifier, a UUIDv7: they stand in the order of time.
    pub id: String,
    /// Of which request.
    #[diesel(serialize_as = Stored<RequestId>)]
    pub request_id: RequestId,
    /// When.
    pub at: Instant,
    /// What, by the operation's name.
    pub what: String,
    /// The state in which it left the request.
    #[diesel(serialize_as = Stored<State>)]
    pub state: State,
    /// By which side.
    #[diesel(serialize_as = Stored<Side>)]
    pub side: Side,
    /// By whom.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
    /// What was said.
    pub comment: Option<String>,
}

/// An opinion.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = request_opinion, treat_none_as_default_value = false)]
pub struct OpinionRow {
    /// On which request.
    #[diesel(serialize_as = Stored<RequestId>)]
    pub request_id: RequestId,
    /// On what of it.
    #[diesel(serialize_as = Stored<Subject>)]
    pub subject: Subject,
    /// What it says.
    #[diesel(serialize_as = Stored<Opinion>)]
    pub opinion: Opinion,
    /// Why.
    pub comment: Option<String>,
    /// Whether it is for those who instruct and decide only.
    pub confidential: bool,
    /// Whose.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
    /// When it was given.
    pub at: Instant,
}

/// An answer of the examination grid.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = request_answer, treat_none_as_default_value = false)]
pub struct AnswerRow {
    /// Of which request.
    #[diesel(serialize_as = Stored<RequestId>)]
    pub request_id: RequestId,
    /// To which item.
    pub item: String,
    /// What was found.
    #[diesel(serialize_as = Stored<Answer>)]
    pub answer: Answer,
    /// Why.
    pub comment: Option<String>,
}

/// A message, or a note.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = request_message, treat_none_as_default_value = false)]
pub struct MessageRow {
    /// Its identifier.
    #[diesel(serialize_as = Stored<MessageId>)]
    pub id: MessageId,
    /// Of which request.
    #[diesel(serialize_as = Stored<RequestId>)]
    pub request_id: RequestId,
    /// When.
    pub at: Instant,
    /// Who wrote it.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// Whether they instruct the request.
    pub by_agent: bool,
    /// The caisse that had the request then.
    pub caisse_code: Option<String>,
    /// Whether those who instruct alone read it.
    pub internal: bool,
    /// What is said.
    pub body: String,
}

// What people write is for whom they write to.
impl std::fmt::Debug for MessageRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("request::MessageRow").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Replaces all the formateurs of a request, which was touched before.
///
/// # Errors
/// Those of the base.
pub fn replace_formateurs(c: &mut Connection, id: RequestId, rows: Vec<FormateurRow>) -> Result<()> {
    diesel::delete(request_formateur::table.filter(request_formateur::request_id.eq(Stored(id))))
        .execute(c)?;
    insert_rows!(c, request_formateur, 3, rows);
    Ok(())
}

/// The formateurs of a request, in the order typed.
///
/// # Errors
/// Those of the base.
pub fn formateurs_of(c: &mut Connection, id: RequestId) -> Result<Vec<FormateurRow>> {
    Ok(request_formateur::table
        .filter(request_formateur::request_id.eq(Stored(id)))
        .order(request_formateur::position)
        .load(c)?)
}

/// Replaces all the platforms of a request, which was touched before.
///
/// # Errors
/// Those of the base.
pub fn replace_platforms(c: &mut Connection, id: RequestId, rows: Vec<PlatformRow>) -> Result<()> {
    diesel::delete(request_platform::table.filter(request_platform::request_id.eq(Stored(id)))).execute(c)?;
    insert_rows!(c, request_platform, 9, rows);
    Ok(())
}

/// The platforms of a request, in the order typed.
///
/// # Errors
/// Those of the base.
pub fn platforms_of(c: &mut Connection, id: RequestId) -> Result<Vec<PlatformRow>> {
    Ok(request_platform::table
        .filter(request_platform::request_id.eq(Stored(id)))
        .order(request_platform::position)
        .load(c)?)
}

/// Writes what happened.
///
/// # Errors
/// Those of the base.
pub fn insert_event(c: &mut Connection, row: EventRow) -> Result<()> {
    diesel::insert_into(request_event::table).values(row).execute(c)?;
    Ok(())
}

/// What happened to these requests, of each in order.
///
/// # Errors
/// Those of the base.
pub fn events_of(c: &mut Connection, ids: &[RequestId]) -> Result<Vec<EventRow>> {
    in_parts(ids, |some| {
        request_event::table
            .filter(request_event::request_id.eq_any(some.iter().copied().map(Stored)))
            .order((request_event::request_id, request_event::id))
            .load(c)
    })
}

/// Writes an opinion, in the place of the one before on the same subject.
///
/// # Errors
/// Those of the base.
pub fn put_opinion(c: &mut Connection, row: OpinionRow) -> Result<()> {
    diesel::delete(request_opinion::table.find((Stored(row.request_id), Stored(row.subject)))).execute(c)?;
    diesel::insert_into(request_opinion::table).values(row).execute(c)?;
    Ok(())
}

/// The opinions on a request.
///
/// # Errors
/// Those of the base.
pub fn opinions_of(c: &mut Connection, id: RequestId) -> Result<Vec<OpinionRow>> {
    Ok(request_opinion::table
        .filter(request_opinion::request_id.eq(Stored(id)))
        .order((request_opinion::at, request_opinion::subject))
        .load(c)?)
}

/// Writes an answer, in the place of the one before to the same item.
///
/// # Errors
/// Those of the base.
pub fn put_answer(c: &mut Connection, row: AnswerRow) -> Result<()> {
    diesel::delete(request_answer::table.find((Stored(row.request_id), row.item.clone()))).execute(c)?;
    diesel::insert_into(request_answer::table).values(row).execute(c)?;
    Ok(())
}

/// The answers of a request's grid.
///
/// # Errors
/// Those of the base.
pub fn answers_of(c: &mut Connection, id: RequestId) -> Result<Vec<AnswerRow>> {
    Ok(request_answer::table
        .filter(request_answer::request_id.eq(Stored(id)))
        .order(request_answer::item)
        .load(c)?)
}

/// Writes a message.
///
/// # Errors
/// Those of the base.
pub fn insert_message(c: &mut Connection, row: MessageRow) -> Result<()> {
    diesel::insert_into(request_message::table).values(row).execute(c)?;
    Ok(())
}

/// What was written about a request, in order; with or without what those who instruct alone read.
///
/// # Errors
/// Those of the base.
pub fn messages_of(c: &mut Connection, id: RequestId, internal: bool) -> Result<Vec<MessageRow>> {
    let mut messages = request_message::table
        .filter(request_message::request_id.eq(Stored(id)))
        .order(request_message::id)
        .into_boxed();
    if !internal {
        messages = messages.filter(request_message::internal.eq(false));
    }
    Ok(messages.load(c)?)
}
