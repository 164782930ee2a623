//! The log as a chain: lines as they were written, their seals, and the head.

use crate::{
    Connection, Instant, Result,
    schema::{audit, audit_chain, audit_pending, audit_seal},
};
use diesel::prelude::*;

/// A line of the log, every column as it stands in the base: what its seal is made of.
#[derive(Clone, Debug, PartialEq, Queryable)]
pub struct Line {
    /// Its identifier.
    pub id: String,
    /// When.
    pub at: Instant,
    /// Who, where a person did it.
    pub person_id: Option<String>,
    /// Which system, where one did.
    pub client_id: Option<String>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub resource_kind: String,
    /// To which one.
    pub resource_id: Option<String>,
    /// Of which organisation.
    pub organisation_id: Option<String>,
    /// On the territory of which caisse.
    pub caisse_code: Option<String>,
    /// From which address.
    pub address: Option<String>,
    /// What else there is to tell: the JSON text as it is stored.
    pub detail: Option<String>,
}

/// The seal of a line.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = audit_seal, treat_none_as_default_value = false)]
pub struct Seal {
    /// Its place in the chain, from 1, without gaps.
    pub sequence: i64,
    /// Of which line.
    pub audit_id: String,
    /// The hash over the seal before and the line, in hexadecimal.
    pub hash: String,
}

/// The last seal, signed.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, AsChangeset)]
#[diesel(table_name = audit_chain)]
pub struct Head {
    /// Always 1.
    pub id: i16,
    /// The place of the last seal; 0 before the first.
    pub sequence: i64,
    /// Its hash; zeros before the first.
    pub hash: String,
    /// The signature of both; empty before the first.
    pub signature: String,
}

/// The head.
///
/// # Errors
/// [`crate::Error::NotFound`] where somebody erased it.
pub fn head(c: &mut Connection) -> Result<Head> {
    Ok(audit_chain::table.find(1).first(c)?)
}

/// The head, with its row lock: one server seals at a time.
///
/// # Errors
/// As [`head`].
pub fn touch(c: &mut Connection) -> Result<Head> {
    Ok(diesel::update(audit_chain::table.find(1))
        .set(audit_chain::sequence.eq(audit_chain::sequence + 0))
        .returning(audit_chain::all_columns)
        .get_result(c)?)
}

/// Whether lines wait to be sealed.
///
/// # Errors
/// Those of the base.
pub fn is_pending(c: &mut Connection) -> Result<bool> {
    Ok(diesel::select(diesel::dsl::exists(audit_pending::table.select(audit_pending::audit_id)))
        .get_result(c)?)
}

/// The first lines that wait to be sealed. Those of transactions that are still open come later, whatever their
/// identifiers.
///
/// # Errors
/// Those of the base.
pub fn pending(c: &mut Connection, limit: i64) -> Result<Vec<Line>> {
    // What names no line is none of ours, and must not keep those behind it waiting.
    let written = audit::table.select(audit::id);
    let waiting =
        audit_pending::table.filter(audit_pending::audit_id.eq_any(written)).select(audit_pending::audit_id);
    let ids: Vec<String> = waiting.order(audit_pending::audit_id).limit(limit).load(c)?;
    Ok(audit::table.filter(audit::id.eq_any(ids)).order(audit::id).load(c)?)
}

/// Adds seals to the chain, whose lines wait no longer, and moves the head that [`touch`] took.
///
/// # Errors
/// Those of the base.
pub fn seal(c: &mut Connection, seals: Vec<Seal>, head: Head) -> Result<()> {
    let ids: Vec<String> = seals.iter().map(|seal| seal.audit_id.clone()).collect();
    insert_rows!(c, audit_seal, 3, seals);
    diesel::delete(audit_pending::table.filter(audit_pending::audit_id.eq_any(ids))).execute(c)?;
    crate::version::saved(diesel::update(audit_chain::table.find(1)).set(head).execute(c)?)
}

/// The seals after this place, with their lines; no line where it is missing.
///
/// # Errors
/// Those of the base.
pub fn after(c: &mut Connection, sequence: i64, limit: i64) -> Result<Vec<(Seal, Option<Line>)>> {
    Ok(audit_seal::table
        .left_join(audit::table.on(audit::id.eq(audit_seal::audit_id)))
        .filter(audit_seal::sequence.gt(sequence))
        .order(audit_seal::sequence)
        .limit(limit)
        .select((audit_seal::all_columns, audit::all_columns.nullable()))
        .load(c)?)
}

/// How many lines have no seal, and how many of these do not even wait for one.
///
/// # Errors
/// Those of the base.
pub fn unsealed(c: &mut Connection) -> Result<(i64, i64)> {
    let without = || {
        audit::table
            .left_join(audit_seal::table.on(audit_seal::audit_id.eq(audit::id)))
            .left_join(audit_pending::table.on(audit_pending::audit_id.eq(audit::id)))
            .filter(audit_seal::sequence.nullable().is_null())
    };
    let all = without().count().get_result(c)?;
    let forgotten = without().filter(audit_pending::audit_id.nullable().is_null()).count().get_result(c)?;
    Ok((all, forgotten))
}
