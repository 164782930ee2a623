//! Live sessions with their trainees: drafts, submitted and returned ones.

use super::{Size, draw, name, organisations, people};
use crate::{Failure, Tx, seed::id};
use chrono::{Days, NaiveDate};
use forprev_core::{
    id::{SessionId, TraineeId},
    session::{SessionKind, State, window},
};
use forprev_store as store;

/// Sessions written at once.
const BATCH: usize = 5_000;

/// Writes them.
pub(super) fn write(tx: &mut Tx<'_>, size: Size) -> Result<(), Failure> {
    let parameters = crate::parameters::on(tx, tx.today)?;
    let per_session = size.trainees / size.sessions.max(1);
    let one_more = size.trainees % size.sessions.max(1);
    let mut trainees_written = 0;
    for first in (0..size.sessions).step_by(BATCH) {
        let places = first..size.sessions.min(first + BATCH);
        let (mut sessions, mut formateurs, mut trainees) = (Vec::new(), Vec::new(), Vec::new());
        for index in places {
            let row = session(tx, index, size, &parameters);
            let lead = lead(index, size);
            if row.state != State::Draft {
                let person = people::formateur(lead);
                store::person::leads_for(tx.conn, row.organisation_id, person, tx.today)?;
            }
            formateurs.push(store::session::FormateurRow {
                session_id: row.id,
                position: 0,
                person_id: Some(people::formateur(lead)),
                forprev_number: people::number(lead),
                lead: true,
            });
            for position in 0..per_session + usize::from(index < one_more) {
                trainees.push(trainee(row.id, trainees_written, position));
                trainees_written += 1;
            }
            sessions.push(row);
        }
        store::session::insert_all(tx.conn, sessions)?;
        store::session::insert_formateurs(tx.conn, formateurs)?;
        store::trainee::insert_all(tx.conn, trainees)?;
    }
    Ok(())
}

fn lead(index: usize, size: Size) -> usize {
    usize::try_from(draw(index as u64 ^ 0xf0) % size.formateurs.max(1) as u64).unwrap_or_default()
}

fn session(
    tx: &Tx<'_>,
    index: usize,
    size: Size,
    parameters: &forprev_core::parameters::Parameters,
) -> store::session::Row {
    let (habilitation_id, owner, (dispositif, certificate)) = organisations::any(index as u64, size);
    let (postal_code, insee_code) = organisations::place_of(owner);
    let state = match index % 5 {
        0 => State::Draft,
        1 => State::Returned,
        _ => State::Submitted,
    };
    // Ends from forty days ago to fifty days from now.
    let ends_on = tx.today - Days::new(40) + Days::new(draw(index as u64 ^ 0xe1) % 90);
    let readable = window::last_day_readable_uncertified(Some(ends_on), tx.today, parameters);
    let submitted = state != State::Draft;
    let organisation_id = organisations::organisation(owner);
    store::session::Row {
        id: SessionId::new(id(106, index)),
        organisation_id,
        habilitation_id,
        dispositif: dispositif.to_owned(),
        level: 1,
        certificate_code: Some(certificate.to_owned()),
        kind: Some(if index.is_multiple_of(3) { SessionKind::Mac } else { SessionKind::Initial }),
        starts_on: None,
        ends_on: Some(ends_on),
        ends_sort: store::session::ends_sort(Some(ends_on)),
        place_name: Some("Salle de formation".to_owned()),
        place_address: Some(format!("{} rue des Essais", index % 200 + 1)),
        place_postal_code: Some(postal_code.to_owned()),
        place_city: Some("Ville".to_owned()),
        place_insee_code: Some(insee_code.to_owned()),
        platform_id: None,
        departement: insee_code.get(..2).map(str::to_owned),
        external_ref: Some(format!("LMS-{index}")),
        state,
        comment: (state == State::Returned).then(|| "Dates à revoir".to_owned()),
        comment_by: None,
        declared_on: submitted.then_some(ends_on.min(tx.today)),
        declared_by: Some(people::formateur(size.formateurs + owner % size.users.max(1))),
        declared_by_client: None,
        mac_key: draw(index as u64).to_be_bytes().repeat(4),
        submitted_at: submitted.then(|| tx.now.into()),
        verified_at: None,
        verified_by: None,
        verified_mac: None,
        certified_at: None,
        certified_by: None,
        certified_by_client: None,
        certified_mac: None,
        certified_on: None,
        erase_on: window::erased_from(readable),
        version: 1,
        created_at: tx.now.into(),
        updated_at: tx.now.into(),
        caisse_code: None,
    }
}

fn trainee(session_id: SessionId, index: usize, position: usize) -> store::trainee::Row {
    let (last_name, first_name) = name(0x1_0000_0000 + index as u64);
    store::trainee::Row {
        id: TraineeId::new(id(107, index)),
        session_id,
        position: i32::try_from(position).unwrap_or_default(),
        last_name,
        first_name: first_name.to_owned(),
        birth_date: NaiveDate::from_ymd_opt(1960, 1, 1).unwrap_or_default()
            + Days::new(draw(index as u64) % 16_000),
        outcome: None,
        email: None,
        forprev_number: None,
        person_id: None,
    }
}
