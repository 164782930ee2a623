//! H11, C27: what INRS decides of a habilitation that was granted: it is suspended, the suspension is lifted, it is
//! withdrawn. All follows from the days that are kept ([`Validity`]): sessions, the public directory, delegations.

use super::{Habilitation, Suspension, Validity};
use crate::{
    calendar::{day_before, parse_day},
    id::LetterId,
    problem::{Code, Denied, Fault},
    session::{Allowed, PersonName},
    shape,
    text::clean,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// What can be decided of a habilitation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Measure {
    /// It is suspended from a day, until another or open.
    Suspend,
    /// Its suspension ends, or never begins.
    Lift,
    /// It is withdrawn from a day: this is final.
    Withdraw,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Suspend, Self::Lift, Self::Withdraw];
}

/// Where a habilitation is, for what can be decided of it: what was decided for later counts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Standing {
    /// Nothing was decided against it; it may begin later.
    Clear,
    /// It is suspended, or will be.
    Suspended,
    /// It was withdrawn, be it from a later day.
    Withdrawn,
    /// Its last day is past.
    Over,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Clear, Self::Suspended, Self::Withdrawn, Self::Over];

    /// Where a habilitation of these days is on `today`.
    #[must_use]
    pub fn of(validity: &Validity, today: NaiveDate) -> Self {
        if validity.withdrawn_from.is_some() {
            Self::Withdrawn
        } else if validity.valid_until < today {
            Self::Over
        } else if to_lift(validity, today).is_some() {
            Self::Suspended
        } else {
            Self::Clear
        }
    }

    /// What it is after a measure.
    ///
    /// # Errors
    /// `habilitation.state` where the measure does not exist there.
    ///
    /// ```
    /// use forprev_core::habilitation::measure::{Measure, Standing};
    /// assert_eq!(Standing::Suspended.after(Measure::Withdraw), Ok(Standing::Withdrawn));
    /// assert!(Standing::Withdrawn.after(Measure::Lift).is_err());
    /// ```
    pub fn after(self, measure: Measure) -> Result<Self, Denied> {
        match (measure, self) {
            (Measure::Suspend, Self::Clear) => Ok(Self::Suspended),
            (Measure::Lift, Self::Suspended) => Ok(Self::Clear),
            (Measure::Withdraw, Self::Clear | Self::Suspended) => Ok(Self::Withdrawn),
            _ => Err(Denied::new(Code::HabilitationState)),
        }
    }
}

/// The suspension that runs on `today` or begins later: there is one at most, as none is decided beside another.
#[must_use]
pub fn to_lift(validity: &Validity, today: NaiveDate) -> Option<Suspension> {
    validity.suspensions.iter().copied().find(|one| one.until.is_none_or(|until| today <= until))
}

/// What becomes of a suspension that is lifted on `from`: it ends the day before, and one that would not have begun by then
/// is none (H11).
///
/// ```
/// use forprev_core::habilitation::{Suspension, measure::lifted};
/// let day = |text: &str| text.parse().unwrap();
/// let open = Suspension { from: day("2026-06-01"), until: None };
/// let ended = lifted(open, day("2026-06-15")).unwrap();
/// assert_eq!(ended.until, Some(day("2026-06-14")));
/// assert_eq!(lifted(open, day("2026-06-01")), None);
/// ```
#[must_use]
pub fn lifted(suspension: Suspension, from: NaiveDate) -> Option<Suspension> {
    let until = day_before(from);
    (suspension.from <= until).then_some(Suspension { until: Some(until), ..suspension })
}

/// The body of `POST /habilitations/{id}/suspend`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSuspension {
    /// Its first day: today or later.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub from: String,
    /// Its last day; until it is lifted if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub until: Option<String>,
    /// Why: told in the letter.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub reason: String,
    /// The last day on which the organisation can give its observations, before the first day of effect; none where it is
    /// urgent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub hearing_until: Option<String>,
}

/// The body of `POST /habilitations/{id}/lift`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewLifting {
    /// The first day on which the habilitation is valid again: today or later.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub from: String,
    /// Why: told in the letter, where it is said.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub reason: String,
}

/// The body of `POST /habilitations/{id}/withdraw`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWithdrawal {
    /// Its first day: today or later.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub from: String,
    /// Why: told in the letter.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub reason: String,
    /// The last day on which the organisation can give its observations, before the first day of effect; none where it is
    /// urgent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub hearing_until: Option<String>,
}

/// What is decided of a habilitation, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What.
    pub measure: Measure,
    /// The first day of its effect.
    pub from: NaiveDate,
    /// The last day of a suspension that has one.
    pub until: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// Until when the organisation is heard.
    pub hearing_until: Option<NaiveDate>,
}

fn day(text: &str) -> Option<NaiveDate> {
    parse_day(text.trim())
}

impl NewSuspension {
    /// What is decided.
    ///
    /// # Errors
    /// All that is wrong in shape.
    pub fn read(&self) -> Result<Decided, Vec<Fault>> {
        let until = self.until.as_deref().and_then(day);
        let hearing = self.hearing_until.as_deref().and_then(day);
        read(Measure::Suspend, shape::checked(self), (&self.from, until), &self.reason, hearing)
    }
}

