//! C4: existing people who may be a formateur trainee.

use super::{content, load, people};
use crate::{Failure, Tx};
use forprev_core::{
    formateur::Candidate,
    id::{PersonId, SessionId, TraineeId},
    page::Page,
    policy::session::is_declarer,
    problem::Code,
};

/// `GET /sessions/{id}/trainees/{trainee_id}/candidates`: those of the same names and birth date as S7 compares
/// them, with address and number masked. Of an acteur trainee, nobody: they have no account.
///
/// # Errors
/// `not_found`; `forbidden` to those who see the session but do not declare it.
pub fn list_trainee_candidates(
    tx: &mut Tx<'_>,
    id: SessionId,
    trainee: TraineeId,
) -> Result<Page<Candidate>, Failure> {
    find_trainee_candidates(tx, id, trainee).map(|(page, _)| page)
}

/// The same, and who they are: that they were shown is noted ([`crate::looks`]).
///
/// # Errors
/// As [`list_trainee_candidates`].
pub fn find_trainee_candidates(
    tx: &mut Tx<'_>,
    id: SessionId,
    trainee: TraineeId,
) -> Result<(Page<Candidate>, Vec<PersonId>), Failure> {
    let loaded = load(tx, id)?;
    let row =
        loaded.trainees.iter().find(|one| one.id == trainee).ok_or_else(|| Failure::of(Code::NotFound))?;
    if !is_declarer(tx.actor, &loaded.standing) {
        return Err(Failure::of(Code::Forbidden));
    }
    if loaded.known.level.trains_acteurs() {
        return Ok((Page::whole(Vec::new()), Vec::new()));
    }
    let found = people::candidates(tx, &content::trainee(row))?;
    let shown = found.iter().map(|person| person.id).collect();
    let candidates = found
        .into_iter()
        .map(|person| Candidate {
            person_id: person.id,
            last_name: person.last_name,
            first_name: person.first_name,
            forprev_number: person.forprev_number.masked(),
            email: person.email.map(|email| email.masked()),
        })
        .collect();
    Ok((Page::whole(candidates), shown))
}
