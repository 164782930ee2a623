//! H7: what an organisation can request, and why not the rest.

use crate::{Failure, Tx, catalogue, failure::refuse_if_any, parameters};
use forprev_core::{
    catalogue::{DispositifLevel, Level},
    habilitation::Validity,
    id::{OrganisationId, RequestId},
    page::Page,
    parameters::Parameters,
    policy::request::draft,
    query::PageQuery,
    request::offer::{Held, Offer, Situation, offer, offered},
};
use forprev_store as store;

/// `GET /organisations/{id}/requestable`: every dispositif and level of the catalogue, as the organisation can request it
/// today, or why it cannot.
///
/// # Errors
/// `request.cursor`, what the query's shape refuses; `not_found` where the organisation is not theirs.
pub fn list_requestable(
    tx: &mut Tx<'_>,
    id: OrganisationId,
    query: &PageQuery,
) -> Result<Page<Offer>, Failure> {
    let wanted = query.wanted()?;
    refuse_if_any(query.check())?;
    draft(tx.actor, id)?;
    let organisation = store::organisation::find(tx.conn, id)?;
    let catalogue = catalogue::on(tx, tx.today)?;
    let places = store::catalogue::positions(tx.conn, tx.today)?;
    let parameters = parameters::on(tx, tx.today)?;
    let list = situated(tx, &organisation, &parameters, None, |situation| offered(&catalogue, situation))?;
    let place = |code: &str| places.iter().find(|(of, _)| of == code).map_or(0, |(_, place)| *place);
    Ok(wanted.cut(list, |one| format!("{:05} {} {}", place(&one.dispositif), one.dispositif, one.level)))
}

/// How this organisation can request one of them today, one of its requests left aside.
pub(super) fn of(
    tx: &mut Tx<'_>,
    organisation: &store::organisation::Row,
    dispositif: &str,
    level: &Level,
    parameters: &Parameters,
    aside: Option<RequestId>,
) -> Result<Offer, Failure> {
    situated(tx, organisation, parameters, aside, |situation| offer(dispositif, level, situation))
}

fn situated<T>(
    tx: &mut Tx<'_>,
    organisation: &store::organisation::Row,
    parameters: &Parameters,
    aside: Option<RequestId>,
    f: impl FnOnce(&Situation<'_>) -> T,
) -> Result<T, Failure> {
    let all = store::habilitation::of_organisation(tx.conn, organisation.id)?;
    let days: Vec<Validity> = all.iter().map(store::habilitation::Whole::validity).collect();
    let held: Vec<_> = all
        .iter()
        .zip(&days)
        .map(|(one, validity)| Held {
            id: one.row.id,
            dispositif: &one.row.dispositif,
            level: one.row.level,
            validity,
        })
        .collect();
    let open: Vec<_> = store::request::open_of(tx.conn, organisation.id)?
        .into_iter()
        .filter(|row| Some(row.id) != aside)
        .map(|row| DispositifLevel { dispositif: row.dispositif, level: row.level })
        .collect();
    Ok(f(&Situation {
        today: tx.today,
        organisation: organisation.kind,
        held: &held,
        open: &open,
        parameters,
    }))
}
