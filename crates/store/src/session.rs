//! Sessions and their formateurs. Their trainees: [`crate::trainee`].

mod hand_over;
mod list;
mod waiting;

pub use hand_over::{hand_over, open_counts, open_ends, open_of};
pub use list::{Filter, Sort, list};
pub use waiting::{Count, Waiting, counts, of_days};

use crate::{
    Connection, Instant, Result,
    dialect::in_parts,
    schema::{session, session_formateur},
    stored::{Level, Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    forprev_number::ForprevNumber,
    id::{ClientId, HabilitationId, OrganisationId, PersonId, PlatformId, SessionId},
    session::{SessionKind, State},
};

/// A session as it is kept.
#[derive(Clone, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = session, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier.
    #[diesel(serialize_as = Stored<SessionId>)]
    pub id: SessionId,
    /// Whose.
    #[diesel(serialize_as = Stored<OrganisationId>)]
    pub organisation_id: OrganisationId,
    /// For which habilitation.
    #[diesel(serialize_as = Stored<HabilitationId>)]
    pub habilitation_id: HabilitationId,
    /// The habilitation's dispositif.
    pub dispositif: String,
    /// The habilitation's level.
    #[diesel(serialize_as = Level, deserialize_as = Level)]
    pub level: u8,
    /// The certificate that it delivers.
    pub certificate_code: Option<String>,
    /// Initial or MAC.
    #[diesel(serialize_as = Maybe<SessionKind>)]
    pub kind: Option<SessionKind>,
    /// First day of the training.
    pub starts_on: Option<NaiveDate>,
    /// Last day of the training.
    pub ends_on: Option<NaiveDate>,
    /// What lists sort it by: see [`ends_sort`].
    pub ends_sort: NaiveDate,
    /// Name of the place.
    pub place_name: Option<String>,
    /// Street and number of the place.
    pub place_address: Option<String>,
    /// Postal code of the place.
    pub place_postal_code: Option<String>,
    /// Commune of the place.
    pub place_city: Option<String>,
    /// INSEE code of that commune.
    pub place_insee_code: Option<String>,
    /// The platform, where the place is one of the habilitation's.
    #[diesel(serialize_as = Maybe<PlatformId>)]
    pub platform_id: Option<PlatformId>,
    /// Code of the place's département, where it follows from the above (O1).
    pub departement: Option<String>,
    /// Its reference in another system.
    pub external_ref: Option<String>,
    /// Where it is in its life (S10).
    #[diesel(serialize_as = Stored<State>)]
    pub state: State,
    /// The comment of the last return or reopening.
    pub comment: Option<String>,
    /// Who wrote it.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub comment_by: Option<PersonId>,
    /// S1: the day of its first submission, kept.
    pub declared_on: Option<NaiveDate>,
    /// Who declared it, where a person did.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub declared_by: Option<PersonId>,
    /// The system that declared it, where one did.
    #[diesel(serialize_as = Maybe<ClientId>)]
    pub declared_by_client: Option<ClientId>,
    /// S13: the random key of this session, erased with it.
    pub mac_key: Vec<u8>,
    /// When it was last submitted.
    pub submitted_at: Option<Instant>,
    /// When the results were entered.
    pub verified_at: Option<Instant>,
    /// Who entered them.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub verified_by: Option<PersonId>,
    /// S13: the HMAC of what they verified.
    pub verified_mac: Option<Vec<u8>>,
    /// When the certificates were generated.
    pub certified_at: Option<Instant>,
    /// Who generated them, where a person did.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub certified_by: Option<PersonId>,
    /// The system that generated them, where one did.
    #[diesel(serialize_as = Maybe<ClientId>)]
    pub certified_by_client: Option<ClientId>,
    /// S13: the HMAC of what was certified.
    pub certified_mac: Option<Vec<u8>>,
    /// The day of generation, in Paris.
    pub certified_on: Option<NaiveDate>,
    /// S14: the first day on which nothing of it is served.
    pub erase_on: NaiveDate,
    /// Rises with each change: the `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// The caisse of its organisation. The base writes it, whatever stands here.
    pub caisse_code: Option<String>,
}

