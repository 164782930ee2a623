//! The content of a session, between the rows of the base and what the rules read.

use super::{Loaded, facts, people, place};
use crate::{Failure, Tx};
use chrono::NaiveDate;
use forprev_core::{
    calendar::today_in_paris,
    id::TraineeId,
    problem::{Code, Fault},
    session::{
        SessionContent,
        content::{FormateurContent, TraineeContent},
        trainee::fields_not_allowed,
        window,
    },
};
use forprev_store as store;
use std::collections::HashSet;

/// The content that these rows hold.
pub(super) fn read(
    row: &store::session::Row,
    formateurs: &[store::session::FormateurRow],
    trainees: &[store::trainee::Row],
) -> SessionContent {
    SessionContent {
        habilitation_id: Some(row.habilitation_id),
        certificate_code: row.certificate_code.clone(),
        kind: row.kind,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        place: place::read(row),
        formateurs: formateurs
            .iter()
            .map(|one| FormateurContent { forprev_number: Some(one.forprev_number.clone()), lead: one.lead })
            .collect(),
        trainees: trainees.iter().map(trainee).collect(),
        external_ref: row.external_ref.clone(),
    }
}

/// A trainee of the base, as the rules read it.
pub(super) fn trainee(row: &store::trainee::Row) -> TraineeContent {
    TraineeContent {
        id: Some(row.id),
        last_name: row.last_name.clone(),
        first_name: row.first_name.clone(),
        birth_date: Some(row.birth_date),
        email: row.email.clone(),
        forprev_number: row.forprev_number.clone(),
        person_id: row.person_id,
    }
}

/// A content that can be stored, with its facts.
pub(super) struct Ready {
    pub(super) content: SessionContent,
    pub(super) known: facts::Known,
}

/// Makes a content ready for the base: fills the place from its platform, gathers the facts, and refuses what no
/// draft may hold: what it points to and does not exist, and what must not be stored (S15). `before` are the
/// trainees that the session has already.
pub(super) fn prepare(
    tx: &mut Tx<'_>,
    mut content: SessionContent,
    habilitation: &store::habilitation::Whole,
    before: &[store::trainee::Row],
) -> Result<Ready, Failure> {
    let mut faults = Vec::new();
    let platform = content.place.platform_id;
    if platform.is_some_and(|id| habilitation.platforms.iter().all(|one| one.id != id)) {
        faults.push(Fault::new(Code::BadReference).at("/place/platform_id"));
    }
    place::fill(&mut content.place, &habilitation.platforms);
    forget_outdated_choices(&mut content.trainees, before);
    let known = facts::gather(tx, &content, habilitation)?;
    faults.extend(fields_not_allowed(&content.trainees, &known.level));
    faults.extend(unknown_ids(&content.trainees, before));
    if !known.level.trains_acteurs() {
        faults.extend(chosen_without_offer(tx, &content.trainees)?);
    }
    forprev_core::shape::in_order(&mut faults, &|_| 0);
    crate::failure::refuse_if_any(faults)?;
    Ok(Ready { content, known })
}

/// A trainee whose identity is corrected is no longer the person who was chosen for the old one.
fn forget_outdated_choices(trainees: &mut [TraineeContent], before: &[store::trainee::Row]) {
    for one in trainees {
        let Some(row) = before.iter().find(|row| Some(row.id) == one.id) else { continue };
        if row.person_id.is_some() && row.person_id == one.person_id && trainee(row).key() != one.key() {
            one.person_id = None;
        }
    }
}

/// Identifiers of trainees that are not of this session, or stand twice.
fn unknown_ids(trainees: &[TraineeContent], before: &[store::trainee::Row]) -> Vec<Fault> {
    let mut left: HashSet<TraineeId> = before.iter().map(|row| row.id).collect();
    trainees
        .iter()
        .enumerate()
        .filter(|(_, one)| one.id.is_some_and(|id| !left.remove(&id)))
        .map(|(index, _)| Fault::new(Code::BadReference).at(format!("/trainees/{index}/id")))
        .collect()
}

/// C4: a person can be chosen only among those offered for the trainee's identity.
fn chosen_without_offer(tx: &mut Tx<'_>, trainees: &[TraineeContent]) -> Result<Vec<Fault>, Failure> {
    let mut found = Vec::new();
    for (index, one) in trainees.iter().enumerate() {
        let Some(chosen) = one.person_id else { continue };
        if people::candidates(tx, one)?.iter().all(|person| person.id != chosen) {
            found.push(Fault::new(Code::BadReference).at(format!("/trainees/{index}/person_id")));
        }
    }
    Ok(found)
}

