//! Habilitations, with their suspensions and their platforms.

use crate::{
    Connection, Error, Instant, Result,
    dialect::in_parts,
    schema::{habilitation, habilitation_event, habilitation_sequence, platform, suspension},
    stored::{Level, Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    habilitation::{
        Suspension, Validity, measure::HabilitationEventKind, number::HabilitationNumber, renewal::Link,
    },
    id::{HabilitationId, LetterId, OrganisationId, PersonId, PlatformId},
};

/// A habilitation as it is kept.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = habilitation, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier.
    #[diesel(serialize_as = Stored<HabilitationId>)]
    pub id: HabilitationId,
    /// Its number.
    #[diesel(serialize_as = Stored<HabilitationNumber>)]
    pub number: HabilitationNumber,
    /// Whose.
    #[diesel(serialize_as = Stored<OrganisationId>)]
    pub organisation_id: OrganisationId,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    #[diesel(serialize_as = Level, deserialize_as = Level)]
    pub level: u8,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_until: NaiveDate,
    /// H11: the first day of its withdrawal.
    pub withdrawn_from: Option<NaiveDate>,
    /// Why it was withdrawn.
    pub withdrawal_reason: Option<String>,
    /// Rises with each change.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// Which one it was granted to renew, where it was.
    #[diesel(serialize_as = Maybe<HabilitationId>)]
    pub renews_id: Option<HabilitationId>,
}

impl Row {
    /// What says whether it renews another.
    #[must_use]
    pub fn link(&self) -> Link {
        Link { id: self.id, renews: self.renews_id, withdrawn: self.withdrawn_from.is_some() }
    }
}

/// A suspension of a habilitation (H11).
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = suspension, treat_none_as_default_value = false)]
pub struct SuspensionRow {
    /// Its identifier, a UUID.
    pub id: String,
    /// Of which habilitation.
    #[diesel(serialize_as = Stored<HabilitationId>)]
    pub habilitation_id: HabilitationId,
    /// Its first day.
    pub from_on: NaiveDate,
    /// Its last day, where it has one.
    pub until_on: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// When it was decided.
    pub created_at: Instant,
}

/// A platform of a habilitation (H8).
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = platform, treat_none_as_default_value = false)]
pub struct PlatformRow {
    /// Its identifier.
    #[diesel(serialize_as = Stored<PlatformId>)]
    pub id: PlatformId,
    /// Of which habilitation.
    #[diesel(serialize_as = Stored<HabilitationId>)]
    pub habilitation_id: HabilitationId,
    /// Its name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// Postal code.
    pub postal_code: String,
    /// Commune.
    pub city: String,
    /// INSEE code of the commune.
    pub insee_code: String,
    /// What it is, where it is known.
    pub kind: Option<String>,
}

/// Something that happened to a habilitation (C27).
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = habilitation_event, treat_none_as_default_value = false)]
pub struct EventRow {
    /// Its identifier, a UUIDv7: they stand in the order of time.
    pub id: String,
    /// Of which habilitation.
    #[diesel(serialize_as = Stored<HabilitationId>)]
    pub habilitation_id: HabilitationId,
    /// When.
    pub at: Instant,
    /// What.
    #[diesel(serialize_as = Stored<HabilitationEventKind>)]
    pub what: HabilitationEventKind,
    /// The first day of its effect.
    pub from_on: Option<NaiveDate>,
    /// The last one, where it has one.
    pub until_on: Option<NaiveDate>,
    /// Until when the organisation could give its observations.
    pub hearing_until: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// By whom.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub person_id: Option<PersonId>,
    /// The letter that told it.
    #[diesel(serialize_as = Maybe<LetterId>)]
    pub letter_id: Option<LetterId>,
}

/// A habilitation with what it takes to know on which days it is valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// The habilitation.
    pub row: Row,
    /// Its suspensions, by first day.
    pub suspensions: Vec<SuspensionRow>,
    /// Its platforms, by name.
    pub platforms: Vec<PlatformRow>,
}