impl NewLifting {
    /// What is decided.
    ///
    /// # Errors
    /// As [`NewSuspension::read`].
    pub fn read(&self) -> Result<Decided, Vec<Fault>> {
        read(Measure::Lift, shape::checked(self), (&self.from, None), &self.reason, None)
    }
}

impl NewWithdrawal {
    /// What is decided.
    ///
    /// # Errors
    /// As [`NewSuspension::read`].
    pub fn read(&self) -> Result<Decided, Vec<Fault>> {
        let hearing = self.hearing_until.as_deref().and_then(day);
        read(Measure::Withdraw, shape::checked(self), (&self.from, None), &self.reason, hearing)
    }
}

fn read(
    measure: Measure,
    faults: Vec<Fault>,
    (from, until): (&str, Option<NaiveDate>),
    reason: &str,
    hearing_until: Option<NaiveDate>,
) -> Result<Decided, Vec<Fault>> {
    match day(from) {
        Some(from) if faults.is_empty() => {
            let reason = Some(clean(reason)).filter(|text| !text.is_empty());
            Ok(Decided { measure, from, until, reason, hearing_until })
        }
        _ => Err(faults),
    }
}

/// What is wrong with the days of a measure: nothing takes effect before today, when sessions may have been certified, or
/// after the habilitation's last day; a lifting not after the suspension's own end; a hearing is over before.
///
/// ```
/// use forprev_core::{habilitation::{Validity, measure::{NewWithdrawal, faults}}, problem::Code};
/// let day = |text: &str| text.parse().unwrap();
/// let validity = Validity {
///     valid_from: day("2026-03-15"),
///     valid_until: day("2029-03-14"),
///     suspensions: vec![],
///     withdrawn_from: None,
/// };
/// let withdrawal = NewWithdrawal { from: "2026-06-01".into(), reason: "Fraude".into(), hearing_until: None };
/// let decided = withdrawal.read().unwrap();
/// assert!(faults(&decided, &validity, day("2026-06-01")).is_empty());
/// let late = faults(&decided, &validity, day("2026-06-02"));
/// assert_eq!((late[0].code, late[0].pointer.as_str()), (Code::HabilitationEffectDay, "/from"));
/// ```
#[must_use]
pub fn faults(decided: &Decided, validity: &Validity, today: NaiveDate) -> Vec<Fault> {
    let mut found = Vec::new();
    let suspended_until = to_lift(validity, today).and_then(|one| one.until);
    let last = match decided.measure {
        Measure::Lift => {
            suspended_until.map_or(validity.valid_until, |until| until.min(validity.valid_until))
        }
        Measure::Suspend | Measure::Withdraw => validity.valid_until,
    };
    if !(today..=last).contains(&decided.from) {
        let wrong = Fault::new(Code::HabilitationEffectDay).at("/from");
        found.push(wrong.with("from", today).with("until", last));
    }
    if decided.until.is_some_and(|until| until < decided.from) {
        found.push(Fault::new(Code::BadOrder).at("/until"));
    }
    if decided.hearing_until.is_some_and(|until| until < today || decided.from <= until) {
        found.push(Fault::new(Code::HabilitationHearing).at("/hearing_until"));
    }
    found
}

/// What happened to a habilitation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HabilitationEventKind {
    /// It was granted.
    Granted,
    /// It was suspended.
    Suspended,
    /// Its suspension was lifted.
    Lifted,
    /// It was withdrawn.
    Withdrawn,
    /// A platform was added to it (H8).
    PlatformAdded,
    /// Something of a newer server.
    #[serde(other)]
    Unknown,
}

impl HabilitationEventKind {
    /// All the kinds.
    pub const ALL: [Self; 5] =
        [Self::Granted, Self::Suspended, Self::Lifted, Self::Withdrawn, Self::PlatformAdded];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Suspended => "suspended",
            Self::Lifted => "lifted",
            Self::Withdrawn => "withdrawn",
            Self::PlatformAdded => "platform_added",
            Self::Unknown => "unknown",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A line of the history of a habilitation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HabilitationEvent {
    /// When it was decided.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: HabilitationEventKind,
    /// The first day of its effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last one, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Until when the organisation could give its observations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hearing_until: Option<NaiveDate>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// By whom, for those who instruct and decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonName>,
    /// The letter that told it, while it can be read (D2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter_id: Option<LetterId>,
}

/// A habilitation with its history: its own page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HabilitationDetail {
    /// The habilitation.
    #[serde(flatten)]
    pub habilitation: Habilitation,
    /// Its version: the `ETag`.
    pub version: i64,
    /// The organisation's name.
    pub organisation_name: String,
    /// What happened, the first first.
    pub history: Vec<HabilitationEvent>,
    /// C27: how many open sessions end on a day on which it is not valid: they can be corrected or cancelled, not certified
    /// (S3).
    pub frozen_sessions: u32,
    /// What the caller may do with it now.
    pub actions: HabilitationActions,
}

