//! A session as the API tells it: cut to what the caller may see.

use super::{Loaded, people};
use crate::{Failure, Tx};
use forprev_core::{
    id::PersonId,
    policy::session::{View, actions, view},
    problem::{Code, Fault},
    session::{PersonName, Place, Session, SessionFormateur, Signature, State, Trainee, eligibility::Moment},
    task::due_on,
};
use forprev_store as store;

/// The session as the transaction's actor may see it.
///
/// # Errors
/// `not_found` where it is not theirs to see.
pub fn to_wire(tx: &mut Tx<'_>, loaded: &Loaded) -> Result<Session, Failure> {
    let seen = view(tx.actor, &loaded.standing).ok_or_else(|| Failure::of(Code::NotFound))?;
    let row = &loaded.row;
    let ids: Vec<PersonId> =
        [row.declared_by, row.verified_by, row.certified_by].into_iter().flatten().collect();
    let signers = if ids.is_empty() { Vec::new() } else { store::person::find_all(tx.conn, &ids)? };
    let named = |id: Option<PersonId>| signers.iter().find(|one| Some(one.id) == id).map(people::name);
    let signed = |at: Option<store::Instant>, by: Option<PersonId>| {
        at.map(|at| Signature { at: at.utc(), by: named(by) })
    };
    let whole = seen == View::Whole;
    Ok(Session {
        id: row.id,
        state: row.state,
        version: row.version,
        organisation_id: row.organisation_id,
        organisation_name: loaded.organisation.raison_sociale.clone(),
        habilitation_id: row.habilitation_id,
        habilitation_number: loaded.habilitation.row.number.clone(),
        dispositif: row.dispositif.clone(),
        level: row.level,
        certificate_code: row.certificate_code.clone(),
        kind: row.kind,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        place: place(row),
        formateurs: loaded.formateurs.iter().map(|one| formateur(one, loaded)).collect(),
        trainees: loaded.trainees.iter().filter_map(|one| trainee(one, seen)).collect(),
        trainee_count: u32::try_from(loaded.trainees.len()).unwrap_or(u32::MAX),
        // Both are free text, in which somebody may have named a trainee.
        external_ref: row.external_ref.clone().filter(|_| whole),
        comment: row.comment.clone().filter(|_| whole),
        declared_on: row.declared_on,
        declared_by: named(row.declared_by),
        verified: signed(row.verified_at, row.verified_by),
        certified: signed(row.certified_at, row.certified_by),
        due_on: due_on(row.state, row.ends_on, readable_until(row), &loaded.known.parameters),
        readable_until: readable_until(row),
        created_at: row.created_at.utc(),
        updated_at: row.updated_at.utc(),
        violations: violations(tx, loaded).into_iter().filter(|fault| whole || !of_trainees(fault)).collect(),
        actions: actions(tx.actor, &loaded.standing, tx.today, &loaded.known.parameters),
    })
}

/// What would refuse the session's next step today: its submission, its results or its certificates.
#[must_use]
pub fn violations(tx: &Tx<'_>, loaded: &Loaded) -> Vec<Fault> {
    let moment = match loaded.row.state {
        State::Draft | State::Returned => Moment::Submission,
        State::Submitted => Moment::Verification,
        State::Verified => Moment::Generation,
        State::Certified | State::Unknown => return Vec::new(),
    };
    loaded.known.violations(&loaded.content, loaded.row.declared_on, moment, tx.today)
}

/// Refuses a step with these faults. In a dry run they are told instead, with the session as it stays.
pub(super) fn refused(tx: &mut Tx<'_>, loaded: &Loaded, faults: Vec<Fault>) -> Result<Session, Failure> {
    if !tx.dry_run {
        return Err(faults.into());
    }
    let session = to_wire(tx, loaded)?;
    Ok(Session { version: session.version - 1, violations: faults, ..session })
}

/// S14: the last day on which a session can be read.
pub(crate) fn readable_until(row: &store::session::Row) -> chrono::NaiveDate {
    forprev_core::calendar::day_before(row.erase_on)
}

fn of_trainees(fault: &Fault) -> bool {
    fault.pointer.starts_with("/trainees/")
}

fn place(row: &store::session::Row) -> Option<Place> {
    let place = Place {
        name: row.place_name.clone().unwrap_or_default(),
        address: row.place_address.clone().unwrap_or_default(),
        postal_code: row.place_postal_code.clone().unwrap_or_default(),
        city: row.place_city.clone().unwrap_or_default(),
        insee_code: row.place_insee_code.clone(),
        platform_id: row.platform_id,
    };
    (place != Place::default()).then_some(place)
}

fn formateur(row: &store::session::FormateurRow, loaded: &Loaded) -> SessionFormateur {
    let person = loaded.known.people.iter().find(|one| one.forprev_number == row.forprev_number);
    let PersonName { last_name, first_name, .. } = person.map_or_else(
        || PersonName {
            forprev_number: row.forprev_number.clone(),
            last_name: String::new(),
            first_name: String::new(),
        },
        people::name,
    );
    SessionFormateur { forprev_number: row.forprev_number.clone(), last_name, first_name, lead: row.lead }
}

/// S5: a formateur who does not lead sees names and results; the caisse sees no trainee.
fn trainee(row: &store::trainee::Row, seen: View) -> Option<Trainee> {
    let named = Trainee {
        id: row.id,
        last_name: row.last_name.clone(),
        first_name: row.first_name.clone(),
        birth_date: None,
        outcome: row.outcome,
        email: None,
        forprev_number: None,
        person_id: None,
    };
    match seen {
        View::WithoutTrainees => None,
        View::WithoutBirthDates => Some(named),
        View::Whole => Some(Trainee {
            birth_date: Some(row.birth_date),
            email: row.email.as_ref().map(ToString::to_string),
            forprev_number: row.forprev_number.clone(),
            person_id: row.person_id,
            ..named
        }),
    }
}
