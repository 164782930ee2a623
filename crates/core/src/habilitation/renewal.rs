//! What the renewal of a habilitation is: when it can be asked for (H2), which days it gets (H3, H4). Of whom it is said
//! to be renewed, nobody is warned of its end (H5), and a delegation goes on with it (U3).

use crate::{
    calendar::{day_after, day_before, months_before, period_end},
    id::HabilitationId,
    parameters::Parameters,
    problem::{Code, Fault},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// H2: the first and the last day on which the renewal of a habilitation that ends on `valid_until` can be submitted.
///
/// ```
/// use forprev_core::{habilitation::renewal::window, parameters::Parameters};
/// let (day, parameters) = (|text: &str| text.parse().unwrap(), Parameters::starting());
/// assert_eq!(window(day("2027-03-15"), &parameters), (day("2026-03-15"), day("2027-03-15")));
/// assert_eq!(window(day("2028-02-29"), &parameters).0, day("2027-02-28"));
/// ```
#[must_use]
pub fn window(valid_until: NaiveDate, parameters: &Parameters) -> (NaiveDate, NaiveDate) {
    (months_before(valid_until, parameters.renewal_opens_months), valid_until)
}

/// H2: whether the renewal of a habilitation that ends on `valid_until` can be submitted on `day`.
///
/// # Errors
/// `renewal.too_early` or `renewal.too_late`.
pub fn submission(day: NaiveDate, valid_until: NaiveDate, parameters: &Parameters) -> Result<(), Fault> {
    let (from, until) = window(valid_until, parameters);
    let code = if day < from {
        Code::RenewalTooEarly
    } else if until < day {
        Code::RenewalTooLate
    } else {
        return Ok(());
    };
    Err(Fault::new(code).with("from", from).with("until", until))
}

/// H3: the first day of what is granted on `decided_on`: of a renewal, where `renewed_until` is the last day of what it
/// renews, the day after that; of one that comes too late for it, and of a first habilitation, the day itself.
///
/// ```
/// use forprev_core::habilitation::renewal::starts_on;
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(starts_on(day("2027-03-15"), Some(day("2027-03-15"))), day("2027-03-16"));
/// assert_eq!(starts_on(day("2027-03-17"), Some(day("2027-03-15"))), day("2027-03-17"));
/// assert_eq!(starts_on(day("2027-03-17"), None), day("2027-03-17"));
/// ```
#[must_use]
pub fn starts_on(decided_on: NaiveDate, renewed_until: Option<NaiveDate>) -> NaiveDate {
    renewed_until.filter(|until| decided_on <= *until).map_or(decided_on, day_after)
}

/// H4: the last day that is proposed for what begins on `from`.
///
/// ```
/// use forprev_core::{habilitation::renewal::proposed_end, parameters::Parameters};
/// let (day, parameters) = (|text: &str| text.parse().unwrap(), Parameters::starting());
/// assert_eq!(proposed_end(day("2026-03-15"), false, &parameters), day("2029-03-14"));
/// assert_eq!(proposed_end(day("2026-03-15"), true, &parameters), day("2031-03-14"));
/// ```
#[must_use]
pub fn proposed_end(from: NaiveDate, renewal: bool, parameters: &Parameters) -> NaiveDate {
    let months =
        if renewal { parameters.habilitation_months_renewal } else { parameters.habilitation_months_initial };
    period_end(from, months)
}

/// Days, both included, on which nothing covers an organisation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gap {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
}

/// H3, C14: the days that stay uncovered where the renewal of what ends on `valid_until` is decided on `decided_on`.
///
/// ```
/// use forprev_core::habilitation::renewal::{Gap, gap};
/// let day = |text: &str| text.parse().unwrap();
/// assert_eq!(gap(day("2027-03-12"), day("2027-03-12")), None);
/// assert_eq!(gap(day("2027-03-12"), day("2027-03-13")), None);
/// let late = Gap { from: day("2027-03-13"), until: day("2027-03-31") };
/// assert_eq!(gap(day("2027-03-12"), day("2027-04-01")), Some(late));
/// ```
#[must_use]
pub fn gap(valid_until: NaiveDate, decided_on: NaiveDate) -> Option<Gap> {
    let gap =
        Gap { from: day_after(valid_until), until: day_before(starts_on(decided_on, Some(valid_until))) };
    (gap.from <= gap.until).then_some(gap)
}

/// What of a habilitation says whether it renews another: the request of which it was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// Which.
    pub id: HabilitationId,
    /// Which one it was granted to renew, where it was.
    pub renews: Option<HabilitationId>,
    /// Whether it was withdrawn (H11).
    pub withdrawn: bool,
}

impl Link {
    /// Whether this one renews `earlier`. What was withdrawn renews nothing.
    #[must_use]
    pub fn renews(&self, earlier: &Self) -> bool {
        self.renews == Some(earlier.id) && !self.withdrawn
    }
}

/// What renews `first`, and what renews that, each after what it renews. What follows a withdrawal is a first habilitation
/// again (H7).
///
/// ```
/// use forprev_core::{habilitation::renewal::{Link, chain}, id::HabilitationId};
/// let id = |number: u128| HabilitationId::new(uuid::Uuid::from_u128(number));
/// let link = |number, renews: Option<u128>| Link { id: id(number), renews: renews.map(id), withdrawn: false };
/// let all = [link(3, Some(2)), link(1, None), link(2, Some(1)), link(4, None)];
/// assert_eq!(chain(&all[1], &all), [id(2), id(3)]);
/// assert_eq!(chain(&Link { withdrawn: true, ..all[1] }, &all), []);
/// ```
#[must_use]
pub fn chain(first: &Link, all: &[Link]) -> Vec<HabilitationId> {
    let (mut last, mut found) = (*first, Vec::new());
    while let Some(next) = all.iter().find(|one| one.renews(&last) && !last.withdrawn) {
        if found.contains(&next.id) {
            break;
        }
        found.push(next.id);
        last = *next;
    }
    found
}
