//! Of organisations what the directory has no part in: with whom to speak, who signs, the certificate of the URSSAF.

use crate::{
    Connection, Result,
    schema::organisation_detail,
    stored::{Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{
    email::Email,
    id::{OrganisationId, PersonId},
};

/// What is kept of an organisation besides.
#[derive(Clone, PartialEq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = organisation_detail, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Row {
    /// Whose.
    #[diesel(serialize_as = Stored<OrganisationId>)]
    pub organisation_id: OrganisationId,
    /// Last name of the person to speak with.
    pub contact_last_name: Option<String>,
    /// Their first name.
    pub contact_first_name: Option<String>,
    /// What they are there.
    pub contact_function: Option<String>,
    /// Their address.
    #[diesel(serialize_as = Maybe<Email>)]
    pub contact_email: Option<Email>,
    /// Their phone number.
    pub contact_phone: Option<String>,
    /// O4: when the certificate of the URSSAF was issued.
    pub urssaf_issued_on: Option<NaiveDate>,
    /// Its security code.
    pub urssaf_code: Option<String>,
    /// Last name of who signs the commitment letter.
    pub signatory_last_name: Option<String>,
    /// Their first name.
    pub signatory_first_name: Option<String>,
    /// What they are there.
    pub signatory_function: Option<String>,
    /// Their address.
    #[diesel(serialize_as = Maybe<Email>)]
    pub signatory_email: Option<Email>,
    /// H6: the day on which these data were last said to be right.
    pub confirmed_on: Option<NaiveDate>,
    /// By whom.
    #[diesel(serialize_as = Maybe<PersonId>)]
    pub confirmed_by: Option<PersonId>,
}

// It names people.
impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("organisation_detail::Row")
            .field("organisation_id", &self.organisation_id)
            .finish_non_exhaustive()
    }
}

impl Row {
    /// Nothing known yet of this organisation.
    #[must_use]
    pub const fn empty(organisation_id: OrganisationId) -> Self {
        Self {
            organisation_id,
            contact_last_name: None,
            contact_first_name: None,
            contact_function: None,
            contact_email: None,
            contact_phone: None,
            urssaf_issued_on: None,
            urssaf_code: None,
            signatory_last_name: None,
            signatory_first_name: None,
            signatory_function: None,
            signatory_email: None,
            confirmed_on: None,
            confirmed_by: None,
        }
    }
}

/// What is kept of this organisation: nothing yet where there is no row.
///
/// # Errors
/// Those of the base.
pub fn of(c: &mut Connection, id: OrganisationId) -> Result<Row> {
    let found: Option<Row> = organisation_detail::table.find(Stored(id)).first(c).optional()?;
    Ok(found.unwrap_or(Row::empty(id)))
}

/// Writes all of it, of an organisation that the transaction has touched.
///
/// # Errors
/// Those of the base.
pub fn save(c: &mut Connection, row: Row) -> Result<()> {
    let held = organisation_detail::table.find(Stored(row.organisation_id));
    if diesel::update(held).set(row.clone()).execute(c)? == 0 {
        diesel::insert_into(organisation_detail::table).values(row).execute(c)?;
    }
    Ok(())
}
