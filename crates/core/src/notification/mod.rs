//! What people are told: on their dashboard always, by mail as they chose (U6).

mod files;
mod habilitations;
mod kind;
mod requests;
mod told;
mod visits;
mod words;

pub use kind::{Category, Kind};
pub use told::Facts;
pub use words::{Link, Page, Words};

use crate::{
    calendar::{day_after, instant_in_paris, today_in_paris},
    problem::{Code, Fault},
    shape,
};
use chrono::{DateTime, Datelike, NaiveTime, Utc, Weekday};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// How often mails of one category are sent.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Each as soon as there is something to tell.
    #[default]
    AtOnce,
    /// One a day, at seven in the morning in Paris, where there is something to tell.
    Daily,
    /// One a week, on Monday at seven.
    Weekly,
    /// None: the dashboard alone tells it (U6).
    Never,
    /// A frequency of a newer server.
    #[serde(other)]
    Unknown,
}

impl Frequency {
    /// Those that can be chosen.
    pub const ALL: [Self; 4] = [Self::AtOnce, Self::Daily, Self::Weekly, Self::Never];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Never => "never",
            Self::Unknown => "unknown",
        }
    }

    /// The frequency of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }
}

/// How often a person wants mails, by category. Those of account security and of decisions are always sent (U6).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preferences {
    /// What waits for them to act.
    pub actions: Frequency,
    /// Ends that come near.
    pub alerts: Frequency,
    /// What happened, and asks for nothing.
    pub information: Frequency,
}

impl Preferences {
    /// How often mails of this category are wanted; none for those that are always sent.
    #[must_use]
    pub const fn of(&self, category: Category) -> Option<Frequency> {
        match category {
            Category::Actions => Some(self.actions),
            Category::Alerts => Some(self.alerts),
            Category::Information => Some(self.information),
            Category::Security | Category::Decisions => None,
        }
    }

    /// Changes how often mails of this category are wanted; nothing for those that are always sent.
    pub const fn set(&mut self, category: Category, frequency: Frequency) {
        match category {
            Category::Actions => self.actions = frequency,
            Category::Alerts => self.alerts = frequency,
            Category::Information => self.information = frequency,
            Category::Security | Category::Decisions => {}
        }
    }
}

/// The body of `PATCH /me/notification-preferences`: what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PreferencesPatch {
    /// `at_once`, `daily`, `weekly` or `never`: what waits for them to act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::frequency))]
    pub actions: Option<String>,
    /// The same, for ends that come near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::frequency))]
    pub alerts: Option<String>,
    /// The same, for what happened and asks for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::frequency))]
    pub information: Option<String>,
}

impl PreferencesPatch {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new())
    }

    /// These preferences with what the patch says. What has no shape stays.
    #[must_use]
    pub fn on(&self, before: Preferences) -> Preferences {
        let read = |text: &Option<String>, stays| text.as_deref().and_then(Frequency::of).unwrap_or(stays);
        Preferences {
            actions: read(&self.actions, before.actions),
            alerts: read(&self.alerts, before.alerts),
            information: read(&self.information, before.information),
        }
    }
}

/// When a mail leaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sending {
    /// By itself, as soon as may be.
    Alone,
    /// With others of its person, not before this instant.
    Together(DateTime<Utc>),
    /// Not at all.
    Never,
}

/// When what was put down at an instant leaves by mail (U6, I7).
///
/// ```
/// use forprev_core::notification::{Frequency, Kind, Preferences, Sending, sending};
/// let at = "2026-11-23T22:30:00Z".parse().unwrap();
/// let daily = Preferences { actions: Frequency::Daily, ..Preferences::default() };
/// let seven = Sending::Together("2026-11-24T06:00:00Z".parse().unwrap());
/// assert_eq!(sending(Kind::SessionSubmitted, daily, at), seven);
/// assert_eq!(sending(Kind::PasswordReset, daily, at), Sending::Alone);
/// ```
#[must_use]
pub fn sending(kind: Kind, preferences: Preferences, at: DateTime<Utc>) -> Sending {
    match preferences.of(kind.category()) {
        None | Some(Frequency::AtOnce | Frequency::Unknown) => Sending::Alone,
        Some(Frequency::Daily) => Sending::Together(next_seven(at, None)),
        Some(Frequency::Weekly) => Sending::Together(next_seven(at, Some(Weekday::Mon))),
        Some(Frequency::Never) => Sending::Never,
    }
}

