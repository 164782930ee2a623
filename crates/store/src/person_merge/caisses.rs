//! The caisses that a person chose (H1), in a merge.

use super::{Caisse, CaisseChoice, Moved};
use crate::{
    Connection, Result,
    schema::{caisse_choice, person},
    stored::Stored,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::id::PersonId;

/// H1: the history of both, and the caisse that was chosen last. On a day on which both chose, the kept person's stands.
pub(super) fn carry(c: &mut Connection, from: PersonId, to: PersonId, moved: &mut Moved) -> Result<()> {
    let history = |c: &mut Connection, person: PersonId| -> Result<Vec<(NaiveDate, String)>> {
        let theirs = caisse_choice::table.filter(caisse_choice::person_id.eq(Stored(person)));
        Ok(theirs
            .order(caisse_choice::since_on)
            .select((caisse_choice::since_on, caisse_choice::caisse_code))
            .load(c)?)
    };
    let now = |c: &mut Connection, id: PersonId| -> Result<Option<String>> {
        Ok(person::table.find(Stored(id)).select(person::caisse_code).first(c)?)
    };
    let (theirs, own) = (history(c, from)?, history(c, to)?);
    let (their_last, own_last) = (theirs.last().map(|one| one.0), own.last().map(|one| one.0));
    for (since_on, caisse) in theirs {
        if own.iter().any(|(day, _)| *day == since_on) {
            continue;
        }
        let row = caisse_choice::table.find((Stored(from), since_on));
        diesel::update(row).set(caisse_choice::person_id.eq(Stored(to))).execute(c)?;
        moved.caisses.push(CaisseChoice { since_on, caisse });
    }
    let (their_caisse, before) = (now(c, from)?, now(c, to)?);
    if let Some(caisse) = their_caisse.filter(|_| before.is_none() || their_last > own_last) {
        diesel::update(person::table.find(Stored(to))).set(person::caisse_code.eq(&caisse)).execute(c)?;
        moved.caisse = Some(Caisse { before, now: caisse });
    }
    Ok(())
}

pub(super) fn give_back(c: &mut Connection, moved: &Moved, merged: PersonId, kept: PersonId) -> Result<()> {
    for one in &moved.caisses {
        // What the kept person chose on that day since stays theirs.
        let same = caisse_choice::table
            .filter(caisse_choice::person_id.eq(Stored(kept)))
            .filter(caisse_choice::since_on.eq(one.since_on))
            .filter(caisse_choice::caisse_code.eq(&one.caisse));
        diesel::delete(same).execute(c)?;
        crate::caisse_choice::put(c, merged, &one.caisse, one.since_on)?;
    }
    if let Some(one) = &moved.caisse {
        let same = person::table.filter(person::id.eq(Stored(kept))).filter(person::caisse_code.eq(&one.now));
        diesel::update(same).set(person::caisse_code.eq(&one.before)).execute(c)?;
    }
    Ok(())
}
