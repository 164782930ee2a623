//! Habilitations: on which days one is valid (H1, H11), and what the API tells of it.

pub mod measure;
pub mod number;
pub mod renewal;

use crate::{
    id::{HabilitationId, OrganisationId, PlatformId},
    problem::{Code, Fault},
};
use chrono::NaiveDate;
use number::HabilitationNumber;
use serde::{Deserialize, Serialize};

/// A suspension: from a day, until another or open. Lifted on d, it ends on d−1.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suspension {
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Suspension {
    fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// The days of a habilitation: all that H1 and H11 need.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Validity {
    /// Its first day.
    pub valid_from: NaiveDate,
    /// Its last day.
    pub valid_until: NaiveDate,
    /// Its suspensions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suspensions: Vec<Suspension>,
    /// The first day of its withdrawal, which is final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_from: Option<NaiveDate>,
}

/// What a habilitation is on a day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HabilitationStatus {
    /// It begins later.
    Upcoming,
    /// It is valid.
    Valid,
    /// It is suspended.
    Suspended,
    /// It has ended.
    Expired,
    /// It was withdrawn.
    Withdrawn,
    /// Something of a newer server.
    #[serde(other)]
    Unknown,
}

impl Validity {
    /// H1 and H11: whether the habilitation is valid on `day`. The first reason that applies is named: withdrawn,
    /// suspended, not valid.
    ///
    /// # Errors
    /// `habilitation.withdrawn`, `habilitation.suspended` or `habilitation.not_valid`.
    ///
    /// ```
    /// use forprev_core::{habilitation::Validity, problem::Code};
    /// let day = |text: &str| text.parse().unwrap();
    /// let validity = Validity {
    ///     valid_from: day("2026-03-15"),
    ///     valid_until: day("2029-03-14"),
    ///     suspensions: vec![],
    ///     withdrawn_from: None,
    /// };
    /// assert!(validity.on(day("2029-03-14")).is_ok());
    /// assert_eq!(validity.on(day("2029-03-15")).unwrap_err().code, Code::HabilitationNotValid);
    /// ```
    pub fn on(&self, day: NaiveDate) -> Result<(), Fault> {
        if let Some(from) = self.withdrawn_from.filter(|from| *from <= day) {
            return Err(Fault::new(Code::HabilitationWithdrawn).with("day", day).with("from", from));
        }
        if self.suspensions.iter().any(|suspension| suspension.covers(day)) {
            return Err(Fault::new(Code::HabilitationSuspended).with("day", day));
        }
        if day < self.valid_from || self.valid_until < day {
            return Err(Fault::new(Code::HabilitationNotValid)
                .with("day", day)
                .with("from", self.valid_from)
                .with("until", self.valid_until));
        }
        Ok(())
    }

    /// What the habilitation is on `day`.
    #[must_use]
    pub fn status(&self, day: NaiveDate) -> HabilitationStatus {
        match self.on(day).map_err(|fault| fault.code) {
            Ok(()) => HabilitationStatus::Valid,
            Err(Code::HabilitationWithdrawn) => HabilitationStatus::Withdrawn,
            Err(Code::HabilitationSuspended) => HabilitationStatus::Suspended,
            Err(_) if day < self.valid_from => HabilitationStatus::Upcoming,
            Err(_) => HabilitationStatus::Expired,
        }
    }

    /// S3: whether some day from `first` to `last` is a valid one, so that a form offers the habilitation.
    #[must_use]
    pub fn within(&self, first: NaiveDate, last: NaiveDate) -> bool {
        let from = first.max(self.valid_from);
        let until = last.min(self.valid_until);
        from.iter_days().take_while(|day| *day <= until).any(|day| self.on(day).is_ok())
    }
}

/// A habilitation, as the API tells it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Habilitation {
    /// Its identifier: in addresses, never the number.
    pub id: HabilitationId,
    /// Its number.
    pub number: HabilitationNumber,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// The dispositif's code.
    pub dispositif: String,
    /// 1 or 2.
    pub level: u8,
    /// Its days.
    #[serde(flatten)]
    pub validity: Validity,
    /// What it is today.
    pub status: HabilitationStatus,
    /// Which one it renews, where it renews one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renews: Option<HabilitationId>,
    /// Its platforms, where the level has some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub platforms: Vec<Platform>,
}

/// A technical element on which one trains: a scaffold platform, a confined-space training area, …
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Platform {
    /// Its identifier.
    pub id: PlatformId,
    /// Its name.
    pub name: String,
    /// What it is, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its address.
    pub address: String,
    /// Postal code of its commune.
    pub postal_code: String,
    /// Name of its commune.
    pub city: String,
    /// INSEE code of its commune.
    pub insee_code: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn validity() -> Validity {
        Validity {
            valid_from: day("2026-03-15"),
            valid_until: day("2027-03-15"),
            suspensions: vec![
                Suspension { from: day("2026-06-01"), until: Some(day("2026-06-30")) },
                Suspension { from: day("2027-02-01"), until: None },
            ],
            withdrawn_from: Some(day("2027-03-01")),
        }
    }

    #[test]
    fn h1_h11_each_edge() {
        use HabilitationStatus::{Suspended, Upcoming, Valid, Withdrawn};
        for (on, status) in [
            ("2026-03-14", Upcoming),
            ("2026-03-15", Valid),
            ("2026-05-31", Valid),
            ("2026-06-01", Suspended),
            ("2026-06-30", Suspended),
            ("2026-07-01", Valid),
            ("2027-01-31", Valid),
            ("2027-02-01", Suspended),
            ("2027-02-28", Suspended),
            ("2027-03-01", Withdrawn),
            ("2028-01-01", Withdrawn),
        ] {
            assert_eq!(validity().status(day(on)), status, "{on}");
        }
    }

    #[test]
    fn h1_the_day_after_the_end_it_is_not_valid() {
        let plain = Validity { suspensions: vec![], withdrawn_from: None, ..validity() };
        assert_eq!(plain.status(day("2027-03-15")), HabilitationStatus::Valid);
        assert_eq!(plain.status(day("2027-03-16")), HabilitationStatus::Expired);
    }

    #[test]
    fn h11_the_first_that_applies_is_named() {
        let all = validity();
        assert_eq!(all.on(day("2027-03-20")).unwrap_err().code, Code::HabilitationWithdrawn);
        let suspended = Validity { withdrawn_from: None, ..validity() };
        assert_eq!(suspended.on(day("2027-03-20")).unwrap_err().code, Code::HabilitationSuspended);
    }

    #[test]
    fn s3_offered_when_some_day_is_valid() {
        for (first, last, offered) in [
            ("2026-03-01", "2026-03-14", false),
            ("2026-03-01", "2026-03-15", true),
            ("2026-06-01", "2026-06-30", false),
            ("2026-06-01", "2026-07-01", true),
            ("2027-02-01", "2027-12-31", false),
        ] {
            assert_eq!(validity().within(day(first), day(last)), offered, "{first}–{last}");
        }
    }
}
