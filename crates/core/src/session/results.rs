//! S11: what the lead formateur says of a session: results, or a comment with which it goes back.

use super::Outcome;
use crate::{
    id::TraineeId,
    problem::{Code, Fault},
    shape,
    text::clean,
};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use validator::Validate;

/// The body of `POST /sessions/{id}/results`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Results {
    /// The lead confirms the dates.
    #[serde(default)]
    pub dates_confirmed: bool,
    /// The lead confirms the identities.
    #[serde(default)]
    pub identities_confirmed: bool,
    /// One for each trainee.
    #[serde(default)]
    #[validate(nested, length(max = 100))]
    pub results: Vec<TraineeResult>,
}

/// What a trainee got.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TraineeResult {
    /// The trainee.
    #[serde(default)]
    #[validate(custom(function = shape::id))]
    #[cfg_attr(feature = "openapi", schema(format = Uuid))]
    pub trainee_id: String,
    /// `passed` or `failed`.
    #[serde(default)]
    #[validate(custom(function = shape::outcome))]
    #[cfg_attr(feature = "openapi", schema(value_type = Outcome))]
    pub outcome: String,
}

impl Results {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new())
    }

    /// S11: the outcome of each trainee of the session.
    ///
    /// # Errors
    /// `results.not_confirmed`, `results.incomplete` (a trainee without a result, or with two), `field.reference` (a
    /// result for somebody else).
    pub fn of(&self, trainees: &[TraineeId]) -> Result<HashMap<TraineeId, Outcome>, Vec<Fault>> {
        let mut faults = Vec::new();
        for (confirmed, pointer) in
            [(self.dates_confirmed, "/dates_confirmed"), (self.identities_confirmed, "/identities_confirmed")]
        {
            if !confirmed {
                faults.push(Fault::new(Code::ResultsNotConfirmed).at(pointer));
            }
        }
        let expected: HashSet<_> = trainees.iter().copied().collect();
        let mut outcomes = HashMap::new();
        for (index, result) in self.results.iter().enumerate() {
            let pointer = format!("/results/{index}/trainee_id");
            let read = (result.trainee_id.trim().parse::<TraineeId>(), Outcome::of(&result.outcome));
            let (Ok(id), Some(outcome)) = read else { continue };
            if !expected.contains(&id) {
                faults.push(Fault::new(Code::BadReference).at(pointer));
            } else if outcomes.insert(id, outcome).is_some() {
                faults.push(Fault::new(Code::ResultsIncomplete).at(pointer));
            }
        }
        if outcomes.len() < expected.len() {
            faults.push(Fault::new(Code::ResultsIncomplete).at("/results"));
        }
        if faults.is_empty() { Ok(outcomes) } else { Err(faults) }
    }
}

/// The body of `POST /sessions/{id}/return` and `/reopen`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// Why: 1 to 2,000 characters. The lead who takes a session back may leave it out.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub comment: String,
}

impl Comment {
    /// What is wrong in shape; `required` says whether a comment must be there.
    #[must_use]
    pub fn check(&self, required: bool) -> Vec<Fault> {
        if required && clean(&self.comment).is_empty() {
            return vec![Fault::new(Code::Required).at("/comment")];
        }
        self.validate().map_or_else(|errors| shape::faults(&errors), |()| Vec::new())
    }

    /// The comment, where there is one.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        Some(clean(&self.comment)).filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn results(entries: &[(u128, &str)]) -> Results {
        Results {
            dates_confirmed: true,
            identities_confirmed: true,
            results: entries
                .iter()
                .map(|(id, outcome)| TraineeResult {
                    trainee_id: Uuid::from_u128(*id).to_string(),
                    outcome: (*outcome).to_owned(),
                })
                .collect(),
        }
    }

    fn codes(found: Result<HashMap<TraineeId, Outcome>, Vec<Fault>>) -> Vec<&'static str> {
        found.err().unwrap_or_default().iter().map(|fault| fault.code.as_str()).collect()
    }

    #[test]
    fn s11_every_trainee_has_one_result() {
        let both = [TraineeId::new(Uuid::from_u128(1)), TraineeId::new(Uuid::from_u128(2))];
        assert!(results(&[(1, "passed"), (2, "failed")]).of(&both).is_ok());
        assert_eq!(codes(results(&[(1, "passed")]).of(&both)), ["results.incomplete"]);
        assert_eq!(
            codes(results(&[(1, "passed"), (1, "failed"), (2, "passed")]).of(&both)),
            ["results.incomplete"]
        );
        assert_eq!(
            codes(results(&[(1, "passed"), (2, "passed"), (3, "passed")]).of(&both)),
            ["field.reference"]
        );
    }

    #[test]
    fn s11_dates_and_identities_are_confirmed() {
        let one = [TraineeId::new(Uuid::from_u128(1))];
        let unconfirmed =
            Results { dates_confirmed: false, identities_confirmed: false, ..results(&[(1, "passed")]) };
        assert_eq!(codes(unconfirmed.of(&one)), ["results.not_confirmed", "results.not_confirmed"]);
    }
}
