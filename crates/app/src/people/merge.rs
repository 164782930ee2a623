//! A15: two accounts of one person become one; for 30 days it can be undone.

use crate::{
    Failure, Tx,
    accounts::{confirmed_unless_trial, digest_hex},
    audit,
    failure::refuse_if_any,
    outbox,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use forprev_core::{
    account::link::LinkPurpose,
    calendar::today_in_paris,
    email::Email,
    id::PersonId,
    notification::Facts,
    policy::{Action, may_ever, user::is_post},
    problem::{Code, Fault},
    support::{MERGE_UNDO_DAYS, Merge, Merged},
    text::clean,
};
use forprev_store::{
    self as store,
    person::Row as Person,
    person_merge::{Moved, Row},
};
use serde_json::json;
use std::collections::BTreeSet;

/// The last day on which a merge of this instant can be undone.
pub(super) fn undo_until(at: DateTime<Utc>) -> NaiveDate {
    let day = today_in_paris(at);
    day.checked_add_days(Days::new(MERGE_UNDO_DAYS.into())).unwrap_or(day)
}

/// Takes both accounts, in one order, so that two merges do not wait for each other.
fn touch(tx: &mut Tx<'_>, merged: PersonId, kept: PersonId) -> Result<(Person, Person), Failure> {
    let first = store::person::touch(tx.conn, merged.min(kept), None)?;
    let second = store::person::touch(tx.conn, merged.max(kept), None)?;
    Ok(if first.id == merged { (first, second) } else { (second, first) })
}

fn address_digest(tx: &Tx<'_>, email: &Email) -> String {
    digest_hex(&tx.app.secret.derive("merged address"), email.key().as_bytes())
}

/// `POST /people/{id}/merge`: what the account `id` is and holds becomes `into`'s; `id` closes, and its number leads to
/// the person who is kept. Its address stays with it, or becomes that of a kept person who had none.
///
/// # Errors
/// As `may_ever`; what is wrong in shape; `step_up.required`; `not_found`, `field.reference` where one of the two does not exist, or the account
/// to keep is closed;
/// `merge.already` where one is merged; `merge.self`.
pub fn merge_person(tx: &mut Tx<'_>, merged: PersonId, merge: &Merge) -> Result<Merged, Failure> {
    may_ever(tx.actor, Action::MergePeople)?;
    refuse_if_any(merge.check())?;
    confirmed_unless_trial(tx)?;
    let by = tx.actor.person_id().ok_or_else(|| Failure::of(Code::Forbidden))?;
    let unknown = || Failure::from(Fault::new(Code::BadReference).at("/into"));
    let kept: PersonId = merge.into.trim().parse().map_err(|_| unknown())?;
    store::person::find(tx.conn, merged)?;
    match store::person::find(tx.conn, kept) {
        Err(store::Error::NotFound) => return Err(unknown()),
        found => drop(found?),
    }
    if merged == kept {
        return Err(Fault::new(Code::MergeSelf).at("/into").into());
    }
    // Nobody takes an account over, nor gets an agent's post by another way than INRS's list of agents.
    if by == merged || by == kept {
        return Err(Failure::of(Code::Forbidden));
    }
    let (theirs, own) = touch(tx, merged, kept)?;
    // What a closed account would be given, nobody could use; and it could not be opened to undo it.
    if own.closed_at.is_some() {
        return Err(unknown());
    }
    for one in [merged, kept] {
        if store::profile::of_person(tx.conn, one)?.iter().any(|profile| is_post(profile.kind)) {
            return Err(Failure::of(Code::MergeAgent));
        }
    }
    if !store::person_merge::of_all(tx.conn, &[merged, kept])?.is_empty() {
        return Err(Failure::of(Code::MergeAlready));
    }
    let carried = store::person_merge::carry_over(tx.conn, merged, kept, tx.now.into());
    let mut moved = carried.map_err(|error| match error {
        store::Error::InUse => Failure::of(Code::MergeSuspended),
        other => other.into(),
    })?;
    if let Some(email) = theirs.email.clone().filter(|_| own.email.is_none()) {
        moved.email = Some(address_digest(tx, &email));
        hand_over(tx, merged, kept)?;
    }
    store::refresh_token::end_others(tx.conn, merged, None, tx.now.into())?;
    // Links that were mailed before would open the closed account.
    for one in [merged, kept] {
        store::one_time_link::end(tx.conn, one, &LinkPurpose::ALL, tx.now.into())?;
    }
    let told = told(&moved, merged, kept, tx.now);
    let row = Row {
        id: tx.new_id().to_string(),
        merged_id: merged,
        kept_id: kept,
        reason: clean(&merge.reason),
        moved: store::Json(moved),
        merged_by: by,
        created_at: tx.now.into(),
        undone_at: None,
        undone_by: None,
    };
    store::person_merge::insert(tx.conn, row.clone())?;
    let detail = json!({ "merge": row.id, "into": kept, "profiles": told.profiles, "certificates": told.certificates });
    audit::record(tx, "merge_person", "person", &merged.to_string(), None, detail)?;
    tell(tx, &row, false)?;
    Ok(told)
}

/// Gives the address of one account to the other, as both are by now: never both at once.
fn hand_over(tx: &mut Tx<'_>, from: PersonId, to: PersonId) -> Result<(), Failure> {
    let (from, to) = (store::person::find(tx.conn, from)?, store::person::find(tx.conn, to)?);
    let (email, email_key) = (from.email.clone(), from.email_key.clone());
    store::person::save(tx.conn, Person { email: None, email_key: None, ..from })?;
    store::person::save(tx.conn, Person { email, email_key, ..to })?;
    Ok(())
}

fn told(moved: &Moved, merged_id: PersonId, kept_id: PersonId, at: DateTime<Utc>) -> Merged {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let sessions: BTreeSet<_> = moved.declared.iter().chain(&moved.verified).chain(&moved.animated).collect();
    Merged {
        merged_id,
        kept_id,
        profiles: count(moved.profiles.len() + moved.ended.len()),
        qualifications: count(moved.qualifications.len()),
        certificates: count(moved.certificates.len()),
        sessions: count(sessions.len()),
        email: moved.email.is_some(),
        undo_until: undo_until(at),
    }
}

/// Both accounts are told, with the number that remains.
fn tell(tx: &mut Tx<'_>, row: &Row, undone: bool) -> Result<(), Failure> {
    let facts = Facts {
        what: Some(store::person::find(tx.conn, row.kept_id)?.forprev_number.to_string()),
        state: undone.then(|| "undone".to_owned()),
        reason: Some(row.reason.clone()).filter(|_| !undone),
        until: Some(undo_until(row.created_at.utc())),
        ..Facts::default()
    };
    for person in [row.merged_id, row.kept_id] {
        let told = serde_json::to_value(&facts)?;
        outbox::put(tx, outbox::Kind::AccountMerged, Some(person), None, None, told)?;
    }
    Ok(())
}

/// `POST /people/{id}/merge/undo`: the account `id` opens again with all that went over.
///
/// # Errors
/// As `may_ever`; `step_up.required`; `not_found` where it is not merged; `merge.too_late` after 30 days; `merge.changed` where something
/// is no longer as the merge left it.
pub fn undo_merge(tx: &mut Tx<'_>, merged: PersonId) -> Result<Merged, Failure> {
    may_ever(tx.actor, Action::MergePeople)?;
    confirmed_unless_trial(tx)?;
    let by = tx.actor.person_id().ok_or_else(|| Failure::of(Code::Forbidden))?;
    let gone = || Failure::of(Code::NotFound);
    let seen = store::person_merge::of_merged(tx.conn, merged)?.ok_or_else(gone)?;
    let (theirs, own) = touch(tx, merged, seen.kept_id)?;
    // Read again under the lock: of two who undo it at once, one does.
    let row = store::person_merge::of_merged(tx.conn, merged)?.filter(|row| row.id == seen.id);
    let row = row.ok_or_else(gone)?;
    let until = undo_until(row.created_at.utc());
    if tx.today > until {
        return Err(Fault::new(Code::MergeTooLate).with("until", until).into());
    }
    let changed = || Failure::of(Code::MergeChanged);
    // Whoever closed their account closed all of it.
    if own.closed_at.is_some() {
        return Err(changed());
    }
    let moved = &row.moved.0;
    store::person_merge::give_back(tx.conn, moved, merged, row.kept_id, row.created_at).map_err(|error| {
        match error {
            store::Error::Stale => changed(),
            other => other.into(),
        }
    })?;
    if let Some(digest) = &moved.email {
        let now = own.email.as_ref().map(|email| address_digest(tx, email));
        if now.as_ref() != Some(digest) || theirs.email.is_some() {
            return Err(changed());
        }
        hand_over(tx, row.kept_id, merged)?;
    }
    store::person_merge::undone(tx.conn, &row.id, by, tx.now.into())?;
    let detail = json!({ "merge": row.id, "from": row.kept_id });
    audit::record(tx, "undo_merge", "person", &merged.to_string(), None, detail)?;
    tell(tx, &row, true)?;
    Ok(told(moved, merged, row.kept_id, row.created_at.utc()))
}
