//! People with an account.

mod named;
mod unopened;

pub use named::{everybody_named, formateurs_named, users_named, who_led_here};
pub use unopened::{erase_never_opened, never_opened};

use crate::{
    Connection, Instant, Result,
    dialect::in_parts,
    person_merge,
    schema::{formateur_known, person},
    stored::{Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    email::Email,
    forprev_number::ForprevNumber,
    id::{OrganisationId, PersonId},
    text,
};

/// A person with an account, as they are kept.
#[derive(Clone, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = person, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Their identifier.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub id: PersonId,
    /// Their number for life.
    #[diesel(serialize_as = Stored<ForprevNumber>)]
    pub forprev_number: ForprevNumber,
    /// Last name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// Birth date, where it is known.
    pub birth_date: Option<NaiveDate>,
    /// The names as S7 compares them: see [`identity_key`].
    pub identity_key: String,
    /// The names as searches compare them: see [`search_key`].
    pub search_key: String,
    /// E-mail address, as they typed it.
    #[diesel(serialize_as = Maybe<Email>)]
    pub email: Option<Email>,
    /// The same in lower case, which no other person has (U1): see [`Email::key`].
    pub email_key: Option<String>,
    /// The password's Argon2id hash in PHC form, once there is one.
    pub password_hash: Option<String>,
    /// The caisse that a formateur chose (U5).
    pub caisse_code: Option<String>,
    /// When the first sign-in steps were done (U5).
    pub onboarded_at: Option<Instant>,
    /// Rises with each change.
    pub version: i64,
    /// When the account was made.
    pub created_at: Instant,
    /// Phone number, as they typed it.
    pub phone: Option<String>,
    /// The day on which they last confirmed their data (A8).
    pub checked_on: Option<NaiveDate>,
    /// When they closed the account: it has no address and no password since.
    pub closed_at: Option<Instant>,
}

// Names and addresses must not reach a log by a careless `{:?}`.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("person::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// S7: what two people of the same names have in common. The birth date is compared apart.
#[must_use]
pub fn identity_key(last_name: &str, first_name: &str) -> String {
    format!("{}|{}", text::identity_key(last_name), text::identity_key(first_name))
}

/// What a search by name looks into.
#[must_use]
pub fn search_key(last_name: &str, first_name: &str) -> String {
    text::search_key(&format!("{last_name} {first_name}"))
}

/// Writes a new person.
///
/// # Errors
/// [`crate::Error::Unique`] `person_email_key_unique` (U1) or `person_forprev_number_unique`. On PostgreSQL the transaction
/// is over then: ask first, with [`number_taken`].
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(person::table).values(row).execute(c)?;
    Ok(())
}

