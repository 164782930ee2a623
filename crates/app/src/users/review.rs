//! A gestionnaire confirms accesses: for a year nobody asks again.

use super::take;
use crate::{Failure, Tx, audit, failure::refuse_if_any};
use forprev_core::{
    id::OrganisationId,
    problem::{Code, Fault},
    user::{Review, Reviewed},
};
use forprev_store as store;
use serde_json::json;

/// `POST /organisations/{id}/users/review`: these users may stay what they are.
///
/// # Errors
/// What is wrong in shape, `not_found`, `field.reference` for whoever is no user here.
pub fn review_users(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    review: &Review,
) -> Result<Reviewed, Failure> {
    let ids = review.read()?;
    let organisation = take(tx, organisation)?;
    let users = store::profile::of_organisation(tx.conn, organisation.id)?;
    let mut faults = Vec::new();
    let mut confirmed = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        match users.iter().find(|row| row.id == id.to_string()) {
            None => faults.push(Fault::new(Code::BadReference).at(format!("/user_ids/{index}"))),
            Some(row) if !confirmed.contains(&row.id) => confirmed.push(row.id.clone()),
            Some(_) => {}
        }
    }
    refuse_if_any(faults)?;
    for id in &confirmed {
        let row = store::profile::touch(tx.conn, id, None)?;
        store::profile::save(tx.conn, store::profile::Row { reviewed_on: Some(tx.today), ..row })?;
    }
    let (resource, detail) = (organisation.id.to_string(), json!({ "users": confirmed }));
    audit::record(tx, "review_users", "organisation", &resource, Some(organisation.id), detail)?;
    Ok(Reviewed { reviewed_on: tx.today, users: u32::try_from(confirmed.len()).unwrap_or(u32::MAX) })
}
