//! Who did what, to what, when: one line for each change, in its transaction. Never a trainee's name. Lines are sealed
//! into a chain afterwards ([`chain`]), and read by those whom roles.md names ([`list_audit`]).

pub mod chain;
mod list;

pub use list::{audit_csv, list_audit};

use crate::{Failure, Tx};
use forprev_core::{actor::Actor, id::OrganisationId};
use forprev_store as store;
use serde_json::Value;

/// Records an act of the transaction's actor. `action` is the operation's name in the API, or a job's.
///
/// # Errors
/// The base cannot be written.
pub fn record(
    tx: &mut Tx<'_>,
    action: &str,
    resource_kind: &str,
    resource_id: &str,
    organisation: Option<OrganisationId>,
    detail: Value,
) -> Result<(), Failure> {
    record_by(tx, tx.actor, action, resource_kind, resource_id, organisation, detail)
}

/// The same, of somebody who is not yet the transaction's actor: who signs in, for example.
pub(crate) fn record_by(
    tx: &mut Tx<'_>,
    actor: &Actor,
    action: &str,
    resource_kind: &str,
    resource_id: &str,
    organisation: Option<OrganisationId>,
    detail: Value,
) -> Result<(), Failure> {
    let (person_id, client_id) = match actor {
        Actor::Person(person) => (Some(person.id), None),
        Actor::Client(client) => (None, Some(client.id)),
        Actor::Anyone => (None, None),
    };
    // So that the agents of a caisse read what was done on their territory, and what they did themselves.
    let caisse_code = match organisation {
        Some(organisation) => store::organisation::caisse_of(tx.conn, organisation)?,
        None => actor.profiles().iter().find_map(|profile| profile.caisse.clone()),
    };
    let id = tx.new_id().to_string();
    store::audit::insert(
        tx.conn,
        store::audit::Row {
            id,
            at: tx.now.into(),
            person_id,
            client_id,
            action: action.to_owned(),
            resource_kind: resource_kind.to_owned(),
            resource_id: Some(resource_id.to_owned()),
            organisation_id: organisation,
            caisse_code,
            address: tx.address.map(|address| address.to_string()),
            detail: Some(detail).filter(|detail| !detail.is_null()).map(store::Json),
        },
    )?;
    Ok(())
}
