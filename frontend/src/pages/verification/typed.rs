//! What the formateur types, as it is kept on the device: results by trainee, and no name.

use forprev_core::{
    id::TraineeId,
    problem::{Code, Fault},
    session::{Outcome, Results, Session, TraineeResult},
    shape::in_order,
};
use serde::{Deserialize, Serialize};

/// The results as typed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Typed {
    pub results: Results,
    /// They were sent, and no answer came.
    #[serde(default)]
    pub unsent: bool,
}

/// How many trainees have which result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub passed: i64,
    pub failed: i64,
    pub open: i64,
}

impl Typed {
    /// One line for each trainee, in the session's order; a line that is known keeps its result.
    pub(super) fn align(&mut self, session: &Session) {
        let known = std::mem::take(&mut self.results.results);
        self.results.results = session
            .trainees
            .iter()
            .map(|trainee| {
                let trainee_id = trainee.id.to_string();
                let outcome = known.iter().find(|line| line.trainee_id == trainee_id);
                TraineeResult {
                    outcome: outcome.map(|line| line.outcome.clone()).unwrap_or_default(),
                    trainee_id,
                }
            })
            .collect();
    }

    pub(super) fn outcome(&self, index: usize) -> String {
        self.results.results.get(index).map(|line| line.outcome.clone()).unwrap_or_default()
    }

    pub(super) fn set_outcome(&mut self, index: usize, outcome: String) {
        if let Some(line) = self.results.results.get_mut(index) {
            line.outcome = outcome;
        }
    }

    pub(super) fn all_passed(&mut self) {
        for line in &mut self.results.results {
            Outcome::Passed.as_str().clone_into(&mut line.outcome);
        }
    }

    pub(super) fn counts(&self) -> Counts {
        self.results.results.iter().fold(Counts::default(), |mut counts, line| {
            match Outcome::of(&line.outcome) {
                Some(Outcome::Passed) => counts.passed += 1,
                Some(Outcome::Failed) => counts.failed += 1,
                None => counts.open += 1,
            }
            counts
        })
    }

    /// S11, as the server checks it. That results are missing is told at each trainee who has none: on a phone that
    /// is where one has to go.
    pub(super) fn faults(&self, trainees: &[TraineeId]) -> Vec<Fault> {
        let faults = self.results.of(trainees).err().unwrap_or_default();
        let mut placed = Vec::new();
        for fault in faults {
            let missing: Vec<usize> = match (fault.code, fault.pointer.as_str()) {
                (Code::ResultsIncomplete, "/results") => self.without_outcome().collect(),
                _ => Vec::new(),
            };
            if missing.is_empty() {
                placed.push(fault);
            } else {
                placed.extend(missing.into_iter().map(|index| fault.clone().at(pointer_of(index))));
            }
        }
        // In the order of the page.
        in_order(&mut placed, &|pointer| usize::from(!pointer.starts_with("/results")));
        placed
    }

    fn without_outcome(&self) -> impl Iterator<Item = usize> {
        let lines = self.results.results.iter().enumerate();
        lines.filter(|(_, line)| Outcome::of(&line.outcome).is_none()).map(|(index, _)| index)
    }
}

/// Where a trainee's result stands in the body.
pub(super) fn pointer_of(index: usize) -> String {
    format!("/results/{index}/outcome")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_result_is_told_at_its_trainee() {
        let ids: Vec<TraineeId> =
            ["0198c0de-0000-7000-8000-000000000001", "0198c0de-0000-7000-8000-000000000002"]
                .map(|id| id.parse().unwrap())
                .to_vec();
        let line = |id: &TraineeId, outcome: &str| TraineeResult {
            trainee_id: id.to_string(),
            outcome: outcome.into(),
        };
        let mut typed = Typed::default();
        typed.results.results = vec![line(&ids[0], "passed"), line(&ids[1], "")];
        let places =
            |typed: &Typed| typed.faults(&ids).into_iter().map(|fault| fault.pointer).collect::<Vec<_>>();
        assert_eq!(places(&typed), ["/results/1/outcome", "/dates_confirmed", "/identities_confirmed"]);
        typed.all_passed();
        assert_eq!(typed.counts(), Counts { passed: 2, failed: 0, open: 0 });
        typed.results.dates_confirmed = true;
        typed.results.identities_confirmed = true;
        assert!(places(&typed).is_empty());
    }
}
