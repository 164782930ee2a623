//! What people are to the system.

use crate::{
    Connection, Instant, Result, delegation,
    schema::{organisation, profile},
    stored::{Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    actor::{InrsRank, Profile, ProfileKind},
    id::{OrganisationId, PersonId},
};

/// One profile of a person.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = profile, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier, a UUID.
    pub id: String,
    /// Whose.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// What it makes of them.
    #[diesel(serialize_as = Stored<ProfileKind>)]
    pub kind: ProfileKind,
    /// The organisation, for a gestionnaire or a délégataire.
    #[diesel(serialize_as = Maybe<OrganisationId>)]
    pub organisation_id: Option<OrganisationId>,
    /// The caisse, for an instructeur.
    pub caisse_code: Option<String>,
    /// The rank, for a person of INRS.
    #[diesel(serialize_as = Maybe<InrsRank>)]
    pub rank: Option<InrsRank>,
    /// When it was given.
    pub created_at: Instant,
    /// When it was taken back.
    pub ended_at: Option<Instant>,
    /// Since when it gives no right, until it is given back.
    pub suspended_at: Option<Instant>,
    /// The day on which a gestionnaire last confirmed it.
    pub reviewed_on: Option<NaiveDate>,
    /// The last day on which it gives a right, where there is one.
    pub until_on: Option<NaiveDate>,
    /// Rises with each change: the `ETag`.
    pub version: i64,
}

impl Row {
    /// A profile that is given to a person now; of no organisation, caisse or rank.
    #[must_use]
    pub fn new(id: String, person_id: PersonId, kind: ProfileKind, now: Instant) -> Self {
        Self {
            id,
            person_id,
            kind,
            organisation_id: None,
            caisse_code: None,
            rank: None,
            created_at: now,
            ended_at: None,
            suspended_at: None,
            reviewed_on: None,
            until_on: None,
            version: 1,
        }
    }

    /// What it makes of its person, without the name of its organisation and the habilitations that are attached.
    #[must_use]
    pub fn as_profile(&self) -> Profile {
        Profile {
            kind: self.kind,
            organisation_id: self.organisation_id,
            organisation_name: None,
            caisse: self.caisse_code.clone(),
            rank: self.rank,
            habilitations: Vec::new(),
        }
    }

    /// Whether it gives a right on this day.
    #[must_use]
    pub fn is_active(&self, on: NaiveDate) -> bool {
        self.ended_at.is_none() && self.suspended_at.is_none() && self.until_on.is_none_or(|last| on <= last)
    }
}

/// Profiles that give a right on a day.
macro_rules! active_on {
    ($day:expr) => {
        profile::ended_at
            .is_null()
            .and(profile::suspended_at.is_null())
            .and(profile::until_on.is_null().or(profile::until_on.ge($day).assume_not_null()))
    };
}

/// Writes a new profile.
///
/// # Errors
/// [`crate::Error::Unique`] `profile_person_id_kind_organisation_id_unique`.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(profile::table).values(row).execute(c)?;
    Ok(())
}

/// Writes many new profiles.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, profile, 12, rows);
    Ok(())
}

/// The profiles of a person that have not ended, oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(profile::table
        .filter(profile::person_id.eq(Stored(person)))
        .filter(profile::ended_at.is_null())
        .order(profile::id)
        .load(c)?)
}

/// The profiles of these people that have not ended.
///
/// # Errors
/// Those of the base.
pub fn of_people(c: &mut Connection, people: &[PersonId]) -> Result<Vec<Row>> {
    crate::dialect::in_parts(people, |some| {
        profile::table
            .filter(profile::person_id.eq_any(some.iter().copied().map(Stored)))
            .filter(profile::ended_at.is_null())
            .order(profile::id)
            .load(c)
    })
}

/// Those of a person that give a right on this day, as core reads them: with the names of the organisations, and the
/// habilitations that are attached.
///
/// # Errors
/// Those of the base.
pub fn held_by(c: &mut Connection, person: PersonId, on: NaiveDate) -> Result<Vec<Profile>> {
    let rows: Vec<(Row, Option<String>)> = profile::table
        .left_join(organisation::table.on(profile::organisation_id.eq(organisation::id.nullable())))
        .filter(profile::person_id.eq(Stored(person)))
        .filter(active_on!(on))
        .order(profile::id)
        .select((profile::all_columns, organisation::raison_sociale.nullable()))
        .load(c)?;
    let delegated: Vec<_> = rows.iter().filter(|(row, _)| row.kind == ProfileKind::Delegataire).collect();
    let ids: Vec<_> = delegated.iter().map(|(row, _)| row.id.as_str()).collect();
    let attached = if ids.is_empty() { Vec::new() } else { delegation::in_force(c, &ids)? };
    Ok(rows
        .into_iter()
        .map(|(row, organisation_name)| Profile {
            habilitations: attached
                .iter()
                .filter(|(profile, _)| *profile == row.id)
                .map(|(_, habilitation)| *habilitation)
                .collect(),
            kind: row.kind,
            organisation_id: row.organisation_id,
            organisation_name,
            caisse: row.caisse_code,
            rank: row.rank,
        })
        .collect())
}

