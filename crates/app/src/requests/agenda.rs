//! Which requests stand on the agenda of a sitting.

use super::loaded::Loaded;
use crate::{Failure, Tx, failure::refuse_if_any};
use forprev_core::{
    id::{RequestId, SittingId},
    policy::request::view,
    problem::{Code, Fault},
    request::State,
};
use forprev_store as store;

/// Puts a request that was taken at the end of an agenda.
pub(super) fn add(tx: &mut Tx<'_>, loaded: &mut Loaded, sitting: store::sitting::Row) -> Result<(), Failure> {
    let row = store::sitting::touch(tx.conn, sitting.id)?;
    let there = store::sitting::agendas(tx.conn, &[row.id])?.len();
    loaded.row.sitting_id = Some(row.id);
    loaded.row.agenda_position = i32::try_from(there).ok();
    store::sitting::save(tx.conn, store::sitting::Row { updated_at: tx.now.into(), ..row })?;
    Ok(())
}

/// Makes this the agenda of a sitting that was taken: those that are new on it, those that go, and their order.
///
/// # Errors
/// `field.reference` for a request that is none, or that does not wait for a decision; `sitting.on_agenda` for one of
/// another sitting.
pub(super) fn replace(tx: &mut Tx<'_>, sitting: SittingId, wanted: &[RequestId]) -> Result<(), Failure> {
    let before: Vec<_> =
        store::sitting::agendas(tx.conn, &[sitting])?.into_iter().map(|(_, request)| request).collect();
    if before == wanted {
        return Ok(());
    }
    // In the order of their identifiers, as everybody takes several at once.
    let mut all: Vec<_> = before.iter().chain(wanted).copied().collect();
    all.sort_unstable();
    all.dedup();
    let mut faults = Vec::new();
    for id in all {
        let place = wanted.iter().position(|one| *one == id);
        let row = match store::request::touch(tx.conn, id) {
            Ok(row) => row,
            Err(store::Error::NotFound) => {
                faults.extend(place.map(|place| at(place, Code::BadReference)));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let theirs = view(tx.actor, &super::loaded::standing(&row)).is_some();
        let elsewhere = row.sitting_id.is_some_and(|other| other != sitting);
        match place {
            Some(place) if !theirs || row.state != State::Decision => {
                faults.push(at(place, Code::BadReference))
            }
            Some(place) if elsewhere => faults.push(at(place, Code::SittingOnAgenda)),
            _ => {
                let row = store::request::Row {
                    sitting_id: place.map(|_| sitting),
                    agenda_position: place.and_then(|place| i32::try_from(place).ok()),
                    updated_at: tx.now.into(),
                    ..row
                };
                store::request::save(tx.conn, row)?;
            }
        }
    }
    refuse_if_any(faults)
}

fn at(place: usize, code: Code) -> Fault {
    Fault::new(code).at(format!("/agenda/{place}"))
}
