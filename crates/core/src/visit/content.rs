//! What is typed of an audit or a visit: its plan, its report, what becomes of its corrective actions.

use super::{ActionOutcome, VisitKind, VisitState};
use crate::{
    calendar::parse_day,
    id::VisitActionId,
    page::Wanted,
    problem::{Code, Fault},
    query::one_limit,
    shape,
    text::clean,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use validator::{Validate, ValidationError};

/// How many corrective actions a report asks for at the most.
pub const ACTIONS_MAX: usize = 50;

fn kind(value: &str) -> Result<(), ValidationError> {
    shape::one_of(value, VisitKind::of(value.trim()).is_some())
}

fn time(value: &str) -> Result<(), ValidationError> {
    if value.trim().is_empty() || minutes(value).is_some() {
        Ok(())
    } else {
        Err(shape::refuse(Code::BadFormat))
    }
}

/// A time of day as `HH:MM`, in minutes since midnight.
fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let figures = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !figures(hours) || !figures(minutes) {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// The body of `POST /organisations/{id}/visits`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewVisit {
    /// `audit` or `visit`.
    #[serde(default)]
    #[validate(custom(function = kind))]
    pub kind: String,
    /// Its day.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub held_on: String,
    /// When it begins, `HH:MM` in Paris; empty where it is not yet known.
    #[serde(default)]
    #[validate(custom(function = time))]
    pub starts_at: String,
    /// When it ends, `HH:MM`.
    #[serde(default)]
    #[validate(custom(function = time))]
    pub ends_at: String,
    /// What it is about.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub subject: String,
    /// Where, unless it is at the head office.
    #[serde(default)]
    #[validate(custom(function = shape::address))]
    pub place: String,
}

/// The body of `PATCH /visits/{id}`: what is present replaces, what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VisitPatch {
    /// `audit` or `visit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub held_on: Option<String>,
    /// When it begins, `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<String>,
    /// When it ends, `HH:MM`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

impl VisitPatch {
    /// The plan after this change.
    #[must_use]
    pub fn applied_to(self, held: NewVisit) -> NewVisit {
        NewVisit {
            kind: self.kind.unwrap_or(held.kind),
            held_on: self.held_on.unwrap_or(held.held_on),
            starts_at: self.starts_at.unwrap_or(held.starts_at),
            ends_at: self.ends_at.unwrap_or(held.ends_at),
            subject: self.subject.unwrap_or(held.subject),
            place: self.place.unwrap_or(held.place),
        }
    }

    /// What is wrong in shape, whatever the plan holds.
    #[must_use]
    pub fn check(&self, today: NaiveDate) -> Vec<Fault> {
        let held = NewVisit {
            kind: VisitKind::Visit.as_str().into(),
            held_on: today.to_string(),
            subject: "A".into(),
            ..NewVisit::default()
        };
        shape::checked(&self.clone().applied_to(held))
    }
}

impl NewVisit {
    /// What is wrong in shape: it ends after it begins, and begins where it ends.
    ///
    /// ```
    /// use forprev_core::visit::NewVisit;
    /// let mut visit = NewVisit { kind: "audit".into(), held_on: "2027-01-14".into(), subject: "Suivi".into(), ..NewVisit::default() };
    /// assert!(visit.check().is_empty());
    /// (visit.starts_at, visit.ends_at) = ("14:00".into(), "09:30".into());
    /// assert_eq!(visit.check()[0].pointer, "/ends_at");
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut found = shape::checked(self);
        let filled = |text: &str| !text.trim().is_empty();
        if filled(&self.ends_at) && !filled(&self.starts_at) {
            found.push(Fault::new(Code::Required).at("/starts_at"));
        }
        if let (Some(from), Some(to)) = (minutes(&self.starts_at), minutes(&self.ends_at))
            && from >= to
        {
            found.push(Fault::new(Code::BadOrder).at("/ends_at"));
        }
        found
    }

    /// What the rules refuse of a plan: it is ahead.
    #[must_use]
    pub fn violations(&self, today: NaiveDate) -> Vec<Fault> {
        let past = self.day().is_some_and(|day| day < today);
        past.then(|| Fault::new(Code::DayPast).at("/held_on")).into_iter().collect()
    }

    /// Its day, where it could be read.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        parse_day(self.held_on.trim())
    }

    /// The same, each text as it is kept.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        Self {
            kind: clean(&self.kind),
            held_on: clean(&self.held_on),
            starts_at: clean(&self.starts_at),
            ends_at: clean(&self.ends_at),
            subject: clean(&self.subject),
            place: clean(&self.place),
        }
    }
}