impl Whole {
    /// Its days, for H1 and H11.
    #[must_use]
    pub fn validity(&self) -> Validity {
        Validity {
            valid_from: self.row.valid_from,
            valid_until: self.row.valid_until,
            suspensions: self
                .suspensions
                .iter()
                .map(|one| Suspension { from: one.from_on, until: one.until_on })
                .collect(),
            withdrawn_from: self.row.withdrawn_from,
        }
    }
}

/// Writes a new habilitation.
///
/// # Errors
/// [`Error::Unique`] `habilitation_number_unique`.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(habilitation::table).values(row).execute(c)?;
    Ok(())
}

/// Writes many new habilitations.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, habilitation, 12, rows);
    Ok(())
}

/// Writes a suspension.
///
/// # Errors
/// Those of the base.
pub fn insert_suspension(c: &mut Connection, row: SuspensionRow) -> Result<()> {
    diesel::insert_into(suspension::table).values(row).execute(c)?;
    Ok(())
}

/// Ends a suspension on this day; one that has not begun by then is none.
///
/// # Errors
/// Those of the base.
pub fn end_suspension(c: &mut Connection, id: &str, until: Option<NaiveDate>) -> Result<()> {
    match until {
        Some(until) => {
            diesel::update(suspension::table.find(id)).set(suspension::until_on.eq(until)).execute(c)?
        }
        None => diesel::delete(suspension::table.find(id)).execute(c)?,
    };
    Ok(())
}

/// Writes what happened.
///
/// # Errors
/// Those of the base.
pub fn insert_event(c: &mut Connection, row: EventRow) -> Result<()> {
    diesel::insert_into(habilitation_event::table).values(row).execute(c)?;
    Ok(())
}

/// What happened to a habilitation, in order.
///
/// # Errors
/// Those of the base.
pub fn events_of(c: &mut Connection, id: HabilitationId) -> Result<Vec<EventRow>> {
    Ok(habilitation_event::table
        .filter(habilitation_event::habilitation_id.eq(Stored(id)))
        .order(habilitation_event::id)
        .load(c)?)
}

/// Writes a platform.
///
/// # Errors
/// Those of the base.
pub fn insert_platform(c: &mut Connection, row: PlatformRow) -> Result<()> {
    diesel::insert_into(platform::table).values(row).execute(c)?;
    Ok(())
}

/// The habilitation of this identifier.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(c: &mut Connection, id: HabilitationId) -> Result<Whole> {
    let row: Row = habilitation::table.find(Stored(id)).first(c)?;
    whole(c, vec![row])?.pop().ok_or(Error::NotFound)
}

/// Those of these habilitations that exist.
///
/// # Errors
/// Those of the base.
pub fn find_all(c: &mut Connection, ids: &[HabilitationId]) -> Result<Vec<Whole>> {
    let rows = in_parts(ids, |some| {
        habilitation::table.filter(habilitation::id.eq_any(some.iter().copied().map(Stored))).load(c)
    })?;
    whole(c, rows)
}

/// All the habilitations of an organisation, the last to end first.
///
/// # Errors
/// Those of the base.
pub fn of_organisation(c: &mut Connection, organisation: OrganisationId) -> Result<Vec<Whole>> {
    let rows = habilitation::table
        .filter(habilitation::organisation_id.eq(Stored(organisation)))
        .order((habilitation::valid_until.desc(), habilitation::id))
        .load(c)?;
    whole(c, rows)
}