// Keys and comments must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("session::Row")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// A formateur of a session, in the order typed.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = session_formateur, treat_none_as_default_value = false)]
pub struct FormateurRow {
    /// Of which session.
    #[diesel(serialize_as = Stored<SessionId>)]
    pub session_id: SessionId,
    /// Their place, from 0.
    pub position: i32,
    /// Who, where the number is somebody's.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
    /// The number typed.
    #[diesel(serialize_as = Stored<ForprevNumber>)]
    pub forprev_number: ForprevNumber,
    /// Whether they verify the session.
    pub lead: bool,
}

/// What lists sort a session by: its end, or a day after all others while it has none, since the databases do not
/// sort NULLs alike.
#[must_use]
pub fn ends_sort(ends_on: Option<NaiveDate>) -> NaiveDate {
    const AFTER_ALL: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
        Some(day) => day,
        None => NaiveDate::MAX,
    };
    ends_on.unwrap_or(AFTER_ALL)
}

/// Writes a new session.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(session::table).values(row).execute(c)?;
    Ok(())
}

/// Writes many new sessions.
///
/// # Errors
/// Those of the base.
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, session, 39, rows);
    Ok(())
}

/// The session of this identifier, unless it is to be erased by today (S14), whether it was or not. Who may see it
/// is for the policy to say.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: SessionId, today: NaiveDate) -> Result<Row> {
    Ok(session::table.filter(session::id.eq(Stored(id))).filter(session::erase_on.gt(today)).first(c)?)
}

/// The sessions that wait for somebody and have not changed since an instant, the longest first, after this one.
///
/// # Errors
/// Those of the base.
pub fn unchanged_since(
    c: &mut Connection,
    since: Instant,
    today: NaiveDate,
    after: Option<(Instant, SessionId)>,
    limit: i64,
) -> Result<Vec<Row>> {
    let waits = [State::Submitted, State::Returned, State::Verified].map(Stored);
    let mut waiting = session::table
        .filter(session::state.eq_any(waits))
        .filter(session::updated_at.le(since))
        .filter(session::erase_on.gt(today))
        .into_boxed();
    if let Some((instant, id)) = after {
        waiting = waiting.filter(
            session::updated_at
                .gt(instant)
                .or(session::updated_at.eq(instant).and(session::id.gt(Stored(id)))),
        );
    }
    Ok(waiting.order((session::updated_at, session::id)).limit(limit).load(c)?)
}

/// Takes the row lock and the next version of a session, before it is changed, unless it is to be erased by today
/// (S14). With a version, it has to be that one.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Error::Stale`].
pub fn touch(c: &mut Connection, id: SessionId, today: NaiveDate, expected: Option<i64>) -> Result<Row> {
    let readable = session::table.filter(session::id.eq(Stored(id))).filter(session::erase_on.gt(today));
    let row: Row = diesel::update(readable)
        .set(session::version.eq(session::version + 1))
        .returning(session::all_columns)
        .get_result(c)?;
    crate::version::taken(row.version, expected).map(|()| row)
}

/// Writes all of a session that [`touch`] took.
///
/// # Errors
/// Those of the base.
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let id = Stored(row.id);
    crate::version::saved(diesel::update(session::table.find(id)).set(row).execute(c)?)
}

/// The formateurs of these sessions: of each in the order typed.
///
/// # Errors
/// Those of the base.
pub fn formateurs_of(c: &mut Connection, sessions: &[SessionId]) -> Result<Vec<FormateurRow>> {
    in_parts(sessions, |some| {
        session_formateur::table
            .filter(session_formateur::session_id.eq_any(some.iter().copied().map(Stored)))
            .order((session_formateur::session_id, session_formateur::position))
            .load(c)
    })
}

/// Replaces all the formateurs of a session, which was touched before.
///
/// # Errors
/// Those of the base.
pub fn replace_formateurs(c: &mut Connection, id: SessionId, rows: Vec<FormateurRow>) -> Result<()> {
    diesel::delete(session_formateur::table.filter(session_formateur::session_id.eq(Stored(id))))
        .execute(c)?;
    insert_formateurs(c, rows)
}

/// Writes many formateurs of sessions.
///
/// # Errors
/// Those of the base.
pub fn insert_formateurs(c: &mut Connection, rows: Vec<FormateurRow>) -> Result<()> {
    insert_rows!(c, session_formateur, 5, rows);
    Ok(())
}
