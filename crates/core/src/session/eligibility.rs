//! S1–S8, S15, O1: what would refuse a session's next step, all at once. The browser asks while the user types, the
//! API in the transaction that writes.

use super::{
    content::SessionContent,
    trainee::{self, duplicates, fields_not_allowed, identities_incomplete, shared_accounts},
    window,
};
use crate::{
    catalogue::Level,
    forprev_number::ForprevNumber,
    habilitation::Validity,
    parameters::Parameters,
    problem::{Code, Fault},
    shape,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// A qualification: on which days a person holds a formateur certificate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Qualification {
    /// The certificate's code.
    pub certificate_code: String,
    /// Its first day.
    pub obtained_on: NaiveDate,
    /// Its last day, where it expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
}

/// S4: whether one of these qualifications lets a person train at this level on `day`.
///
/// # Errors
/// `formateur.qualification_expired` where the only ones that would do have ended, `formateur.not_qualified` where
/// there is none, or none yet.
///
/// ```
/// use forprev_core::{problem::Code, session::eligibility::{Qualification, qualified}};
/// let day = |text: &str| text.parse().unwrap();
/// let held = [Qualification {
///     certificate_code: "FORM_SST".into(),
///     obtained_on: day("2023-09-01"),
///     valid_until: Some(day("2026-08-31")),
/// }];
/// let animated_by = ["FORM_SST".to_owned(), "FF_SST".to_owned()];
/// assert!(qualified(&held, &animated_by, day("2026-08-31")).is_ok());
/// let after = qualified(&held, &animated_by, day("2026-09-01")).unwrap_err();
/// assert_eq!(after.code, Code::FormateurQualificationExpired);
/// ```
pub fn qualified(held: &[Qualification], animated_by: &[String], day: NaiveDate) -> Result<(), Fault> {
    let fitting = || held.iter().filter(|one| animated_by.contains(&one.certificate_code));
    if fitting().any(|one| one.obtained_on <= day && one.valid_until.is_none_or(|until| day <= until)) {
        return Ok(());
    }
    match fitting().filter_map(|one| one.valid_until).filter(|until| *until < day).max() {
        Some(until) => {
            Err(Fault::new(Code::FormateurQualificationExpired).with("day", day).with("until", until))
        }
        None => Err(Fault::new(Code::FormateurNotQualified).with("day", day)),
    }
}

/// What is known of a formateur named in a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FormateurFacts {
    /// Their number.
    pub forprev_number: ForprevNumber,
    /// S7's key of their identity, where their birth date is known.
    pub identity: Option<trainee::IdentityKey>,
    /// What they hold, or held.
    pub qualifications: Vec<Qualification>,
}

/// All that the rules need to know beside what is typed.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Today in Paris.
    pub today: NaiveDate,
    /// S1: the day of the first submission, where there was one.
    pub declared: Option<NaiveDate>,
    /// The parameters in force on the session's `end` (today's, while it has none).
    pub parameters: &'a Parameters,
    /// The days of the habilitation.
    pub habilitation: &'a Validity,
    /// The level, in the catalogue in force on `end`.
    pub level: &'a Level,
    /// The formateurs named that exist; one who does not is unknown.
    pub formateurs: &'a [FormateurFacts],
    /// O1: why the place has no département, where it is known that it has none.
    pub place: Result<(), Code>,
}

/// Which step is asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// The declarer hands the session to the lead formateur: everything is checked.
    Submission,
    /// The lead enters the results: S2, S3, S4.
    Verification,
    /// The declarer generates the certificates: S2, S3, S4.
    Generation,
}

/// All that would refuse the step today, in the order of the document.
#[must_use]
pub fn violations(content: &SessionContent, moment: Moment, facts: &Facts<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    if moment == Moment::Submission {
        found.extend(missing(content, facts));
        found.extend(trainees(content, facts));
        if content.place.postal_code.is_some()
            && let Err(code) = facts.place
        {
            let field = if code == Code::AddressUnknownCommune { "postal_code" } else { "insee_code" };
            found.push(Fault::new(code).at(format!("/place/{field}")));
        }
    }
    if let Some(end) = content.ends_on {
        found.extend(days(end, moment, facts).err().map(|fault| fault.at("/ends_on")));
        found.extend(facts.habilitation.on(end).err().map(|fault| fault.at("/habilitation_id")));
    }
    found.extend(formateurs(content, facts));
    shape::in_order(&mut found, &|_| 0);
    found
}

