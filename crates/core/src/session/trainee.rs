//! S7, S8, S15: the trainees of a session.

use super::content::TraineeContent;
use crate::{
    calendar::months_after,
    catalogue::Level,
    parameters::Parameters,
    problem::{Code, Fault},
    text::identity_key,
};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// S6: how many trainees a draft can hold.
pub const DRAFT_MAX: usize = 100;
/// S8: the age, in years, of the oldest trainee.
pub const AGE_MAX: u32 = 120;
/// S8: the age, in years, of the youngest trainee of a formateur training.
pub const FORMATEUR_AGE_MIN: u32 = 18;

/// S7: what makes two people the same: last name, first name and birth date, compared as the rule says.
pub type IdentityKey = (String, String, NaiveDate);

/// The key of an identity.
#[must_use]
pub fn key(last_name: &str, first_name: &str, birth_date: NaiveDate) -> IdentityKey {
    (identity_key(last_name), identity_key(first_name), birth_date)
}

/// S7: each trainee that already stands on an earlier line, with that line (from 1). Trainees whose identity is not
/// whole yet are passed over.
#[must_use]
pub fn duplicates(trainees: &[TraineeContent]) -> Vec<Fault> {
    let mut first_lines: HashMap<IdentityKey, usize> = HashMap::new();
    let mut found = Vec::new();
    for (index, trainee) in trainees.iter().enumerate() {
        let Some(identity) = trainee.key() else { continue };
        if let Some(line) = first_lines.get(&identity) {
            found.push(
                Fault::new(Code::TraineeDuplicate).at(format!("/trainees/{index}")).with("line", *line),
            );
        } else {
            first_lines.insert(identity, index + 1);
        }
    }
    found
}

/// S8: whether a birth date fits: before today, and from `trainee_min_age` (18 for a formateur training) to 120 years
/// on `end`. Without an end date yet, only what holds today is checked.
///
/// # Errors
/// `trainee.birth_date`.
pub fn birth_date(
    birth_date: NaiveDate,
    end: Option<NaiveDate>,
    today: NaiveDate,
    trains_acteurs: bool,
    parameters: &Parameters,
) -> Result<(), Fault> {
    let minimum = if trains_acteurs {
        parameters.trainee_min_age
    } else {
        parameters.trainee_min_age.max(FORMATEUR_AGE_MIN)
    };
    let fits = birth_date < today
        && end.is_none_or(|end| {
            let birthday = |years: u32| months_after(birth_date, years * 12);
            // At most 120: the day before the 121st birthday is the last one.
            birthday(minimum) <= end && end < birthday(AGE_MAX + 1)
        });
    if fits {
        Ok(())
    } else {
        Err(Fault::new(Code::TraineeBirthDate).with("minimum", minimum).with("maximum", AGE_MAX))
    }
}

/// S15: what may be stored of a trainee at this level: of an acteur, names and birth date only.
#[must_use]
pub fn fields_not_allowed(trainees: &[TraineeContent], level: &Level) -> Vec<Fault> {
    if !level.trains_acteurs() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, trainee) in trainees.iter().enumerate() {
        for (field, given) in [
            ("email", trainee.email.is_some()),
            ("forprev_number", trainee.forprev_number.is_some()),
            ("person_id", trainee.person_id.is_some()),
        ] {
            if given {
                found.push(Fault::new(Code::TraineeFieldNotAllowed).at(format!("/trainees/{index}/{field}")));
            }
        }
    }
    found
}

/// C4, U1: an address, a number or a chosen person stands for one person, so it stands once in a session. Each trainee
/// who has one that stands on an earlier line.
#[must_use]
pub fn shared_accounts(trainees: &[TraineeContent], level: &Level) -> Vec<Fault> {
    if level.trains_acteurs() {
        return Vec::new();
    }
    let mut seen: HashSet<String> = HashSet::new();
    let mut found = Vec::new();
    for (index, trainee) in trainees.iter().enumerate() {
        for (field, account) in [
            ("email", trainee.email.as_ref().map(crate::email::Email::key)),
            ("forprev_number", trainee.forprev_number.as_ref().map(ToString::to_string)),
            ("person_id", trainee.person_id.as_ref().map(ToString::to_string)),
        ] {
            if account.is_some_and(|account| !seen.insert(account)) {
                found.push(Fault::new(Code::TraineeUnknownPerson).at(format!("/trainees/{index}/{field}")));
            }
        }
    }
    found
}

/// S15: a formateur trainee has an e-mail address or a Forprev number, or a person chosen among those offered (C4).
#[must_use]
pub fn identities_incomplete(trainees: &[TraineeContent], level: &Level) -> Vec<Fault> {
    if level.trains_acteurs() {
        return Vec::new();
    }
    trainees
        .iter()
        .enumerate()
        .filter(|(_, trainee)| {
            trainee.email.is_none() && trainee.forprev_number.is_none() && trainee.person_id.is_none()
        })
        .map(|(index, _)| Fault::new(Code::TraineeIdentityIncomplete).at(format!("/trainees/{index}/email")))
        .collect()
}
