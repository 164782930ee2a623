//! What the rules of a request need to know besides its content.

use super::{documents, offer};
use crate::{Failure, Tx, catalogue, parameters, sessions::qualifications};
use forprev_core::{
    catalogue::Level,
    id::{OrganisationId, PersonId},
    organisation::{
        caisse::{Commune, resolve_commune},
        file::FileState,
    },
    parameters::Parameters,
    postal_code::PostalCode,
    problem::{Code, Fault},
    request::{
        RequestContent, RequestKind,
        offer::Offer,
        rules::{Confirmation, Document, Facts, violations},
    },
    session::eligibility::Qualification,
};
use forprev_store as store;
use std::collections::HashMap;
use store::request::Row;

/// The facts of a request.
pub(super) struct Known {
    /// The parameters in force today.
    pub(super) parameters: Parameters,
    /// The level, in the catalogue in force today.
    pub(super) level: Level,
    /// How the same can be requested today, this request left aside.
    pub(super) offer: Offer,
    /// What it renews.
    pub(super) renewed: Option<store::habilitation::Whole>,
    /// The last confirmation of the organisation's data.
    pub(super) confirmed: Option<Confirmation>,
    /// Whether a change of them is being instructed.
    pub(super) change_pending: bool,
    /// The formateurs named who hold or held a formateur certificate.
    pub(super) people: Vec<store::person::Row>,
    /// What they hold, or held.
    pub(super) held: HashMap<PersonId, Vec<Qualification>>,
    /// O1: of each platform, why its address has no commune.
    pub(super) places: Vec<Result<(), Code>>,
    /// What is attached.
    pub(super) documents: Vec<Document>,
}

/// Gathers them.
pub(super) fn gather(
    tx: &mut Tx<'_>,
    row: &Row,
    organisation: &store::organisation::Row,
    content: &RequestContent,
) -> Result<Known, Failure> {
    let parameters = parameters::on(tx, tx.today)?;
    let level = level(tx, &row.dispositif, row.level)?;
    let offer = offer::of(tx, organisation, &row.dispositif, &level, &parameters, Some(row.id))?;
    let renewed = match row.renews_id {
        Some(id) => Some(store::habilitation::find(tx.conn, id)?),
        None => None,
    };
    let numbers: Vec<_> = content.formateurs.iter().flatten().cloned().collect();
    let people = store::person::by_forprev_numbers(tx.conn, &numbers)?;
    let held = qualifications(tx, &people)?;
    // A name is not told by way of the number of somebody who is no formateur.
    let people: Vec<_> = people.into_iter().filter(|person| held.contains_key(&person.id)).collect();
    let mut places = Vec::with_capacity(content.platforms.len());
    for one in &content.platforms {
        places.push(match &one.postal_code {
            Some(code) => resolve_commune(code, one.insee_code.as_ref(), &communes(tx, code)?).map(drop),
            None => Ok(()),
        });
    }
    Ok(Known {
        confirmed: confirmed(tx, row.organisation_id)?,
        change_pending: change_pending(tx, row.organisation_id)?,
        documents: documents::present(tx, row.id, content)?,
        parameters,
        level,
        offer,
        renewed,
        people,
        held,
        places,
    })
}

/// The level of a request, in the catalogue of today; where it is no longer there, in the last one that had it.
pub(crate) fn level(tx: &mut Tx<'_>, dispositif: &str, number: u8) -> Result<Level, Failure> {
    let today = catalogue::on(tx, tx.today)?;
    if let Some(level) = today.level(dispositif, number) {
        return Ok(level.clone());
    }
    let all = store::catalogue::dispositifs(tx.conn)?;
    let before = all.into_iter().rev().filter(|one| one.holds_from <= tx.today);
    let mut held = before.filter(|one| one.entry.code == dispositif);
    let found = held.find_map(|one| one.entry.level(number).cloned());
    found.ok_or_else(|| Failure::internal("a request for what no catalogue had"))
}

/// O1: the communes of a postal code.
pub(super) fn communes(tx: &mut Tx<'_>, code: &PostalCode) -> Result<Vec<Commune>, Failure> {
    let commune = |row: store::place::CommuneRow| {
        Some(Commune {
            postal_code: row.postal_code.parse().ok()?,
            insee_code: row.insee_code.parse().ok()?,
            name: row.name,
            departement: row.departement,
        })
    };
    Ok(store::place::communes(tx.conn, code.as_str())?.into_iter().filter_map(commune).collect())
}

fn confirmed(tx: &mut Tx<'_>, organisation: OrganisationId) -> Result<Option<Confirmation>, Failure> {
    let detail = store::organisation_detail::of(tx.conn, organisation)?;
    Ok(detail.confirmed_by.zip(detail.confirmed_on).map(|(by, on)| Confirmation { by, on }))
}

/// H6: whether a change of the organisation's data is with the caisse, or came back from it. One that is only being
/// written holds nothing up.
fn change_pending(tx: &mut Tx<'_>, organisation: OrganisationId) -> Result<bool, Failure> {
    let open = store::organisation_file::open_change(tx.conn, organisation)?;
    Ok(open.is_some_and(|file| matches!(file.state, FileState::Submitted | FileState::Returned)))
}

impl Known {
    /// All that would refuse the submission of this content by the transaction's actor.
    pub(super) fn violations(&self, tx: &Tx<'_>, row: &Row, content: &RequestContent) -> Vec<Fault> {
        let numbers: Vec<_> = self.people.iter().map(|person| person.forprev_number.clone()).collect();
        let lasting = self.renewed.as_ref().filter(|one| one.row.withdrawn_from.is_none());
        violations(
            content,
            &Facts {
                today: tx.today,
                author: tx.actor.person_id(),
                confirmed: self.confirmed,
                change_pending: self.change_pending,
                submitted_on: row.submitted_on,
                kind: row.kind,
                renewed_until: lasting.map(|one| one.row.valid_until),
                offer: &self.offer,
                level: &self.level,
                parameters: &self.parameters,
                formateurs: &numbers,
                places: &self.places,
                documents: &self.documents,
            },
        )
    }

    /// The days of what it renews, where it renews something.
    pub(super) fn renewed_days(&self, kind: RequestKind) -> Option<forprev_core::habilitation::Validity> {
        self.renewed.as_ref().filter(|_| kind == RequestKind::Renewal).map(|one| one.validity())
    }
}