/// Writes a content that is ready over a session that was taken, and answers with the session as it is then.
pub(super) fn write(
    tx: &mut Tx<'_>,
    loaded: Loaded,
    habilitation: store::habilitation::Whole,
    ready: Ready,
) -> Result<Loaded, Failure> {
    let Ready { content, known } = ready;
    let mut row = loaded.row;
    if row.ends_on != content.ends_on {
        let created_on = today_in_paris(row.created_at.utc());
        row.erase_on = erase_on(content.ends_on, created_on, tx.today, &known, Some(row.erase_on));
    }
    fill(&mut row, &content, &known, &habilitation.row);
    row.updated_at = tx.now.into();
    store::session::save(tx.conn, row.clone())?;
    let formateurs = formateur_rows(&row, &content, &known);
    if formateurs != loaded.formateurs {
        store::session::replace_formateurs(tx.conn, row.id, formateurs.clone())?;
    }
    let trainees = trainee_rows(tx, &row, &content)?;
    if trainees != loaded.trainees {
        store::trainee::replace(tx.conn, row.id, trainees.clone())?;
    }
    let content = read(&row, &formateurs, &trainees);
    Ok(Loaded::with(row, formateurs, trainees, habilitation, loaded.organisation, content, known))
}

/// The columns of a session that tell its content.
pub(super) fn fill(
    row: &mut store::session::Row,
    content: &SessionContent,
    known: &facts::Known,
    habilitation: &store::habilitation::Row,
) {
    row.habilitation_id = habilitation.id;
    row.dispositif.clone_from(&habilitation.dispositif);
    row.level = habilitation.level;
    row.certificate_code.clone_from(&content.certificate_code);
    row.kind = content.kind;
    row.starts_on = content.starts_on;
    row.ends_on = content.ends_on;
    row.ends_sort = store::session::ends_sort(content.ends_on);
    row.external_ref.clone_from(&content.external_ref);
    place::write(row, &content.place, known.departement.clone());
}

/// S14: the first day on which nothing of a session is served, while it has no certificates. One whose closing day
/// was over before it was declared, or before its end was moved there, is kept as long as if it closed today: a
/// mistyped year does not make what was typed vanish. Not longer than it was going to be, `before`, though: moved
/// again and again, a session would be kept for ever.
pub(super) fn erase_on(
    ends_on: Option<NaiveDate>,
    created_on: NaiveDate,
    today: NaiveDate,
    known: &facts::Known,
    before: Option<NaiveDate>,
) -> NaiveDate {
    let by_closing = window::last_day_readable_uncertified(ends_on, created_on, &known.parameters);
    let by_change = window::erased_from(window::last_day_readable(today, known.parameters.retention_days));
    window::erased_from(by_closing).max(before.map_or(by_change, |before| by_change.min(before)))
}

/// The formateurs of a content, as rows.
pub(super) fn formateur_rows(
    row: &store::session::Row,
    content: &SessionContent,
    known: &facts::Known,
) -> Vec<store::session::FormateurRow> {
    content
        .formateurs
        .iter()
        .filter_map(|one| one.forprev_number.as_ref().map(|number| (number, one.lead)))
        .zip(0..)
        .map(|((number, lead), position)| store::session::FormateurRow {
            session_id: row.id,
            position,
            person_id: known
                .people
                .iter()
                .find(|person| person.forprev_number == *number)
                .map(|person| person.id),
            forprev_number: number.clone(),
            lead,
        })
        .collect()
}

/// The trainees of a content, as rows; a new one gets an identifier.
pub(super) fn trainee_rows(
    tx: &Tx<'_>,
    row: &store::session::Row,
    content: &SessionContent,
) -> Result<Vec<store::trainee::Row>, Failure> {
    content
        .trainees
        .iter()
        .zip(0..)
        .map(|(one, position)| {
            Ok(store::trainee::Row {
                id: one.id.unwrap_or_else(|| TraineeId::new(tx.new_id())),
                session_id: row.id,
                position,
                last_name: one.last_name.clone(),
                first_name: one.first_name.clone(),
                // Its shape was checked before.
                birth_date: one
                    .birth_date
                    .ok_or_else(|| Failure::internal("a trainee without a birth date"))?,
                outcome: None,
                email: one.email.clone(),
                forprev_number: one.forprev_number.clone(),
                person_id: one.person_id,
            })
        })
        .collect()
}
