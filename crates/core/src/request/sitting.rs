//! C21: the sittings of the CNH: a day, an agenda of requests, and their decisions in one go.

use super::{RequestRow, decision::NewDecision};
use crate::{
    calendar::parse_day,
    id::{RequestId, SittingId},
    problem::{Code, Decision, Denied, Fault},
    session::Allowed,
    shape,
    text::clean,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use validator::Validate;

/// Where a sitting is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SittingState {
    /// Its agenda is being made.
    Planned,
    /// All of its agenda was decided.
    Held,
    /// It is not held.
    Cancelled,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl SittingState {
    /// All the states.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Held, Self::Cancelled];

    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// What can be done to a sitting.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SittingStep {
    /// Its day, its place or its agenda is changed.
    Edit,
    /// All of its agenda is decided.
    Decide,
    /// It is cancelled: its agenda is empty.
    Cancel,
}

impl SittingStep {
    /// All the steps.
    pub const ALL: [Self; 3] = [Self::Edit, Self::Decide, Self::Cancel];
}

/// The state that a step leads to.
///
/// # Errors
/// `sitting.state` where the step does not exist in that state.
pub fn after(state: SittingState, step: SittingStep) -> Result<SittingState, Denied> {
    match (step, state) {
        (SittingStep::Edit, SittingState::Planned) => Ok(state),
        (SittingStep::Decide, SittingState::Planned) => Ok(SittingState::Held),
        (SittingStep::Cancel, SittingState::Planned) => Ok(SittingState::Cancelled),
        _ => Err(Denied::new(Code::SittingState).with("state", state.as_str())),
    }
}

/// Whether the decisions of a sitting of this day can be recorded today.
///
/// # Errors
/// `sitting.too_early` before its day.
///
/// ```
/// use forprev_core::request::sitting::may_be_held;
/// let day = |text: &str| text.parse().unwrap();
/// assert!(may_be_held(day("2026-03-12"), day("2026-03-12")).is_ok());
/// assert!(may_be_held(day("2026-03-12"), day("2026-03-11")).is_err());
/// ```
pub fn may_be_held(held_on: NaiveDate, today: NaiveDate) -> Decision {
    if today < held_on {
        return Err(Denied::new(Code::SittingTooEarly).with("from", held_on));
    }
    Ok(())
}

/// Whether a sitting with so many requests on its agenda can be cancelled.
///
/// # Errors
/// `sitting.not_empty` while there are some.
pub fn may_be_cancelled(agenda: usize) -> Decision {
    if agenda > 0 { Err(Denied::new(Code::SittingNotEmpty)) } else { Ok(()) }
}

/// The body of `POST /sittings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSitting {
    /// Its day.
    #[serde(default)]
    #[validate(custom(function = shape::day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub held_on: String,
    /// Where it is held.
    #[serde(default)]
    #[validate(custom(function = shape::place))]
    pub place: String,
    /// Its agenda: requests that wait for a decision.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub agenda: Vec<String>,
}

/// The body of `PATCH /sittings/{id}`: what is present replaces, what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SittingPatch {
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub held_on: Option<String>,
    /// Where it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Its agenda: the whole list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda: Option<Vec<String>>,
}

impl SittingPatch {
    /// The sitting after this change.
    #[must_use]
    pub fn applied_to(self, sitting: NewSitting) -> NewSitting {
        NewSitting {
            held_on: self.held_on.unwrap_or(sitting.held_on),
            place: self.place.unwrap_or(sitting.place),
            agenda: self.agenda.unwrap_or(sitting.agenda),
        }
    }
}

impl NewSitting {
    /// What is wrong in shape: each request of the agenda is an identifier, and stands there once.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut found = shape::checked(self);
        let mut seen = HashSet::new();
        for (index, text) in self.agenda.iter().enumerate() {
            let code = match text.trim().parse::<RequestId>() {
                Err(_) => Code::BadFormat,
                Ok(id) if !seen.insert(id) => Code::BadChoice,
                Ok(_) => continue,
            };
            found.push(Fault::new(code).at(format!("/agenda/{index}")));
        }
        found
    }

    /// Its day, where it could be read.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        parse_day(self.held_on.trim())
    }

    /// Where it is held, cleaned as it is kept.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        Some(clean(&self.place)).filter(|text| !text.is_empty())
    }

    /// The requests of its agenda that could be read, in their order.
    #[must_use]
    pub fn requests(&self) -> Vec<RequestId> {
        self.agenda.iter().filter_map(|text| text.trim().parse().ok()).collect()
    }
}

