//! The content of a request, between the rows of the base and what the rules read.

use super::facts;
use crate::{Failure, Tx, attachments, failure::refuse_if_any};
use forprev_core::{
    id::PlatformId,
    organisation::caisse::resolve_commune,
    problem::{Code, Fault},
    request::{RequestContent, RequestForm, content::PlatformContent},
};
use forprev_store as store;
use std::collections::HashSet;
use store::request::{FormateurRow, PlatformRow, Row};

/// The content that these rows hold.
pub(super) fn read(row: &Row, formateurs: &[FormateurRow], platforms: &[PlatformRow]) -> RequestContent {
    RequestContent {
        formateurs: formateurs.iter().map(|one| Some(one.forprev_number.clone())).collect(),
        programme: row.programme.clone(),
        schedule: row.schedule.clone(),
        platforms: platforms
            .iter()
            .map(|one| PlatformContent {
                id: Some(one.id),
                name: one.name.clone(),
                kind: one.kind.clone(),
                address: one.address.clone(),
                postal_code: one.postal_code.as_deref().and_then(|text| text.parse().ok()),
                insee_code: one.insee_code.as_deref().and_then(|text| text.parse().ok()),
            })
            .collect(),
    }
}

/// Writes a form over a request whose row is to be saved afterwards. `before` are the platforms that it has already.
///
/// # Errors
/// What is wrong in shape; `field.reference` for a platform that is none of its own, or stands twice.
pub(super) fn write(
    tx: &mut Tx<'_>,
    row: &mut Row,
    form: &RequestForm,
    before: &[PlatformRow],
) -> Result<(), Failure> {
    let (content, mut faults) = form.read();
    faults.extend(unknown_platforms(&content, before));
    refuse_if_any(faults)?;
    row.programme.clone_from(&content.programme);
    row.schedule.clone_from(&content.schedule);
    let numbers = (0..).zip(content.formateurs.iter().flatten());
    let formateurs = numbers.map(|(position, number)| FormateurRow {
        request_id: row.id,
        position,
        forprev_number: number.clone(),
    });
    store::request::replace_formateurs(tx.conn, row.id, formateurs.collect())?;
    let mut platforms = Vec::with_capacity(content.platforms.len());
    for (position, one) in (0..).zip(&content.platforms) {
        platforms.push(PlatformRow { position, ..platform(tx, row, one)? });
    }
    // What was attached to a platform goes with it.
    for gone in before.iter().filter(|one| platforms.iter().all(|kept| kept.id != one.id)) {
        attachments::erase(tx, gone.id.into())?;
    }
    Ok(store::request::replace_platforms(tx.conn, row.id, platforms)?)
}

fn unknown_platforms(content: &RequestContent, before: &[PlatformRow]) -> Vec<Fault> {
    let mut left: HashSet<PlatformId> = before.iter().map(|row| row.id).collect();
    let sent = content.platforms.iter().enumerate();
    let unknown = sent.filter(|(_, one)| one.id.is_some_and(|id| !left.remove(&id)));
    unknown.map(|(index, _)| Fault::new(Code::BadReference).at(format!("/platforms/{index}/id"))).collect()
}

/// A platform as it is kept: with its commune, where that is known (O1).
fn platform(tx: &mut Tx<'_>, row: &Row, one: &PlatformContent) -> Result<PlatformRow, Failure> {
    let commune = match &one.postal_code {
        Some(code) => {
            let communes = facts::communes(tx, code)?;
            resolve_commune(code, one.insee_code.as_ref(), &communes).ok().cloned()
        }
        None => None,
    };
    let chosen = one.insee_code.as_ref().map(ToString::to_string);
    Ok(PlatformRow {
        id: one.id.unwrap_or_else(|| PlatformId::new(tx.new_id())),
        request_id: row.id,
        position: 0,
        name: one.name.clone(),
        kind: one.kind.clone(),
        address: one.address.clone(),
        postal_code: one.postal_code.as_ref().map(ToString::to_string),
        insee_code: commune.as_ref().map(|commune| commune.insee_code.to_string()).or(chosen),
        city: commune.map(|commune| commune.name),
    })
}