/// Writes a new person, unless their address or number is somebody's, also of a transaction that was still open when
/// this one began. Whether they were written.
///
/// # Errors
/// Those of the base.
pub fn insert_unless_taken(c: &mut Connection, row: Row) -> Result<bool> {
    let written = each!(c, c => {
        diesel::insert_into(person::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(written == 1)
}

/// Writes many new people.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, person, 17, rows);
    Ok(())
}

/// The person of this identifier.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: PersonId) -> Result<Row> {
    Ok(person::table.find(Stored(id)).first(c)?)
}

/// Those of these people who exist.
///
/// # Errors
/// Those of the base.
pub fn find_all(c: &mut Connection, ids: &[PersonId]) -> Result<Vec<Row>> {
    in_parts(ids, |some| person::table.filter(person::id.eq_any(some.iter().copied().map(Stored))).load(c))
}

/// The person of this number, where there is one; of an account that was merged, the person who was kept.
///
/// # Errors
/// Those of the base.
pub fn by_forprev_number(c: &mut Connection, number: &ForprevNumber) -> Result<Option<Row>> {
    let found = person::table.filter(person::forprev_number.eq(number.as_str())).first(c).optional()?;
    person_merge::followed(c, found)
}

/// The people of these numbers, each once. Of an account that was merged, the person who was kept, under the number
/// that was asked for.
///
/// # Errors
/// Those of the base.
pub fn by_forprev_numbers(c: &mut Connection, numbers: &[ForprevNumber]) -> Result<Vec<Row>> {
    let mut found: Vec<Row> = in_parts(numbers, |some| {
        person::table.filter(person::forprev_number.eq_any(some.iter().map(ForprevNumber::as_str))).load(c)
    })?;
    let ids: Vec<_> = found.iter().map(|row| row.id).collect();
    let now = person_merge::kept(c, &ids)?;
    if now.is_empty() {
        return Ok(found);
    }
    let (mut there, merged): (Vec<_>, Vec<_>) =
        found.drain(..).partition(|row: &Row| !now.contains_key(&row.id));
    let kept = find_all(c, &now.values().copied().collect::<Vec<_>>())?;
    for row in merged {
        let one = kept.iter().find(|one| now.get(&row.id) == Some(&one.id));
        if let Some(one) = one.filter(|one| there.iter().all(|other| other.id != one.id)) {
            there.push(Row { forprev_number: row.forprev_number, ..one.clone() });
        }
    }
    Ok(there)
}

/// U1: the person of this address, without regard to case, where there is one; of an account that was merged, the person
/// who was kept.
///
/// # Errors
/// Those of the base.
pub fn by_email(c: &mut Connection, email: &Email) -> Result<Option<Row>> {
    let found = person::table.filter(person::email_key.eq(email.key())).first(c).optional()?;
    person_merge::followed(c, found)
}

/// S7, C4: the people of this identity, by number, accounts that were merged left out.
///
/// # Errors
/// Those of the base.
pub fn by_identity(
    c: &mut Connection,
    last_name: &str,
    first_name: &str,
    birth_date: NaiveDate,
) -> Result<Vec<Row>> {
    let same = person::table
        .filter(person::identity_key.eq(identity_key(last_name, first_name)))
        .filter(person::birth_date.eq(birth_date));
    let mut found: Vec<Row> = same.order(person::forprev_number).load(c)?;
    let ids: Vec<_> = found.iter().map(|row| row.id).collect();
    let merged = person_merge::kept(c, &ids)?;
    found.retain(|row| !merged.contains_key(&row.id));
    Ok(found)
}

/// Whether somebody has this number.
///
/// # Errors
/// Those of the base.
pub fn number_taken(c: &mut Connection, number: &ForprevNumber) -> Result<bool> {
    let with = person::table.filter(person::forprev_number.eq(number.as_str()));
    Ok(diesel::select(diesel::dsl::exists(with)).get_result(c)?)
}

/// S4: remembers that this person leads a session of this organisation: known there also after the session is erased.
///
/// # Errors
/// Those of the base.
pub fn leads_for(
    c: &mut Connection,
    organisation: OrganisationId,
    person: PersonId,
    on: NaiveDate,
) -> Result<()> {
    let row = (
        formateur_known::organisation_id.eq(Stored(organisation)),
        formateur_known::person_id.eq(Stored(person)),
        formateur_known::last_on.eq(on),
    );
    each!(c, c => {
        diesel::insert_into(formateur_known::table)
            .values(row)
            .on_conflict((formateur_known::organisation_id, formateur_known::person_id))
            .do_update()
            .set(formateur_known::last_on.eq(on))
            .execute(c)
    })?;
    Ok(())
}

/// Takes the row lock of a person, who stays as they are.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn lock(c: &mut Connection, id: PersonId) -> Result<Row> {
    let row = diesel::update(person::table.find(Stored(id))).set(person::version.eq(person::version + 0));
    Ok(row.returning(person::all_columns).get_result(c)?)
}

/// Takes the row lock and the next version of a person, before they are changed. With a version, it has to be that
/// one.
///
/// # Errors
/// [`crate::Error::NotFound`], [`crate::Error::Stale`].
pub fn touch(c: &mut Connection, id: PersonId, expected: Option<i64>) -> Result<Row> {
    let row: Row = diesel::update(person::table.find(Stored(id)))
        .set(person::version.eq(person::version + 1))
        .returning(person::all_columns)
        .get_result(c)?;
    crate::version::taken(row.version, expected).map(|()| row)
}

/// Writes all of a person whom [`touch`] took.
///
/// # Errors
/// As [`insert`].
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let id = Stored(row.id);
    crate::version::saved(diesel::update(person::table.find(id)).set(row).execute(c)?)
}