/// The body of `POST /sittings/{id}/decisions`: all of its agenda, in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SittingDecisions {
    /// One for each request of the agenda.
    #[serde(default)]
    #[validate(nested, length(max = 500))]
    pub decisions: Vec<SittingDecision>,
}

/// The decision on one request of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SittingDecision {
    /// Which request.
    #[serde(default)]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub request_id: String,
    /// What is decided.
    #[serde(default)]
    #[validate(nested)]
    pub decision: NewDecision,
}

impl SittingDecisions {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut found = shape::checked(self);
        for (index, one) in self.decisions.iter().enumerate() {
            let place = |fault: Fault| {
                let pointer = format!("/decisions/{index}/decision{}", fault.pointer);
                fault.at(pointer)
            };
            let reasons = one.decision.check().into_iter().filter(|fault| fault.pointer == "/reason");
            found.extend(reasons.map(place).filter(|fault| fault.code == Code::Required));
        }
        found
    }

    /// The decision on each request of this agenda, in its order.
    ///
    /// # Errors
    /// `sitting.undecided` for a request without one, or with two; `field.reference` for one that is not of the agenda.
    pub fn of(&self, agenda: &[RequestId]) -> Result<Vec<(RequestId, &NewDecision)>, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut given: Vec<(usize, RequestId, &NewDecision)> = Vec::new();
        for (index, one) in self.decisions.iter().enumerate() {
            let Ok(id) = one.request_id.trim().parse::<RequestId>() else { continue };
            let pointer = format!("/decisions/{index}/request_id");
            if !agenda.contains(&id) {
                faults.push(Fault::new(Code::BadReference).at(pointer));
            } else if given.iter().any(|(_, other, _)| *other == id) {
                faults.push(Fault::new(Code::SittingUndecided).at(pointer));
            } else {
                given.push((index, id, &one.decision));
            }
        }
        if given.len() < agenda.len() {
            faults.push(Fault::new(Code::SittingUndecided).at("/decisions"));
        }
        if faults.is_empty() {
            Ok(given.into_iter().map(|(_, id, decision)| (id, decision)).collect())
        } else {
            Err(faults)
        }
    }
}

/// A sitting of the CNH, as the API tells it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sitting {
    /// Its identifier.
    pub id: SittingId,
    /// Its version: also the `ETag`, and what `If-Match` must say.
    pub version: i64,
    /// Where it is.
    pub state: SittingState,
    /// Its day.
    pub held_on: NaiveDate,
    /// Where it is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// How many requests its agenda has.
    pub count: u32,
    /// Its agenda, in its order; empty in a list of sittings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<RequestRow>,
    /// What the caller may do with it now.
    pub actions: SittingActions,
}

/// What the caller may do with a sitting now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SittingActions {
    /// Change its day, its place or its agenda.
    pub edit: Allowed,
    /// Decide all of its agenda.
    pub decide: Allowed,
    /// Cancel it.
    pub cancel: Allowed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_table() {
        // planned held cancelled
        let table = [
            (SittingStep::Edit, "planned . ."),
            (SittingStep::Decide, "held . ."),
            (SittingStep::Cancel, "cancelled . ."),
        ];
        for (step, row) in table {
            for (state, expected) in SittingState::ALL.into_iter().zip(row.split(' ')) {
                assert_eq!(
                    after(state, step).map_or(".", SittingState::as_str),
                    expected,
                    "{step:?} {state:?}"
                );
            }
        }
    }

    #[test]
    fn each_request_of_the_agenda_is_decided_once() {
        let id = |number: u128| RequestId::new(uuid::Uuid::from_u128(number));
        let on =
            |number| SittingDecision { request_id: id(number).to_string(), ..SittingDecision::default() };
        let codes =
            |decisions: Vec<SittingDecision>| match (SittingDecisions { decisions }).of(&[id(1), id(2)]) {
                Ok(given) => given.iter().map(|(id, _)| id.to_string()).collect(),
                Err(faults) => {
                    faults.iter().map(|fault| format!("{} {}", fault.code, fault.pointer)).collect::<Vec<_>>()
                }
            };
        assert_eq!(codes(vec![on(2), on(1)]), [id(2).to_string(), id(1).to_string()]);
        assert_eq!(codes(vec![on(1)]), ["sitting.undecided /decisions"]);
        assert_eq!(codes(vec![on(1), on(2), on(1)]), ["sitting.undecided /decisions/2/request_id"]);
        assert_eq!(codes(vec![on(1), on(2), on(3)]), ["field.reference /decisions/2/request_id"]);
    }
}
