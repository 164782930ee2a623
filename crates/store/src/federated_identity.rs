//! Identities of people at a provider (A13).

use crate::{Connection, Instant, Result, schema::federated_identity, stored::Stored};
use diesel::prelude::*;
use forprev_core::id::{FederatedIdentityId, PersonId};

/// An identity that is linked to a person.
#[derive(Clone, PartialEq, Queryable, Insertable)]
#[diesel(table_name = federated_identity, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUIDv7.
    #[diesel(serialize_as = Stored<FederatedIdentityId>)]
    pub id: FederatedIdentityId,
    /// Whose.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// The provider, as it calls itself.
    pub issuer: String,
    /// The person, as the provider calls them.
    pub subject: String,
    /// When it was linked.
    pub created_at: Instant,
    /// When somebody last signed in by it.
    pub last_used_at: Option<Instant>,
}

// What somebody is called elsewhere is for no log.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("federated_identity::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Writes a new identity, unless it is linked already, to whomever. Whether it was written.
///
/// # Errors
/// Those of the base.
pub fn insert_unless_known(c: &mut Connection, row: Row) -> Result<bool> {
    let written = each!(c, c => {
        diesel::insert_into(federated_identity::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(written == 1)
}

/// The identities of a person, the oldest first.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Vec<Row>> {
    Ok(federated_identity::table
        .filter(federated_identity::person_id.eq(Stored(person)))
        .order(federated_identity::id)
        .load(c)?)
}

/// The identity that a provider calls so, where it is linked.
///
/// # Errors
/// Those of the base.
pub fn by_subject(c: &mut Connection, issuer: &str, subject: &str) -> Result<Option<Row>> {
    Ok(federated_identity::table
        .filter(federated_identity::issuer.eq(issuer))
        .filter(federated_identity::subject.eq(subject))
        .first(c)
        .optional()?)
}

/// Records that a person signed in by an identity. Whether it is still theirs.
///
/// # Errors
/// Those of the base.
pub fn used(c: &mut Connection, person: PersonId, id: FederatedIdentityId, at: Instant) -> Result<bool> {
    let row = federated_identity::table.find(Stored(id));
    let row = row.filter(federated_identity::person_id.eq(Stored(person)));
    Ok(diesel::update(row).set(federated_identity::last_used_at.eq(at)).execute(c)? == 1)
}

/// Gives an identity of one person to another. Whether it was still theirs.
///
/// # Errors
/// Those of the base.
pub fn hand_over(c: &mut Connection, id: FederatedIdentityId, from: PersonId, to: PersonId) -> Result<bool> {
    let row = federated_identity::table.find(Stored(id));
    let row = row.filter(federated_identity::person_id.eq(Stored(from)));
    Ok(diesel::update(row).set(federated_identity::person_id.eq(Stored(to))).execute(c)? == 1)
}

/// Removes one identity of a person. Whether it was there.
///
/// # Errors
/// Those of the base.
pub fn remove(c: &mut Connection, person: PersonId, id: FederatedIdentityId) -> Result<bool> {
    let row = federated_identity::table.find(Stored(id));
    let row = row.filter(federated_identity::person_id.eq(Stored(person)));
    Ok(diesel::delete(row).execute(c)? == 1)
}

/// Removes all the identities of a person. How many there were.
///
/// # Errors
/// Those of the base.
pub fn remove_all(c: &mut Connection, person: PersonId) -> Result<usize> {
    let all = federated_identity::table.filter(federated_identity::person_id.eq(Stored(person)));
    Ok(diesel::delete(all).execute(c)?)
}
