//! Figures, counted in the transaction that generates the certificates (C8): they outlive the sessions.

use crate::{
    Connection, Result,
    schema::statistic,
    stored::{Level, Stored},
};
use diesel::{prelude::*, upsert::excluded};
use forprev_core::{id::OrganisationId, session::SessionKind};

/// What was trained and certified in a month, by all the dimensions (C8).
#[derive(Clone, Debug, PartialEq, Queryable, Insertable)]
#[diesel(table_name = statistic, treat_none_as_default_value = false)]
pub struct Row {
    /// Year and month of the sessions' `end`, `2026-11`.
    pub month: String,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    #[diesel(serialize_as = Level, deserialize_as = Level)]
    pub level: u8,
    /// The certificate's code.
    pub certificate_code: String,
    /// Initial or MAC.
    #[diesel(serialize_as = Stored<SessionKind>)]
    pub kind: SessionKind,
    /// Département of the place; empty where there is none.
    pub departement: String,
    /// Caisse of the organisation; empty where there is none.
    pub caisse_code: String,
    /// The organisation.
    #[diesel(serialize_as = Stored<OrganisationId>)]
    pub organisation_id: OrganisationId,
    /// Sessions certified.
    pub sessions: i64,
    /// Trainees of those.
    pub trainees: i64,
    /// Trainees of those who passed.
    pub certified: i64,
}

/// Adds to the figures of a month.
///
/// # Errors
/// Those of the base.
pub fn add(c: &mut Connection, row: Row) -> Result<()> {
    each!(c, c => {
        diesel::insert_into(statistic::table)
            .values(row)
            .on_conflict((
                statistic::month,
                statistic::dispositif,
                statistic::level,
                statistic::certificate_code,
                statistic::kind,
                statistic::departement,
                statistic::caisse_code,
                statistic::organisation_id,
            ))
            .do_update()
            .set((
                statistic::sessions.eq(statistic::sessions + excluded(statistic::sessions)),
                statistic::trainees.eq(statistic::trainees + excluded(statistic::trainees)),
                statistic::certified.eq(statistic::certified + excluded(statistic::certified)),
            ))
            .execute(c)
    })?;
    Ok(())
}

/// Writes many figures of which none is there yet.
///
/// # Errors
/// Those of the base.
pub fn insert_all(c: &mut Connection, rows: Vec<Row>) -> Result<()> {
    insert_rows!(c, statistic, 11, rows);
    Ok(())
}

/// All the figures, by month and dimensions.
///
/// # Errors
/// Those of the base.
pub fn all(c: &mut Connection) -> Result<Vec<Row>> {
    Ok(statistic::table
        .order((
            statistic::month,
            statistic::organisation_id,
            statistic::certificate_code,
            statistic::kind,
            statistic::departement,
        ))
        .load(c)?)
}
