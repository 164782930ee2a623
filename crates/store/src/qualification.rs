//! What formateurs hold, and held.

use crate::{
    Connection, Instant, Result,
    dialect::in_parts,
    schema::qualification,
    stored::{Maybe, Stored},
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::{certificate::number::CertificateNumber, id::PersonId};

/// What a formateur holds, or held.
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = qualification, treat_none_as_default_value = false)]
pub struct Row {
    /// Its identifier, a UUID.
    pub id: String,
    /// Whose.
    #[diesel(serialize_as = Stored<PersonId>)]
    pub person_id: PersonId,
    /// The certificate's code in the catalogue.
    pub certificate_code: String,
    /// Its first day.
    pub obtained_on: NaiveDate,
    /// Its last day, where it expires.
    pub valid_until: Option<NaiveDate>,
    /// The certificate, where it was delivered here.
    #[diesel(serialize_as = Maybe<CertificateNumber>)]
    pub certificate_number: Option<CertificateNumber>,
    /// INRS's reference, where INRS delivered it (C9).
    pub reference: Option<String>,
    /// When it was recorded.
    pub created_at: Instant,
}

/// Records a qualification.
///
/// # Errors
/// [`crate::Error::Unique`] `qualification_certificate_number_unique`.
pub fn insert(c: &mut Connection, row: Row) -> Result<()> {
    diesel::insert_into(qualification::table).values(row).execute(c)?;
    Ok(())
}

/// Records many.
///
/// # Errors
/// As [`insert`].
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, qualification, 8, rows);
    Ok(())
}

/// All that these people hold or held: of each by first day.
///
/// # Errors
/// Those of the base.
pub fn of_people(c: &mut Connection, people: &[PersonId]) -> Result<Vec<Row>> {
    in_parts(people, |some| {
        qualification::table
            .filter(qualification::person_id.eq_any(some.iter().copied().map(Stored)))
            .order((qualification::person_id, qualification::obtained_on, qualification::id))
            .load(c)
    })
}

/// C5: what people hold whose last day lies between two days, and of which they hold nothing that lasts longer, by last
/// day, after this one.
///
/// # Errors
/// Those of the base.
pub fn ending(
    c: &mut Connection,
    (from, to): (NaiveDate, NaiveDate),
    after: Option<(NaiveDate, &str)>,
    limit: i64,
) -> Result<Vec<Row>> {
    let later = diesel::alias!(qualification as later);
    let until = later.field(qualification::valid_until);
    let renewed = later
        .filter(later.field(qualification::person_id).eq(qualification::person_id))
        .filter(later.field(qualification::certificate_code).eq(qualification::certificate_code))
        .filter(until.is_null().or(until.gt(qualification::valid_until)));
    let mut ending = qualification::table
        .filter(qualification::valid_until.between(from, to))
        .filter(diesel::dsl::not(diesel::dsl::exists(renewed)))
        .into_boxed();
    if let Some((day, id)) = after {
        ending = ending.filter(
            qualification::valid_until
                .gt(day)
                .or(qualification::valid_until.eq(day).and(qualification::id.gt(id.to_owned()))),
        );
    }
    Ok(ending.order((qualification::valid_until, qualification::id)).limit(limit).load(c)?)
}

/// Ends what rests on a certificate that was revoked: its last day becomes the day before (C7), or it is erased where
/// it would have none.
///
/// # Errors
/// Those of the base.
pub fn end_by_certificate(c: &mut Connection, number: &CertificateNumber, last_day: NaiveDate) -> Result<()> {
    let of_certificate = qualification::certificate_number.eq(number.as_str().to_owned());
    diesel::delete(qualification::table)
        .filter(of_certificate.clone())
        .filter(qualification::obtained_on.gt(last_day))
        .execute(c)?;
    diesel::update(qualification::table)
        .filter(of_certificate)
        .filter(qualification::valid_until.is_null().or(qualification::valid_until.gt(last_day)))
        .set(qualification::valid_until.eq(last_day))
        .execute(c)?;
    Ok(())
}
