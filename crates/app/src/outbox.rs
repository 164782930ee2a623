//! What is to be told to somebody, put down in the transaction that makes it so: nothing is told that was undone, nothing
//! that was done is left unsaid. The dashboard shows it at once; mails are made of it afterwards.

use crate::{Failure, Tx};
pub use forprev_core::notification::Kind;
use forprev_core::{
    id::{OrganisationId, PersonId, SessionId},
    notification::Facts,
    policy::account::MANAGES,
};
use forprev_store as store;
use serde_json::Value;

/// Puts down what is to be told, to whom, about which session and organisation. What names a session is erased with
/// it (S14); even so, no trainee's name stands in a payload: the names of [`Facts`], and no other, are told.
///
/// # Errors
/// The base cannot be written.
pub fn put(
    tx: &mut Tx<'_>,
    kind: Kind,
    person: Option<PersonId>,
    session: Option<SessionId>,
    organisation: Option<OrganisationId>,
    payload: Value,
) -> Result<(), Failure> {
    let id = tx.new_id().to_string();
    if let Some(person) = person.filter(|_| kind.is_shown()) {
        let facts: Facts = serde_json::from_value(payload.clone())?;
        let facts = serde_json::to_value(facts.for_dashboard())?;
        store::notification::insert(
            tx.conn,
            store::notification::Row {
                id: id.clone(),
                person_id: person,
                kind: kind.as_str().to_owned(),
                session_id: session,
                facts: store::Json(facts),
                created_at: tx.now.into(),
                read_at: None,
            },
        )?;
    }
    store::outbox::insert(
        tx.conn,
        store::outbox::Row {
            id,
            kind: kind.as_str().to_owned(),
            person_id: person,
            session_id: session,
            organisation_id: organisation,
            payload: store::Json(payload),
            created_at: tx.now.into(),
            due_at: tx.now.into(),
            done_at: None,
            mail_id: None,
        },
    )?;
    Ok(())
}

/// The same, to each gestionnaire of an organisation.
///
/// # Errors
/// The base cannot be written.
pub fn put_to_gestionnaires(
    tx: &mut Tx<'_>,
    kind: Kind,
    organisation: OrganisationId,
    payload: Value,
) -> Result<(), Failure> {
    for person in store::profile::people_of(tx.conn, organisation, MANAGES, tx.today)? {
        put(tx, kind, Some(person), None, Some(organisation), payload.clone())?;
    }
    Ok(())
}