/// H5: the habilitations whose last day lies between two days and that nobody has renewed, by last day, after this one.
///
/// # Errors
/// Those of the base.
pub fn ending(
    c: &mut Connection,
    (from, to): (NaiveDate, NaiveDate),
    after: Option<(NaiveDate, HabilitationId)>,
    limit: i64,
) -> Result<Vec<Whole>> {
    let later = diesel::alias!(habilitation as later);
    // `Link::renews`, for the base.
    let renewed = later
        .filter(later.field(habilitation::renews_id).eq(habilitation::id.nullable()))
        .filter(later.field(habilitation::withdrawn_from).is_null());
    let mut ending = habilitation::table
        .filter(habilitation::valid_until.between(from, to))
        .filter(diesel::dsl::not(diesel::dsl::exists(renewed)))
        .into_boxed();
    if let Some((day, id)) = after {
        ending = ending.filter(
            habilitation::valid_until
                .gt(day)
                .or(habilitation::valid_until.eq(day).and(habilitation::id.gt(Stored(id)))),
        );
    }
    let rows = ending.order((habilitation::valid_until, habilitation::id)).limit(limit).load(c)?;
    whole(c, rows)
}

fn whole(c: &mut Connection, rows: Vec<Row>) -> Result<Vec<Whole>> {
    let ids: Vec<_> = rows.iter().map(|row| Stored(row.id)).collect();
    let suspensions: Vec<SuspensionRow> = in_parts(&ids, |some| {
        suspension::table
            .filter(suspension::habilitation_id.eq_any(some))
            .order((suspension::from_on, suspension::id))
            .load(c)
    })?;
    let platforms: Vec<PlatformRow> = in_parts(&ids, |some| {
        platform::table
            .filter(platform::habilitation_id.eq_any(some))
            .order((platform::name, platform::id))
            .load(c)
    })?;
    let with = |row: Row| Whole {
        suspensions: suspensions.iter().filter(|one| one.habilitation_id == row.id).cloned().collect(),
        platforms: platforms.iter().filter(|one| one.habilitation_id == row.id).cloned().collect(),
        row,
    };
    Ok(rows.into_iter().map(with).collect())
}

/// Takes the row lock and the next version of a habilitation, before it is changed. With a version, it has to be
/// that one.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`].
pub fn touch(c: &mut Connection, id: HabilitationId, expected: Option<i64>) -> Result<Row> {
    let row: Row = diesel::update(habilitation::table.find(Stored(id)))
        .set(habilitation::version.eq(habilitation::version + 1))
        .returning(habilitation::all_columns)
        .get_result(c)?;
    crate::version::taken(row.version, expected).map(|()| row)
}

/// Writes all of a habilitation that [`touch`] took.
///
/// # Errors
/// As [`insert`].
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let id = Stored(row.id);
    crate::version::saved(diesel::update(habilitation::table.find(id)).set(row).execute(c)?)
}

/// The next place in a year's sequence of numbers. Whoever takes one waits for who took the one before: no two have the
/// same. It follows the highest that is there, also where habilitations were taken over with their numbers.
///
/// # Errors
/// Those of the base.
pub fn next_in_sequence(c: &mut Connection, year: i32) -> Result<u32> {
    let first = (habilitation_sequence::year.eq(year), habilitation_sequence::last.eq(0));
    each!(&mut *c, c => {
        diesel::insert_into(habilitation_sequence::table).values(first).on_conflict_do_nothing().execute(c)
    })?;
    let taken: i32 = diesel::update(habilitation_sequence::table.find(year))
        .set(habilitation_sequence::last.eq(habilitation_sequence::last + 1))
        .returning(habilitation_sequence::last)
        .get_result(c)?;
    // Five digits each: the last as text is the highest.
    let highest: Option<HabilitationNumber> = habilitation::table
        .filter(habilitation::number.like(format!("H_____/{year}/%")))
        .order(habilitation::number.desc())
        .select(habilitation::number)
        .first(c)
        .optional()?;
    let next = u32::try_from(taken).unwrap_or_default().max(highest.map_or(0, |one| one.sequence()) + 1);
    let last = i32::try_from(next).unwrap_or(i32::MAX);
    if last != taken {
        diesel::update(habilitation_sequence::table.find(year))
            .set(habilitation_sequence::last.eq(last))
            .execute(c)?;
    }
    Ok(next)
}