/// What these people are, or were, to the system.
///
/// # Errors
/// Those of the base.
pub fn kinds_of(c: &mut Connection, people: &[PersonId]) -> Result<Vec<(PersonId, ProfileKind)>> {
    crate::dialect::in_parts(people, |some| {
        profile::table
            .filter(profile::person_id.eq_any(some.iter().copied().map(Stored)))
            .select((profile::person_id, profile::kind))
            .load(c)
    })
}

/// The people whom this profile gives a right in an organisation on this day.
///
/// # Errors
/// Those of the base.
pub fn people_of(
    c: &mut Connection,
    organisation: OrganisationId,
    kind: ProfileKind,
    on: NaiveDate,
) -> Result<Vec<PersonId>> {
    Ok(profile::table
        .filter(profile::organisation_id.eq(Stored(organisation)))
        .filter(profile::kind.eq(Stored(kind)))
        .filter(active_on!(on))
        .order(profile::id)
        .select(profile::person_id)
        .load(c)?)
}

/// The people who are this at a caisse today, oldest first.
///
/// # Errors
/// Those of the base.
pub fn people_at(
    c: &mut Connection,
    caisse: &str,
    kind: ProfileKind,
    on: NaiveDate,
) -> Result<Vec<PersonId>> {
    Ok(profile::table
        .filter(profile::caisse_code.eq(caisse))
        .filter(profile::kind.eq(Stored(kind)))
        .filter(active_on!(on))
        .order(profile::id)
        .select(profile::person_id)
        .load(c)?)
}

/// The profiles of an organisation that have not ended, suspended ones too, oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_organisation(c: &mut Connection, organisation: OrganisationId) -> Result<Vec<Row>> {
    Ok(profile::table
        .filter(profile::organisation_id.eq(Stored(organisation)))
        .filter(profile::ended_at.is_null())
        .order(profile::id)
        .load(c)?)
}

/// The profiles of these kinds that have not ended, oldest first: of kinds that belong to no organisation, by which they
/// are found among all.
///
/// # Errors
/// Those of the base.
pub fn of_kinds(c: &mut Connection, kinds: &[ProfileKind]) -> Result<Vec<Row>> {
    Ok(profile::table
        .filter(profile::organisation_id.is_null())
        .filter(profile::kind.eq_any(kinds.iter().copied().map(Stored)))
        .filter(profile::ended_at.is_null())
        .order(profile::id)
        .load(c)?)
}

/// The profile of this identifier, where it has not ended.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: &str) -> Result<Row> {
    Ok(profile::table.filter(profile::id.eq(id)).filter(profile::ended_at.is_null()).first(c)?)
}

/// Takes the row lock and the next version of a profile that has not ended, before it is changed. With a version, it
/// has to be that one.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Error::Stale`].
pub fn touch(c: &mut Connection, id: &str, expected: Option<i64>) -> Result<Row> {
    let open = profile::table.filter(profile::id.eq(id)).filter(profile::ended_at.is_null());
    let row: Row = diesel::update(open)
        .set(profile::version.eq(profile::version + 1))
        .returning(profile::all_columns)
        .get_result(c)?;
    crate::version::taken(row.version, expected).map(|()| row)
}

/// Writes all of a profile that [`touch`] took.
///
/// # Errors
/// Those of the base.
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let id = row.id.clone();
    crate::version::saved(diesel::update(profile::table.find(id)).set(row).execute(c)?)
}

/// The profiles in organisations that give a right and that nobody confirmed since this day: those that were given
/// after it aside.
///
/// # Errors
/// Those of the base.
pub fn not_reviewed_since(c: &mut Connection, day: NaiveDate, given_before: Instant) -> Result<Vec<Row>> {
    let never = profile::reviewed_on.is_null().and(profile::created_at.lt(given_before));
    let before = profile::reviewed_on.le(day).assume_not_null();
    Ok(profile::table
        .filter(profile::organisation_id.is_not_null())
        .filter(profile::ended_at.is_null())
        .filter(profile::suspended_at.is_null())
        .filter(never.or(profile::reviewed_on.is_not_null().and(before)))
        .order((profile::organisation_id, profile::id))
        .load(c)?)
}

/// Ends a profile.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn end(c: &mut Connection, id: &str, at: Instant) -> Result<()> {
    let open = profile::table.filter(profile::id.eq(id)).filter(profile::ended_at.is_null());
    crate::version::saved(diesel::update(open).set(profile::ended_at.eq(at)).execute(c)?)
}
