//! What people are to the system.

use crate::{
    Connection, Instant, Result, delegation,
    schema::{organisation, profile},
    stored::{Maybe, Stored},
};
use diesel::prelude::*;
use forprev_core::{
    actor::{InrsRank, Profile, ProfileKind},
    id::{OrganisationId, PersonId},
};

/// One profile of a person.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = profile, treat_none_as_default_value = false)]
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
    insert_rows!(c, profile, 8, rows);
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

/// The same, as core reads them: with the names of the organisations, and the habilitations that are attached.
///
/// # Errors
/// Those of the base.
pub fn held_by(c: &mut Connection, person: PersonId) -> Result<Vec<Profile>> {
    let rows: Vec<(Row, Option<String>)> = profile::table
        .left_join(organisation::table.on(profile::organisation_id.eq(organisation::id.nullable())))
        .filter(profile::person_id.eq(Stored(person)))
        .filter(profile::ended_at.is_null())
        .order(profile::id)
        .select((profile::all_columns, organisation::raison_sociale.nullable()))
        .load(c)?;
    let delegated: Vec<_> = rows.iter().filter(|(row, _)| row.kind == ProfileKind::Delegataire).collect();
    let ids: Vec<_> = delegated.iter().map(|(row, _)| row.id.as_str()).collect();
    let attached = if ids.is_empty() { Vec::new() } else { delegation::of_profiles(c, &ids)? };
    Ok(rows
        .into_iter()
        .map(|(row, organisation_name)| Profile {
            habilitations: attached
                .iter()
                .filter(|one| one.profile_id == row.id)
                .map(|one| one.habilitation_id)
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

/// The people who have this profile in an organisation.
///
/// # Errors
/// Those of the base.
pub fn people_of(
    c: &mut Connection,
    organisation: OrganisationId,
    kind: ProfileKind,
) -> Result<Vec<PersonId>> {
    Ok(profile::table
        .filter(profile::organisation_id.eq(Stored(organisation)))
        .filter(profile::kind.eq(Stored(kind)))
        .filter(profile::ended_at.is_null())
        .order(profile::id)
        .select(profile::person_id)
        .load(c)?)
}

/// U4: the gestionnaires of an organisation.
///
/// # Errors
/// Those of the base.
pub fn gestionnaires_of(c: &mut Connection, organisation: OrganisationId) -> Result<Vec<PersonId>> {
    people_of(c, organisation, ProfileKind::Gestionnaire)
}

/// Ends a profile.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn end(c: &mut Connection, id: &str, at: Instant) -> Result<()> {
    let open = profile::table.filter(profile::id.eq(id)).filter(profile::ended_at.is_null());
    crate::version::saved(diesel::update(open).set(profile::ended_at.eq(at)).execute(c)?)
}
