//! Tokens that serve once, and have.

use crate::{Connection, Instant, Result, schema::spent_token};
use diesel::prelude::*;

/// Spends the token of this digest, which ends by itself at `expires_at`. Whether this call was the first to do so.
///
/// # Errors
/// Those of the base.
pub fn spend(c: &mut Connection, digest: &str, expires_at: Instant) -> Result<bool> {
    let row = (spent_token::digest.eq(digest), spent_token::expires_at.eq(expires_at));
    let written = each!(c, c => {
        diesel::insert_into(spent_token::table).values(row).on_conflict_do_nothing().execute(c)
    })?;
    Ok(written == 1)
}

/// Forgets the tokens that have ended by themselves.
///
/// # Errors
/// Those of the base.
pub fn forget_old(c: &mut Connection, now: Instant) -> Result<usize> {
    Ok(diesel::delete(spent_token::table.filter(spent_token::expires_at.lt(now))).execute(c)?)
}
