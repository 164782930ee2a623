//! Who sits at a desk: whom to tell that something came to it.

use crate::{Failure, Tx, files, requests};
use forprev_core::{
    actor::{Profile, ProfileKind},
    id::PersonId,
    policy::{
        Action, Reach, file,
        request::{self, INSTRUCTS, INSTRUCTS_WITHOUT_CAISSE},
        who,
    },
};
use forprev_store as store;

/// The agents of a caisse who instruct, or those of INRS for what has no caisse (H10), or whose caisse has nobody.
pub(crate) fn at_desk(tx: &mut Tx<'_>, caisse: Option<&str>) -> Result<Vec<PersonId>, Failure> {
    let people = match caisse {
        Some(caisse) => store::profile::people_at(tx.conn, caisse, INSTRUCTS, tx.today)?,
        None => Vec::new(),
    };
    if people.is_empty() {
        who_may(tx, INSTRUCTS_WITHOUT_CAISSE, Action::InstructRequest)
    } else {
        Ok(people)
    }
}

/// The agent who has it in charge, where they `still` instruct it; otherwise all those of its desk.
pub(crate) fn in_charge(
    tx: &mut Tx<'_>,
    agent: Option<PersonId>,
    caisse: Option<&str>,
    still: impl FnOnce(&[Profile]) -> bool,
) -> Result<Vec<PersonId>, Failure> {
    if let Some(agent) = agent
        && still(&store::profile::held_by(tx.conn, agent, tx.today)?)
    {
        return Ok(vec![agent]);
    }
    at_desk(tx, caisse)
}

/// Gives back to their desks the files and the requests that an agent had in charge and instructs no more: their post ended, is
/// suspended or is elsewhere now.
pub(crate) fn give_back(tx: &mut Tx<'_>, agent: PersonId) -> Result<(), Failure> {
    let profiles = store::profile::held_by(tx.conn, agent, tx.today)?;
    for row in store::organisation_file::in_charge_of(tx.conn, agent)? {
        if !file::instructs(&profiles, &files::standing(&row)) {
            let row = store::organisation_file::touch(tx.conn, row.id)?;
            store::organisation_file::save(
                tx.conn,
                store::organisation_file::Row { assigned_to: None, ..row },
            )?;
        }
    }
    for row in store::request::in_charge_of(tx.conn, agent)? {
        if !request::instructs(&profiles, &requests::standing(&row)) {
            let row = store::request::touch(tx.conn, row.id)?;
            store::request::save(tx.conn, store::request::Row { assigned_to: None, ..row })?;
        }
    }
    Ok(())
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
