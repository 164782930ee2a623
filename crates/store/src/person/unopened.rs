//! Accounts that were asked for and never opened.

use crate::{
    Connection, Error, Instant, Result,
    schema::{look, mail, mail_preference, notification, one_time_link, outbox, person, profile},
    stored::Stored,
};
use diesel::{
    dsl::{exists, not},
    prelude::*,
};
use forprev_core::{actor::ProfileKind, id::PersonId};

/// The people without a password who were written before `before`, are `kind` and were never anything else, and hold no
/// link that still serves: by identifier, after this one.
///
/// # Errors
/// Those of the base.
pub fn never_opened(
    c: &mut Connection,
    kind: ProfileKind,
    before: Instant,
    now: Instant,
    after: Option<PersonId>,
    limit: i64,
) -> Result<Vec<PersonId>> {
    let theirs = || profile::table.filter(profile::person_id.eq(person::id));
    let serves = one_time_link::table
        .filter(one_time_link::person_id.eq(person::id))
        .filter(one_time_link::used_at.is_null())
        .filter(one_time_link::expires_at.gt(now));
    let mut found = person::table
        .filter(person::password_hash.is_null())
        // Who did their first steps has opened it, and lost the password since.
        .filter(person::onboarded_at.is_null())
        .filter(person::checked_on.is_null())
        .filter(person::closed_at.is_null())
        .filter(person::created_at.lt(before))
        .filter(exists(theirs().filter(profile::kind.eq(Stored(kind)))))
        .filter(not(exists(theirs().filter(profile::kind.ne(Stored(kind))))))
        .filter(not(exists(serves)))
        .into_boxed();
    if let Some(after) = after {
        found = found.filter(person::id.gt(Stored(after)));
    }
    Ok(found.order(person::id).limit(limit).select(person::id).load(c)?)
}

/// Erases a person who has no password and no link that still serves, with what was told to them. Whether it was so.
///
/// # Errors
/// [`Error::InUse`] where anything else is theirs: the transaction has to be undone.
pub fn erase_never_opened(c: &mut Connection, id: PersonId, now: Instant) -> Result<bool> {
    match super::lock(c, id) {
        // Another server was first.
        Err(Error::NotFound) => return Ok(false),
        Err(error) => return Err(error),
        Ok(row) if row.password_hash.is_some() => return Ok(false),
        Ok(_) => {}
    }
    let id = || Stored(id);
    // One that was mailed since they were found.
    let serves = one_time_link::table
        .filter(one_time_link::person_id.eq(id()))
        .filter(one_time_link::used_at.is_null())
        .filter(one_time_link::expires_at.gt(now));
    if diesel::select(exists(serves)).get_result(c)? {
        return Ok(false);
    }
    diesel::delete(one_time_link::table.filter(one_time_link::person_id.eq(id()))).execute(c)?;
    diesel::delete(notification::table.filter(notification::person_id.eq(id()))).execute(c)?;
    diesel::delete(mail_preference::table.filter(mail_preference::person_id.eq(id()))).execute(c)?;
    diesel::delete(outbox::table.filter(outbox::person_id.eq(id()))).execute(c)?;
    diesel::delete(mail::table.filter(mail::person_id.eq(id()))).execute(c)?;
    diesel::delete(look::table.filter(look::person_id.eq(id()))).execute(c)?;
    diesel::delete(profile::table.filter(profile::person_id.eq(id()))).execute(c)?;
    diesel::delete(person::table.find(id())).execute(c)?;
    Ok(true)
}
