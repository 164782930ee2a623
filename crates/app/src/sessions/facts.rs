//! What the rules need to know of a session beside its content: parameters, catalogue, habilitation, formateurs,
//! place, each as it stands on the session's `end`.

use super::{people, place};
use crate::{Failure, Tx, catalogue, parameters};
use chrono::NaiveDate;
use forprev_core::{
    catalogue::{Catalogue, Level},
    habilitation::Validity,
    parameters::Parameters,
    problem::{Code, Fault},
    session::{
        SessionContent,
        eligibility::{Facts, FormateurFacts, Moment, violations},
    },
};
use forprev_store as store;

/// The facts of one session.
#[derive(Clone, Debug)]
pub struct Known {
    /// The parameters in force on `end` (today's while there is none); those of S13 are today's, the day of the act.
    pub parameters: Parameters,
    /// The level, in the catalogue in force on `end`.
    pub level: Level,
    /// The days of the habilitation.
    pub habilitation: Validity,
    /// The formateurs named that exist.
    pub formateurs: Vec<FormateurFacts>,
    /// Who they are, by number.
    pub people: Vec<store::person::Row>,
    /// O1: why the place has no département.
    pub place: Result<(), Code>,
    /// O1: the code of the place's département.
    pub departement: Option<String>,
    /// C4: addresses and numbers of formateur trainees that belong to others.
    pub others: Vec<Fault>,
}

/// Gathers the facts of this content.
pub(super) fn gather(
    tx: &mut Tx<'_>,
    content: &SessionContent,
    habilitation: &store::habilitation::Whole,
) -> Result<Known, Failure> {
    let on = content.ends_on.unwrap_or(tx.today);
    let level = level(tx, &habilitation.row, on)?;
    let (people, formateurs) = people::formateurs(tx, content)?;
    let departement = place::departement(tx, &content.place)?;
    let others =
        if level.trains_acteurs() { Vec::new() } else { people::belong_to_others(tx, &content.trainees)? };
    Ok(Known {
        parameters: parameters_of(tx, on)?,
        habilitation: habilitation.validity(),
        place: departement.as_ref().map(|_| ()).map_err(|code| *code),
        departement: departement.unwrap_or_default(),
        level,
        formateurs,
        people,
        others,
    })
}

fn parameters_of(tx: &mut Tx<'_>, end: NaiveDate) -> Result<Parameters, Failure> {
    let on_end = parameters::on(tx, end)?;
    if end == tx.today {
        return Ok(on_end);
    }
    Ok(on_end.for_act_of(&parameters::on(tx, tx.today)?))
}

/// The catalogue in force on `on`, where it has this level. A draft may name any day: on one before the catalogue begins,
/// today's counts, and S1 tells what is wrong with it.
///
/// # Errors
/// Neither has it, or the base cannot be read.
pub(crate) fn catalogue_with(
    tx: &mut Tx<'_>,
    dispositif: &str,
    level: u8,
    on: NaiveDate,
) -> Result<Catalogue, Failure> {
    for day in [on, tx.today] {
        let catalogue = catalogue::on(tx, day)?;
        if catalogue.level(dispositif, level).is_some() {
            return Ok(catalogue);
        }
    }
    Err(no_level())
}

fn no_level() -> Failure {
    Failure::internal("a habilitation is for a level that the catalogue does not have")
}

/// The level of a habilitation on a day, as [`catalogue_with`] has it.
pub(super) fn level(
    tx: &mut Tx<'_>,
    habilitation: &store::habilitation::Row,
    on: NaiveDate,
) -> Result<Level, Failure> {
    let (dispositif, number) = (&habilitation.dispositif, habilitation.level);
    let catalogue = catalogue_with(tx, dispositif, number, on)?;
    catalogue.level(dispositif, number).cloned().ok_or_else(no_level)
}

impl Known {
    /// All that would refuse this step today, in the order of the document.
    pub(super) fn violations(
        &self,
        content: &SessionContent,
        declared: Option<NaiveDate>,
        moment: Moment,
        today: NaiveDate,
    ) -> Vec<Fault> {
        let facts = Facts {
            today,
            declared,
            parameters: &self.parameters,
            habilitation: &self.habilitation,
            level: &self.level,
            formateurs: &self.formateurs,
            place: self.place,
        };
        let mut found = violations(content, moment, &facts);
        found.extend(self.others.iter().cloned());
        forprev_core::shape::in_order(&mut found, &|_| 0);
        found
    }
}
