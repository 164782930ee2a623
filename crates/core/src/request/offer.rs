//! H7: what an organisation can request today, and why not the rest (C12).

use super::RequestKind;
use crate::{
    catalogue::{Catalogue, DispositifLevel, Level, OrganisationKind},
    habilitation::{HabilitationStatus, Validity, renewal},
    id::HabilitationId,
    parameters::Parameters,
    problem::{Code, Fault},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A habilitation of the organisation, past ones too.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// Which.
    pub id: HabilitationId,
    /// The dispositif's code.
    pub dispositif: &'a str,
    /// 1 or 2.
    pub level: u8,
    /// Its days.
    pub validity: &'a Validity,
}

impl Held<'_> {
    fn is_of(&self, dispositif: &str, level: u8) -> bool {
        self.dispositif == dispositif && self.level == level
    }

    /// Valid, upcoming or suspended on `day`, as H7 says: neither expired nor withdrawn. One that is suspended without an
    /// end has expired all the same once its last day has passed.
    fn lasts_on(&self, day: NaiveDate) -> bool {
        day <= self.validity.valid_until && self.validity.withdrawn_from.is_none_or(|from| day < from)
    }
}

/// What decides which requests an organisation can make.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// Today in Paris.
    pub today: NaiveDate,
    /// The organisation's kind.
    pub organisation: OrganisationKind,
    /// All its habilitations.
    pub held: &'a [Held<'a>],
    /// For what it has a request that runs.
    pub open: &'a [DispositifLevel],
    /// The parameters in force today (H2).
    pub parameters: &'a Parameters,
}

/// Why something cannot be requested.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = OfferReason))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A request runs for it already.
    Open,
    /// It is held, and its renewal opens later (H2).
    TooEarly,
    /// It is held, and its withdrawal is decided (H11): it is neither renewed nor asked for anew before.
    Withdrawn,
    /// It is not open to organisations of this kind.
    Kind,
    /// The organisation does not hold what it requires.
    Requires,
    /// A reason of a newer server.
    #[serde(other)]
    Unknown,
}

impl Reason {
    /// The code with which such a request is refused.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Open => Code::RequestAlreadyOpen,
            Self::TooEarly => Code::RenewalTooEarly,
            Self::Withdrawn | Self::Kind | Self::Requires | Self::Unknown => Code::RequestNotOffered,
        }
    }
}

/// A dispositif at a level, as it can be requested, or why it cannot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Offer {
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
    /// What kind of request it would be.
    pub kind: RequestKind,
    /// Why it cannot be requested today; absent where it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What it requires and the organisation does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<DispositifLevel>,
    /// Of a renewal: which habilitation it renews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renews: Option<HabilitationId>,
    /// Of a renewal: the last day of what it renews, which is also the last to submit it (H2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// Of a renewal: the first day to submit it (H2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens_on: Option<NaiveDate>,
}

impl Offer {
    /// What refuses the request, where something does.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        let fault = Fault::new(self.reason?.code());
        Some(match (self.opens_on, self.valid_until) {
            (Some(from), Some(until)) => fault.with("from", from).with("until", until),
            _ => fault,
        })
    }
}

/// H7: every dispositif and level of the catalogue, as this organisation can request it, in the catalogue's order.
#[must_use]
pub fn offered(catalogue: &Catalogue, situation: &Situation<'_>) -> Vec<Offer> {
    let levels =
        catalogue.dispositifs.iter().flat_map(|one| one.levels.iter().map(move |level| (one, level)));
    levels.map(|(one, level)| offer(&one.code, level, situation)).collect()
}

/// H7, H2: one of them. What lasts is renewed, and of several terms the last to end; what has expired or was withdrawn is
/// asked for again, as if it were for the first time.
#[must_use]
pub fn offer(dispositif: &str, level: &Level, situation: &Situation<'_>) -> Offer {
    let today = situation.today;
    let lasting =
        situation.held.iter().filter(|one| one.is_of(dispositif, level.number) && one.lasts_on(today));
    let renewed = lasting.max_by_key(|one| one.validity.valid_until);
    let kind = match renewed {
        Some(_) => RequestKind::Renewal,
        None if situation.held.is_empty() => RequestKind::Initial,
        None => RequestKind::Additional,
    };
    let opens_on = renewed.map(|one| renewal::window(one.validity.valid_until, situation.parameters).0);
    let missing = if renewed.is_some() { Vec::new() } else { not_held(level, situation) };
    let open = |one: &DispositifLevel| one.dispositif == dispositif && one.level == level.number;
    let reason = if situation.open.iter().any(open) {
        Some(Reason::Open)
    } else if renewed.is_some_and(|one| one.validity.withdrawn_from.is_some()) {
        Some(Reason::Withdrawn)
    } else if !level.open_to.contains(&situation.organisation) {
        Some(Reason::Kind)
    } else if opens_on.is_some_and(|from| today < from) {
        Some(Reason::TooEarly)
    } else if !missing.is_empty() {
        Some(Reason::Requires)
    } else {
        None
    };
    Offer {
        dispositif: dispositif.to_owned(),
        level: level.number,
        kind,
        reason,
        missing,
        renews: renewed.map(|one| one.id),
        valid_until: renewed.map(|one| one.validity.valid_until),
        opens_on,
    }
}

/// What the level requires and the organisation does not hold today.
fn not_held(level: &Level, situation: &Situation<'_>) -> Vec<DispositifLevel> {
    let holds = |wanted: &DispositifLevel| {
        situation.held.iter().any(|one| {
            one.is_of(&wanted.dispositif, wanted.level)
                && one.validity.status(situation.today) == HabilitationStatus::Valid
        })
    };
    level.requires.iter().filter(|wanted| !holds(wanted)).cloned().collect()
}