/// The body of `POST /visits/{id}/report`: what was found, and what is to be mended. It replaces the report before; a
/// corrective action that it leaves out is asked for no more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VisitReport {
    /// On which day it was held.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub held_on: String,
    /// What was looked at, with whom.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub summary: String,
    /// What was found; empty where nothing is to be said.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub findings: String,
    /// What is to be mended.
    #[serde(default)]
    #[validate(nested, length(max = 50))]
    pub actions: Vec<NewVisitAction>,
}

/// A corrective action, as a report asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewVisitAction {
    /// Which one, where it was asked for already; empty for a new one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[validate(custom(function = shape::optional_id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub id: String,
    /// What is to be done.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub what: String,
    /// By which day.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub due_on: String,
}

impl NewVisitAction {
    /// Which one it is, where it was asked for already.
    #[must_use]
    pub fn known(&self) -> Option<VisitActionId> {
        self.id.trim().parse().ok()
    }
}

impl VisitReport {
    /// What is wrong in shape: no corrective action stands there twice.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut found = shape::checked(self);
        let mut seen = HashSet::new();
        for (index, id) in self.actions.iter().enumerate().filter_map(|(at, one)| Some((at, one.known()?))) {
            if !seen.insert(id) {
                found.push(Fault::new(Code::BadChoice).at(format!("/actions/{index}/id")));
            }
        }
        found
    }

    /// What the rules refuse: one does not report on what is still ahead, and no delay ends before it began.
    ///
    /// ```
    /// use forprev_core::visit::{NewVisitAction, VisitReport};
    /// let action = NewVisitAction { what: "Afficher les consignes".into(), due_on: "2026-11-22".into(), ..NewVisitAction::default() };
    /// let report = VisitReport { held_on: "2026-11-23".into(), summary: "Vu.".into(), actions: vec![action], ..VisitReport::default() };
    /// let on = |day: &str| report.violations(day.parse().unwrap()).iter().map(|one| one.pointer.clone()).collect::<Vec<_>>();
    /// assert_eq!(on("2026-11-23"), ["/actions/0/due_on"]);
    /// assert_eq!(on("2026-11-22"), ["/held_on", "/actions/0/due_on"]);
    /// ```
    #[must_use]
    pub fn violations(&self, today: NaiveDate) -> Vec<Fault> {
        let Some(held_on) = self.day() else { return Vec::new() };
        let mut found = Vec::new();
        if held_on > today {
            found.push(Fault::new(Code::VisitTooEarly).with("from", held_on).at("/held_on"));
        }
        for (index, action) in self.actions.iter().enumerate() {
            if parse_day(action.due_on.trim()).is_some_and(|due| due < held_on) {
                found.push(Fault::new(Code::BadOrder).at(format!("/actions/{index}/due_on")));
            }
        }
        found
    }

    /// On which day it was held, where that could be read.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        parse_day(self.held_on.trim())
    }
}

/// The body of `POST /visits/{id}/actions/{action_id}/follow-up`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// `done`, `not_done`, or `open` to wait for it again.
    #[serde(default)]
    #[validate(custom(function = outcome))]
    pub outcome: String,
    /// What was seen.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub comment: String,
}

fn outcome(value: &str) -> Result<(), ValidationError> {
    shape::one_of(value, ActionOutcome::of(value.trim()).is_some())
}

/// The body of a step that says something: `POST /visits/{id}/cancel`, `POST /visits/{id}/actions/{action_id}/answer`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VisitComment {
    /// Why, or what was done.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub comment: String,
}

/// What `GET /visits` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct VisitQuery {
    /// Of one organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", param(format = Uuid))]
    pub organisation_id: Option<String>,
    /// In one state: `planned`, `notified`, `held`, `closed` or `cancelled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_state))]
    pub state: Option<String>,
    /// Of one caisse, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub caisse: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

fn one_state(value: &str) -> Result<(), ValidationError> {
    if VisitState::of(value).is_some() { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}

macro_rules! checked {
    ($($name:ident)+) => {$(
        impl $name {
            /// What is wrong in shape.
            #[must_use]
            pub fn check(&self) -> Vec<Fault> {
                shape::checked(self)
            }
        }
    )+};
}

checked! { FollowUp VisitComment VisitQuery }

impl VisitQuery {
    /// How many items a page has.
    #[must_use]
    pub fn page_size(&self) -> u32 {
        self.limit.unwrap_or(crate::page::DEFAULT_LIMIT)
    }

    /// Which page is asked for.
    ///
    /// # Errors
    /// `request.cursor`.
    pub fn wanted(&self) -> Result<Wanted, Fault> {
        Wanted::read(self.limit, self.cursor.as_deref())
    }
}
