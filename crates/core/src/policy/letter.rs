//! Who reads decision letters: those who instruct and decide always, the organisation as long as the habilitation runs (D2).

use super::{Action, Reach, may_ever, organisation::OrganisationStanding, through};
use crate::{
    actor::Actor,
    habilitation::{HabilitationStatus, Validity},
    problem::{Code, Decision, Denied},
};
use chrono::NaiveDate;

/// Whether `actor` reads a letter to this organisation; `habilitation` is the one that it is of, where it is of one.
///
/// # Errors
/// As [`may_ever`]; `not_found` where it is not theirs to see, or no longer.
pub fn read(
    actor: &Actor,
    to: &OrganisationStanding,
    habilitation: Option<&Validity>,
    today: NaiveDate,
) -> Decision {
    may_ever(actor, Action::ReadLetters)?;
    let over = habilitation.is_some_and(|one| {
        matches!(one.status(today), HabilitationStatus::Expired)
            || one.withdrawn_from.is_some_and(|from| from <= today && one.valid_until < today)
    });
    let theirs = through(actor, Action::ReadLetters).any(|(profile, reach)| match reach {
        Reach::All => true,
        Reach::Caisse => profile.caisse.is_some() && profile.caisse == to.caisse,
        Reach::Organisation => profile.organisation_id == Some(to.id) && !over,
        _ => false,
    });
    if theirs { Ok(()) } else { Err(Denied::new(Code::NotFound)) }
}
