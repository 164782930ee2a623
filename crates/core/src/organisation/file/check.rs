//! What the submission of an organisation file would refuse: all of it at once (O1, O3, O4, O6).

use super::{
    content::{Field, FileContent},
    wizard::{Need, need},
};
use crate::{
    calendar::{months_after, parse_day},
    organisation::caisse::{Commune, resolve_commune},
    postal_code::{InseeCode, PostalCode},
    problem::{Code, Fault},
    shape,
};
use chrono::NaiveDate;

/// Where the certificate of the URSSAF is missed: an attachment, not a field.
pub const URSSAF_POINTER: &str = "/urssaf_certificate";

/// What the rules need to know besides the content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The communes of its postal code.
    pub communes: Vec<Commune>,
    /// Whether the certificate of the URSSAF is attached.
    pub urssaf_attached: bool,
    /// O3: whether another organisation has this SIRET.
    pub siret_taken: bool,
    /// O4: `urssaf_certificate_months`, in force today.
    pub urssaf_months: u32,
}

impl FileContent {
    /// All that stands in the way of its submission on `today`, in the order of the form: what is missing (O6), what is wrong
    /// in shape, its commune (O1), its SIRET (O3), the age of its certificate (O4).
    #[must_use]
    pub fn violations(&self, facts: &FileFacts, today: NaiveDate) -> Vec<Fault> {
        let mut faults: Vec<Fault> =
            self.check().into_iter().filter(|fault| self.is_asked(&fault.pointer)).collect();
        faults.extend(self.missing());
        if !facts.urssaf_attached {
            faults.push(Fault::new(Code::OrganisationIncomplete).at(URSSAF_POINTER));
        }
        faults.extend(self.commune(&facts.communes).err());
        if facts.siret_taken {
            faults.push(Fault::new(Code::SiretAlreadyRegistered).at(Field::Siret.pointer()));
        }
        faults.extend(self.urssaf(facts.urssaf_months, today));
        shape::in_order(&mut faults, &rank);
        faults
    }

    /// O6: each field that has to be filled and is not.
    #[must_use]
    pub fn missing(&self) -> Vec<Fault> {
        let empty = |field: &&Field| need(**field, self) == Need::Required && self.typed(**field).is_none();
        let fault = |field: &Field| Fault::new(Code::OrganisationIncomplete).at(field.pointer());
        Field::ALL.iter().filter(empty).map(fault).collect()
    }

    fn is_asked(&self, pointer: &str) -> bool {
        let field = Field::of(pointer.trim_start_matches('/'));
        field.is_none_or(|field| need(field, self) != Need::NotAsked)
    }

    /// O1: the commune of its head office, among those of its postal code. Nothing where no postal code was typed: that is
    /// [missing](Self::missing).
    ///
    /// # Errors
    /// `address.unknown_commune` at the postal code (a CEDEX code is in no list), `address.commune_ambiguous` at the commune.
    pub fn commune<'a>(&self, communes: &'a [Commune]) -> Result<Option<&'a Commune>, Fault> {
        let postal_code = self.typed(Field::PostalCode).and_then(|text| text.parse::<PostalCode>().ok());
        let Some(postal_code) = postal_code else { return Ok(None) };
        let insee_code = self.typed(Field::InseeCode).and_then(|text| text.parse::<InseeCode>().ok());
        match resolve_commune(&postal_code, insee_code.as_ref(), communes) {
            Ok(commune) => Ok(Some(commune)),
            // Said already: the commune is missing.
            Err(Code::AddressCommuneAmbiguous) if insee_code.is_none() => Ok(None),
            Err(code @ Code::AddressUnknownCommune) => Err(Fault::new(code).at(Field::PostalCode.pointer())),
            Err(code) => Err(Fault::new(code).at(Field::InseeCode.pointer())),
        }
    }

    /// O4: the certificate of the URSSAF was issued, and at most so many months ago.
    fn urssaf(&self, months: u32, today: NaiveDate) -> Option<Fault> {
        let issued_on = parse_day(self.typed(Field::UrssafIssuedOn)?)?;
        urssaf_age(issued_on, months, today).err().map(|fault| fault.at(Field::UrssafIssuedOn.pointer()))
    }
}

/// O4: on the day of submission the certificate of the URSSAF was issued, and at most `months` months ago.
///
/// # Errors
/// `urssaf.in_future`, `urssaf.too_old`.
///
/// ```
/// use forprev_core::{organisation::file::urssaf_age, problem::Code};
/// let day = |text: &str| text.parse().unwrap();
/// assert!(urssaf_age(day("2026-02-28"), 6, day("2026-08-28")).is_ok());
/// assert_eq!(urssaf_age(day("2026-02-28"), 6, day("2026-08-29")).unwrap_err().code, Code::UrssafTooOld);
/// assert!(urssaf_age(day("2025-08-31"), 6, day("2026-02-28")).is_ok());
/// assert_eq!(urssaf_age(day("2026-03-02"), 6, day("2026-03-01")).unwrap_err().code, Code::UrssafInFuture);
/// ```
pub fn urssaf_age(issued_on: NaiveDate, months: u32, today: NaiveDate) -> Result<(), Fault> {
    if today < issued_on {
        return Err(Fault::new(Code::UrssafInFuture).with("today", today));
    }
    let until = months_after(issued_on, months);
    if until < today {
        return Err(Fault::new(Code::UrssafTooOld).with("months", months).with("until", until));
    }
    Ok(())
}

fn rank(pointer: &str) -> usize {
    // The attachment stands after the fields of its page.
    let name =
        if pointer == URSSAF_POINTER { Field::UrssafCode.as_str() } else { pointer.trim_start_matches('/') };
    Field::of(name).map_or(usize::MAX, |field| field as usize)
}