/// What somebody may do with a habilitation now, and if not why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HabilitationActions {
    /// Suspend it.
    pub suspend: Allowed,
    /// Lift its suspension.
    pub lift: Allowed,
    /// Withdraw it.
    pub withdraw: Allowed,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn validity(suspensions: &[(&str, Option<&str>)], withdrawn: Option<&str>) -> Validity {
        let one = |(from, until): &(&str, Option<&str>)| Suspension { from: on(from), until: until.map(on) };
        Validity {
            valid_from: on("2026-03-15"),
            valid_until: on("2029-03-14"),
            suspensions: suspensions.iter().map(one).collect(),
            withdrawn_from: withdrawn.map(on),
        }
    }

    #[test]
    fn h11_the_whole_table() {
        // clear suspended withdrawn over
        let table = [
            (Measure::Suspend, [Some(Standing::Suspended), None, None, None]),
            (Measure::Lift, [None, Some(Standing::Clear), None, None]),
            (Measure::Withdraw, [Some(Standing::Withdrawn), Some(Standing::Withdrawn), None, None]),
        ];
        assert_eq!(table.map(|(measure, _)| measure), Measure::ALL);
        for (measure, row) in table {
            for (standing, expected) in Standing::ALL.into_iter().zip(row) {
                assert_eq!(standing.after(measure).ok(), expected, "{measure:?} of {standing:?}");
            }
        }
    }

    #[test]
    fn what_was_decided_for_later_counts() {
        use Standing::{Clear, Over, Suspended, Withdrawn};
        let past = validity(&[("2026-06-01", Some("2026-06-30"))], None);
        let later = validity(&[("2026-06-01", Some("2026-06-30")), ("2027-01-01", None)], None);
        let gone = validity(&[], Some("2027-02-01"));
        for (of, today, expected) in [
            (&past, "2026-03-01", Suspended),
            (&past, "2026-06-30", Suspended),
            (&past, "2026-07-01", Clear),
            (&later, "2026-07-01", Suspended),
            (&later, "2029-03-14", Suspended),
            (&later, "2029-03-15", Over),
            (&gone, "2026-07-01", Withdrawn),
            (&gone, "2029-03-15", Withdrawn),
        ] {
            assert_eq!(Standing::of(of, on(today)), expected, "{today}");
        }
    }

    #[test]
    fn h11_the_days_of_a_measure_at_their_edges() {
        let codes = |decided: &Decided, validity: &Validity| {
            let found = faults(decided, validity, on("2026-06-10"));
            found.into_iter().map(|one| format!("{} {}", one.pointer, one.code.as_str())).collect::<Vec<_>>()
        };
        let decided = |measure, from: &str, until: Option<&str>, hearing: Option<&str>| Decided {
            measure,
            from: on(from),
            until: until.map(on),
            reason: None,
            hearing_until: hearing.map(on),
        };
        let (clear, effect) = (validity(&[], None), "/from habilitation.effect_day");
        let suspended = validity(&[("2026-06-01", Some("2026-06-30"))], None);
        let open = validity(&[("2026-06-01", None)], None);
        for (what, of, expected) in [
            (decided(Measure::Suspend, "2026-06-10", None, None), &clear, vec![]),
            (decided(Measure::Suspend, "2026-06-09", None, None), &clear, vec![effect]),
            (decided(Measure::Suspend, "2029-03-14", None, None), &clear, vec![]),
            (decided(Measure::Withdraw, "2029-03-15", None, None), &clear, vec![effect]),
            (decided(Measure::Suspend, "2026-06-10", Some("2026-06-10"), None), &clear, vec![]),
            (
                decided(Measure::Suspend, "2026-06-10", Some("2026-06-09"), None),
                &clear,
                vec!["/until field.order"],
            ),
            (decided(Measure::Suspend, "2026-06-20", None, Some("2026-06-19")), &clear, vec![]),
            (decided(Measure::Suspend, "2026-06-20", None, Some("2026-06-10")), &clear, vec![]),
            (
                decided(Measure::Withdraw, "2026-06-20", None, Some("2026-06-20")),
                &clear,
                vec!["/hearing_until habilitation.hearing"],
            ),
            (
                decided(Measure::Withdraw, "2026-06-09", Some("2026-06-01"), Some("2026-06-09")),
                &clear,
                vec![effect, "/until field.order", "/hearing_until habilitation.hearing"],
            ),
            (decided(Measure::Lift, "2026-06-30", None, None), &suspended, vec![]),
            (decided(Measure::Lift, "2026-07-01", None, None), &suspended, vec![effect]),
            (decided(Measure::Lift, "2029-03-14", None, None), &open, vec![]),
        ] {
            assert_eq!(codes(&what, of), expected, "{what:?}");
        }
    }

    #[test]
    fn h11_a_lifted_suspension_ends_the_day_before() {
        let mut whole = validity(&[("2026-06-01", None)], None);
        let suspension = to_lift(&whole, on("2026-06-10")).unwrap();
        whole.suspensions = lifted(suspension, on("2026-06-15")).into_iter().collect();
        assert_eq!(whole.on(on("2026-06-14")).unwrap_err().code, Code::HabilitationSuspended);
        assert!(whole.on(on("2026-06-15")).is_ok());
    }
}
