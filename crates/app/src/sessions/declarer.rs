//! Whom reaches what is told to the declarer of a session: themselves, or, once they can no longer act on it, those who
//! manage the organisation (E10).

use crate::{Failure, Tx, accounts, outbox};
use forprev_core::{
    id::PersonId,
    policy::{
        account::MANAGES,
        session::{Standing, is_declarer},
    },
};
use forprev_store as store;

/// Who answers for a session that a person declared; nobody for one that a system declared. An account that is closed, a
/// role that is suspended or ended, a habilitation that is detached let nobody act.
///
/// # Errors
/// The base cannot be read.
pub(crate) fn declarers(tx: &mut Tx<'_>, row: &store::session::Row) -> Result<Vec<PersonId>, Failure> {
    let Some(declarer) = row.declared_by else { return Ok(Vec::new()) };
    // A declarer's rights depend on nothing else of the session.
    let standing = Standing {
        organisation_id: row.organisation_id,
        habilitation_id: row.habilitation_id,
        caisse: None,
        declared_by: row.declared_by,
        lead: None,
        formateurs: Vec::new(),
        state: row.state,
        ends_on: row.ends_on,
        verified_by: row.verified_by,
    };
    if is_declarer(&accounts::acting(tx, declarer)?, &standing) {
        return Ok(vec![declarer]);
    }
    Ok(store::profile::people_of(tx.conn, row.organisation_id, MANAGES, tx.today)?)
}

/// Puts down what is to be told to the declarer of a session.
///
/// # Errors
/// The base cannot be written.
pub(super) fn tell_declarer(
    tx: &mut Tx<'_>,
    kind: outbox::Kind,
    row: &store::session::Row,
) -> Result<(), Failure> {
    let told = super::told(row);
    let (session, organisation) = (Some(row.id), Some(row.organisation_id));
    let people = declarers(tx, row)?;
    if people.is_empty() {
        // For whoever else listens to the organisation.
        return outbox::put(tx, kind, None, session, organisation, told);
    }
    for person in people {
        outbox::put(tx, kind, Some(person), session, organisation, told.clone())?;
    }
    Ok(())
}
