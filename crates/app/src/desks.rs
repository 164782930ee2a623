//! Who sits at a desk: whom to tell that something came to it.

use crate::{Failure, Tx};
use forprev_core::{
    actor::ProfileKind,
    id::PersonId,
    policy::{
        Action, Reach,
        request::{INSTRUCTS, INSTRUCTS_WITHOUT_CAISSE},
        who,
    },
};
use forprev_store as store;

/// The agents of a caisse who instruct, or those of INRS for what has no caisse (H10).
pub(crate) fn at_desk(tx: &mut Tx<'_>, caisse: Option<&str>) -> Result<Vec<PersonId>, Failure> {
    match caisse {
        Some(caisse) => Ok(store::profile::people_at(tx.conn, caisse, INSTRUCTS, tx.today)?),
        None => who_may(tx, INSTRUCTS_WITHOUT_CAISSE, Action::InstructRequest),
    }
}

/// The agents of this kind who may do this today, of whatever rank that is.
pub(crate) fn who_may(tx: &mut Tx<'_>, kind: ProfileKind, action: Action) -> Result<Vec<PersonId>, Failure> {
    let rows = store::profile::of_kinds(tx.conn, &[kind])?;
    let may = |row: &store::profile::Row| {
        let who = who(&row.as_profile());
        row.is_active(tx.today) && who.is_some_and(|who| action.reach(who) != Reach::Never)
    };
    let mut people: Vec<_> = rows.iter().filter(|row| may(row)).map(|row| row.person_id).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}
