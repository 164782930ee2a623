//! What waits to be told to a person by mail, in a merge.

use super::Moved;
use crate::{Connection, Result, schema::outbox, stored::Stored};
use diesel::prelude::*;
use forprev_core::id::PersonId;

/// What has become a mail, or will be none, stays with the account to which it was told.
pub(super) fn carry(c: &mut Connection, from: PersonId, to: PersonId) -> Result<Vec<String>> {
    let waiting = outbox::table.filter(outbox::person_id.eq(Stored(from))).filter(outbox::done_at.is_null());
    let ids: Vec<String> = waiting.select(outbox::id).load(c)?;
    let those = outbox::table.filter(outbox::id.eq_any(&ids)).filter(outbox::done_at.is_null());
    diesel::update(those).set(outbox::person_id.eq(Stored(to))).execute(c)?;
    Ok(ids)
}

/// What was told since was told to the kept person.
pub(super) fn give_back(c: &mut Connection, moved: &Moved, merged: PersonId, kept: PersonId) -> Result<()> {
    let untold = outbox::table
        .filter(outbox::id.eq_any(&moved.untold))
        .filter(outbox::person_id.eq(Stored(kept)))
        .filter(outbox::done_at.is_null());
    diesel::update(untold).set(outbox::person_id.eq(Stored(merged))).execute(c)?;
    Ok(())
}
