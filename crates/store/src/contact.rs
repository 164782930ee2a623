//! Contacts of the caisses and of INRS.

use crate::{Connection, Instant, Result, schema::contact, stored::Stored};
use diesel::prelude::*;
use forprev_core::id::ContactId;
use std::fmt;

/// A contact as it is kept: an empty text where there is nothing.
#[derive(Clone, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = contact, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Its identifier.
    #[diesel(serialize_as = Stored<ContactId>)]
    pub id: ContactId,
    /// The code of its caisse; none for INRS.
    pub caisse_code: Option<String>,
    /// A person, or a service.
    pub name: String,
    /// What they do.
    pub function: String,
    /// A phone number.
    pub phone: String,
    /// Another one.
    pub other_phone: String,
    /// An e-mail address.
    pub email: String,
    /// A line of address.
    pub address: String,
    /// Its postal code.
    pub postal_code: String,
    /// Its city.
    pub city: String,
    /// Rises with each change: the `ETag`.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

// It holds somebody's name and numbers.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("contact::Row").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Writes a new contact.
///
/// # Errors
/// Those of the base.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(contact::table).values(row).execute(c)?;
    Ok(())
}

/// The contact of this identifier.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn find(c: &mut Connection, id: ContactId) -> Result<Row> {
    Ok(contact::table.find(Stored(id)).first(c)?)
}

/// All the contacts: a few for each caisse.
///
/// # Errors
/// Those of the base.
pub fn all(c: &mut Connection) -> Result<Vec<Row>> {
    Ok(contact::table.order(contact::id).load(c)?)
}

/// Takes the row lock and the next version of a contact, before it is changed.
///
/// # Errors
/// [`crate::Error::NotFound`].
pub fn touch(c: &mut Connection, id: ContactId) -> Result<Row> {
    Ok(diesel::update(contact::table.find(Stored(id)))
        .set(contact::version.eq(contact::version + 1))
        .returning(contact::all_columns)
        .get_result(c)?)
}

/// Writes all of a contact that [`touch`] took.
///
/// # Errors
/// Those of the base.
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let held = contact::table.find(Stored(row.id));
    crate::version::saved(diesel::update(held).set(row).execute(c)?)
}

/// Erases a contact.
///
/// # Errors
/// Those of the base.
pub fn erase(c: &mut Connection, id: ContactId) -> Result<()> {
    diesel::delete(contact::table.find(Stored(id))).execute(c)?;
    Ok(())
}