/// S1, S2.
fn days(end: NaiveDate, moment: Moment, facts: &Facts<'_>) -> Result<(), Fault> {
    match moment {
        Moment::Submission => {
            window::open(facts.today, end, facts.parameters)?;
            window::declaration(facts.declared.unwrap_or(facts.today), end, facts.parameters)
        }
        Moment::Verification => window::results(facts.today, end, facts.parameters),
        Moment::Generation => window::certificates(facts.today, end, facts.parameters),
    }
}

/// What a draft may leave out and a submission may not.
fn missing(content: &SessionContent, facts: &Facts<'_>) -> Vec<Fault> {
    let place = &content.place;
    let mut found: Vec<Fault> = [
        ("/certificate_code", content.certificate_code.is_none()),
        ("/kind", content.kind.is_none()),
        ("/ends_on", content.ends_on.is_none()),
        ("/place/name", place.name.is_none()),
        ("/place/address", place.address.is_none()),
        ("/place/postal_code", place.postal_code.is_none()),
        ("/place/city", place.city.is_none()),
    ]
    .into_iter()
    .filter(|(_, missing)| *missing)
    .map(|(pointer, _)| Fault::new(Code::Required).at(pointer))
    .collect();
    if content.certificate_code.as_ref().is_some_and(|code| facts.level.certificate(code).is_none()) {
        found.push(Fault::new(Code::BadChoice).at("/certificate_code"));
    }
    found
}

/// S4, S5.
fn formateurs(content: &SessionContent, facts: &Facts<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    let certificate = content.certificate_code.as_ref().and_then(|code| facts.level.certificate(code));
    let minimum = certificate.map_or(1, |certificate| certificate.formateurs_min);
    let named = || content.formateurs.iter().filter_map(|formateur| formateur.forprev_number.as_ref());
    let different = named().collect::<HashSet<_>>().len();
    let leads = content.formateurs.iter().filter(|formateur| formateur.lead).count();
    if different < minimum as usize || different < named().count() || leads != 1 {
        found.push(Fault::new(Code::SessionFormateursMissing).at("/formateurs").with("minimum", minimum));
    }
    for (index, formateur) in content.formateurs.iter().enumerate() {
        let Some(number) = &formateur.forprev_number else { continue };
        let pointer = format!("/formateurs/{index}");
        match facts.formateurs.iter().find(|known| known.forprev_number == *number) {
            None => found.push(Fault::new(Code::FormateurUnknown).at(pointer)),
            Some(known) => {
                if let Some(end) = content.ends_on {
                    let held = qualified(&known.qualifications, &facts.level.animated_by, end);
                    found.extend(held.err().map(|fault| fault.at(pointer)));
                }
            }
        }
    }
    found
}

/// S6, S7, S8, S15.
fn trainees(content: &SessionContent, facts: &Facts<'_>) -> Vec<Fault> {
    let list = &content.trainees;
    let mut found = Vec::new();
    let certificate = content.certificate_code.as_ref().and_then(|code| facts.level.certificate(code));
    let minimum = certificate.and_then(|certificate| certificate.trainees_min).unwrap_or(1).max(1);
    let maximum = certificate.and_then(|certificate| certificate.trainees_max);
    if list.len() < minimum as usize {
        let few = Fault::new(Code::SessionTooFewTrainees).at("/trainees");
        found.push(few.with("minimum", minimum).with("count", list.len()));
    }
    if let Some(maximum) = maximum.filter(|maximum| list.len() > *maximum as usize) {
        let many = Fault::new(Code::SessionTooManyTrainees).at("/trainees");
        found.push(many.with("maximum", maximum).with("count", list.len()));
    }
    found.extend(duplicates(list));
    found.extend(fields_not_allowed(list, facts.level));
    found.extend(identities_incomplete(list, facts.level));
    found.extend(shared_accounts(list, facts.level));
    let acteurs = facts.level.trains_acteurs();
    for (index, one) in list.iter().enumerate() {
        if let Some(born) = one.birth_date {
            let fits = trainee::birth_date(born, content.ends_on, facts.today, acteurs, facts.parameters);
            found.extend(fits.err().map(|fault| fault.at(format!("/trainees/{index}/birth_date"))));
        }
        let same_identity = one.key().is_some_and(|key| {
            facts
                .formateurs
                .iter()
                .filter(|known| {
                    content
                        .formateurs
                        .iter()
                        .any(|named| named.forprev_number.as_ref() == Some(&known.forprev_number))
                })
                .any(|known| known.identity.as_ref() == Some(&key))
        });
        let same_number = one.forprev_number.is_some()
            && content.formateurs.iter().any(|named| named.forprev_number == one.forprev_number);
        if same_identity || same_number {
            found.push(Fault::new(Code::TraineeIsFormateur).at(format!("/trainees/{index}")));
        }
    }
    found
}
