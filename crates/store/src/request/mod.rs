//! Habilitation requests, with what was written of them.

mod list;
mod parts;

pub use list::{Assigned, Filter, Sort, count, list};
pub use parts::{
    AnswerRow, EventRow, FormateurRow, MessageRow, OpinionRow, PlatformRow, answers_of, events_of,
    formateurs_of, insert_event, insert_message, messages_of, opinions_of, platforms_of, put_answer,
    put_opinion, replace_formateurs, replace_platforms,
};

use crate::{
    Connection, Instant, Json, Result,
    schema::habilitation_request,
    stored::{Level, Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    id::{HabilitationId, OrganisationId, PersonId, RequestId, SittingId},
    request::{Outcome, RequestKind, State, instruction::NewReturn},
};

/// A request as it is kept.
#[derive(Clone, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = habilitation_request, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier.
    #[diesel(serialize_as = Stored<RequestId>)]
    pub id: RequestId,
    /// Whose.
    #[diesel(serialize_as = Stored<OrganisationId>)]
    pub organisation_id: OrganisationId,
    /// Who began it.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub author_id: PersonId,
    /// What kind of request it is.
    #[diesel(serialize_as = Stored<RequestKind>)]
    pub kind: RequestKind,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    #[diesel(serialize_as = Level, deserialize_as = Level)]
    pub level: u8,
    /// Where it is.
    #[diesel(serialize_as = Stored<State>)]
    pub state: State,
    /// Of a renewal: what it renews.
    #[diesel(serialize_as = Maybe<HabilitationId>)]
    pub renews_id: Option<HabilitationId>,
    /// The programme, in words.
    pub programme: Option<String>,
    /// How it is laid out in time, in words.
    pub schedule: Option<String>,
    /// The caisse that instructs it; none before its submission, and where INRS does.
    pub caisse_code: Option<String>,
    /// The agent who has taken it on.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub assigned_to: Option<PersonId>,
    /// What queues are sorted by: the first submission, or the beginning before it.
    pub queued_at: Instant,
    /// When it was first submitted.
    pub submitted_at: Option<Instant>,
    /// The same, as the day in Paris.
    pub submitted_on: Option<NaiveDate>,
    /// The day on which it came to the CNH.
    pub cnh_on: Option<NaiveDate>,
    /// What is to be completed, while it waits for the applicant.
    pub returned: Option<Json<NewReturn>>,
    /// The sitting in whose agenda it stands.
    #[diesel(serialize_as = Maybe<SittingId>)]
    pub sitting_id: Option<SittingId>,
    /// Its place there.
    pub agenda_position: Option<i32>,
    /// What was decided last.
    #[diesel(serialize_as = Maybe<Outcome>)]
    pub outcome: Option<Outcome>,
    /// On which day.
    pub decided_on: Option<NaiveDate>,
    /// When it was recorded.
    pub decided_at: Option<Instant>,
    /// By whom.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub decided_by: Option<PersonId>,
    /// At which sitting.
    #[diesel(serialize_as = Maybe<SittingId>)]
    pub decided_sitting_id: Option<SittingId>,
    /// Why.
    pub reason: Option<String>,
    /// The first day of what was granted.
    pub valid_from: Option<NaiveDate>,
    /// Its last day.
    pub valid_until: Option<NaiveDate>,
    /// The habilitation that was made of it.
    #[diesel(serialize_as = Maybe<HabilitationId>)]
    pub habilitation_id: Option<HabilitationId>,
    /// Rises with each change: the `ETag`.
    pub version: i64,
    /// When it was begun.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

// What people write is for whom they write to.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("request::Row")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// Writes a new request.
///
/// # Errors
/// [`crate::Error::Unique`] `habilitation_request_organisation_id_dispositif_level_unique` where one runs (H6).
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(habilitation_request::table).values(row).execute(c)?;
    Ok(())
}

/// The request of this identifier.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: RequestId) -> Result<Row> {
    Ok(habilitation_request::table.find(Stored(id)).first(c)?)
}

/// Those of these requests that exist.
///
/// # Errors
/// Those of the base.
pub fn find_all(c: &mut Connection, ids: &[RequestId]) -> Result<Vec<Row>> {
    crate::dialect::in_parts(ids, |some| {
        habilitation_request::table
            .filter(habilitation_request::id.eq_any(some.iter().copied().map(Stored)))
            .load(c)
    })
}

/// The request of which a platform is one, where there is one.
///
/// # Errors
/// Those of the base.
pub fn of_platform(c: &mut Connection, id: forprev_core::id::PlatformId) -> Result<Option<Row>> {
    use crate::schema::request_platform;
    let request = request_platform::table.find(Stored(id)).select(request_platform::request_id);
    let row = habilitation_request::table.filter(habilitation_request::id.eq_any(request));
    Ok(row.first(c).optional()?)
}

/// The requests of an organisation that run still (H6), for what each is.
///
/// # Errors
/// Those of the base.
pub fn open_of(c: &mut Connection, organisation: OrganisationId) -> Result<Vec<Row>> {
    Ok(habilitation_request::table
        .filter(habilitation_request::organisation_id.eq(Stored(organisation)))
        .filter(habilitation_request::state.eq_any(State::OPEN.map(Stored)))
        .order(habilitation_request::id)
        .load(c)?)
}

/// The last request of an organisation for a dispositif and level that was granted, where there is one.
///
/// # Errors
/// Those of the base.
pub fn last_granted(
    c: &mut Connection,
    organisation: OrganisationId,
    dispositif: &str,
    level: u8,
) -> Result<Option<Row>> {
    Ok(habilitation_request::table
        .filter(habilitation_request::organisation_id.eq(Stored(organisation)))
        .filter(habilitation_request::dispositif.eq(dispositif))
        .filter(habilitation_request::level.eq(Level::from(level)))
        .filter(habilitation_request::state.eq(Stored(State::Granted)))
        .order((habilitation_request::decided_on.desc(), habilitation_request::id.desc()))
        .first(c)
        .optional()?)
}

/// The requests that this agent has in charge and that the caisse has not handed on.
///
/// # Errors
/// Those of the base.
pub fn in_charge_of(c: &mut Connection, agent: PersonId) -> Result<Vec<Row>> {
    let open = [State::Submitted, State::Incomplete, State::Instruction, State::Returned].map(Stored);
    Ok(habilitation_request::table
        .filter(habilitation_request::assigned_to.eq(Stored(agent)))
        .filter(habilitation_request::state.eq_any(open))
        .order(habilitation_request::id)
        .load(c)?)
}

/// Takes the row lock and the next version of a request, before it is changed.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn touch(c: &mut Connection, id: RequestId) -> Result<Row> {
    Ok(diesel::update(habilitation_request::table.find(Stored(id)))
        .set(habilitation_request::version.eq(habilitation_request::version + 1))
        .returning(habilitation_request::all_columns)
        .get_result(c)?)
}

/// Takes the row lock of a request and leaves its version: what belongs to it is written.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn hold(c: &mut Connection, id: RequestId) -> Result<Row> {
    Ok(diesel::update(habilitation_request::table.find(Stored(id)))
        .set(habilitation_request::version.eq(habilitation_request::version))
        .returning(habilitation_request::all_columns)
        .get_result(c)?)
}

/// Writes all of a request that [`touch`] took.
///
/// # Errors
/// As [`insert`].
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let held = habilitation_request::table.find(Stored(row.id));
    crate::version::saved(diesel::update(held).set(row).execute(c)?)
}