/// The next seven in the morning in Paris, of this day of the week where one is named.
fn next_seven(at: DateTime<Utc>, on: Option<Weekday>) -> DateTime<Utc> {
    let seven = NaiveTime::from_hms_opt(7, 0, 0).unwrap_or_default();
    let mut day = today_in_paris(at);
    // The day itself may do, and a week later it does in any case.
    for _ in 0..8 {
        let instant = instant_in_paris(day, seven);
        if instant >= at && on.is_none_or(|weekday| day.weekday() == weekday) {
            return instant;
        }
        day = day_after(day);
    }
    at
}

/// Something that a person was told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notification {
    /// Its identifier, a UUIDv7.
    pub id: String,
    /// What it is, `session.submitted` for example.
    pub kind: String,
    /// Why it is told: `security`, `decisions`, `actions`, `alerts` or `information`.
    pub category: Category,
    /// In a few words.
    pub title: String,
    /// In a sentence or two.
    pub text: String,
    /// The page of the application where it leads, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// Whether it was read.
    pub read: bool,
}

/// The body of `POST /notifications/read`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadUntil {
    /// All that was told until this instant is read.
    pub until: DateTime<Utc>,
}

/// How many notifications are unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unread {
    /// How many.
    pub unread: u64,
}

/// Whether a frequency can be chosen: for [`shape`].
pub(crate) fn frequency(value: &str) -> Result<(), Code> {
    Frequency::of(value.trim()).map(drop).ok_or(Code::BadChoice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn together_means_the_next_seven_in_paris() {
        for (from, daily, weekly) in [
            // Monday 23 November 2026, in winter: seven in Paris is six in UTC.
            ("2026-11-23T05:59:00Z", "2026-11-23T06:00:00Z", "2026-11-23T06:00:00Z"),
            ("2026-11-23T06:00:01Z", "2026-11-24T06:00:00Z", "2026-11-30T06:00:00Z"),
            // The night in which clocks are put back, and the one in which they are put forward.
            ("2026-10-24T20:00:00Z", "2026-10-25T06:00:00Z", "2026-10-26T06:00:00Z"),
            ("2027-03-27T20:00:00Z", "2027-03-28T05:00:00Z", "2027-03-29T05:00:00Z"),
        ] {
            assert_eq!(next_seven(at(from), None), at(daily), "{from}");
            assert_eq!(next_seven(at(from), Some(Weekday::Mon)), at(weekly), "{from}");
        }
    }

    #[test]
    fn security_and_decisions_are_always_sent() {
        let never = Preferences {
            actions: Frequency::Never,
            alerts: Frequency::Never,
            information: Frequency::Never,
        };
        for kind in Kind::ALL {
            let always = matches!(kind.category(), Category::Security | Category::Decisions);
            let expected = if always { Sending::Alone } else { Sending::Never };
            assert_eq!(sending(*kind, never, at("2026-11-23T08:00:00Z")), expected, "{kind:?}");
        }
    }

    #[test]
    fn a_patch_changes_what_it_names() {
        let patch = PreferencesPatch { alerts: Some("weekly".into()), ..PreferencesPatch::default() };
        let after = patch.on(Preferences::default());
        assert_eq!(after, Preferences { alerts: Frequency::Weekly, ..Preferences::default() });
        let wrong = PreferencesPatch { actions: Some("hourly".into()), ..PreferencesPatch::default() };
        assert_eq!(wrong.check().first().map(|fault| fault.code), Some(Code::BadChoice));
    }
}
