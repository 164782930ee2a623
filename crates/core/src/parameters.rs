//! National parameters: figures that INRS edits, each with the day from which it holds (rules.md, "Parameters").
//! They are read from the base and given to the rules; nothing else in the code knows a value.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The national parameters in force on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Parameters {
    /// S1: a session can be declared this many months before its end.
    pub declaration_before_months: u32,
    /// S1: and this many months after it.
    pub declaration_after_months: u32,
    /// S2: submission, results and generation happen at the latest this many months after the end.
    pub closing_after_months: u32,
    /// S8: a trainee is at least this old, in years, when the session ends.
    pub trainee_min_age: u32,
    /// S13: whether one person may both verify a session and generate its certificates.
    pub same_person_may_sign_twice: bool,
    /// S13: whether a system connected by API may generate certificates.
    pub api_client_may_generate: bool,
    /// S14: a session is erased this many days after its certificates were generated.
    pub retention_days: u32,
    /// H2: a renewal can be submitted from this many months before the end.
    pub renewal_opens_months: u32,
    /// H4: proposed length of a first habilitation, in months.
    pub habilitation_months_initial: u32,
    /// H4: proposed length of a renewal, in months.
    pub habilitation_months_renewal: u32,
    /// H5: alerts this many months before a habilitation ends.
    pub habilitation_alert_months: Vec<u32>,
    /// O4: a certificate of the URSSAF is at most this many months old at submission.
    pub urssaf_certificate_months: u32,
    /// C5: reminders this many months before a qualification ends.
    pub qualification_alert_months: Vec<u32>,
    /// A user's access is to be confirmed when nobody did for this many months.
    pub access_review_months: u32,
    /// A délégataire's access that nobody confirms is suspended this many days after it was asked for.
    pub access_review_notice_days: u32,
}

/// One value of one parameter, from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParameterVersion {
    /// The parameter's name, as the field of [`Parameters`].
    pub name: String,
    /// The first day on which it holds.
    pub holds_from: NaiveDate,
    /// The value.
    pub value: Value,
}

/// A parameter that has no readable value on a day.
#[derive(Debug, thiserror::Error)]
#[error("the national parameters in force on {on} cannot be read: {reason}")]
pub struct UnreadableParameters {
    /// The day.
    pub on: NaiveDate,
    /// What is wrong, naming the parameter.
    pub reason: String,
}

impl Parameters {
    /// The parameters in force on `on`: of each, the value with the latest `holds_from` that is not after it. Before
    /// the first value of a parameter, that first value.
    ///
    /// # Errors
    /// A parameter has no value at all, or one of the wrong type.
    pub fn in_force(versions: &[ParameterVersion], on: NaiveDate) -> Result<Self, UnreadableParameters> {
        let mut sorted: Vec<_> = versions.iter().collect();
        sorted.sort_by_key(|version| version.holds_from);
        let mut values = serde_json::Map::new();
        for version in sorted {
            if version.holds_from <= on || !values.contains_key(&version.name) {
                values.insert(version.name.clone(), version.value.clone());
            }
        }
        serde_json::from_value(Value::Object(values))
            .map_err(|error| UnreadableParameters { on, reason: error.to_string() })
    }

    /// The parameters that count for an act on a session: these, in force on its `end`, save S13's, which are those of
    /// the day of the act.
    #[must_use]
    pub fn for_act_of(self, day_of_act: &Self) -> Self {
        Self {
            same_person_may_sign_twice: day_of_act.same_person_may_sign_twice,
            api_client_may_generate: day_of_act.api_client_may_generate,
            ..self
        }
    }

    /// The values with which a new base starts. Only the set-up of a base and tests may call this: rules are given
    /// what the base holds.
    #[must_use]
    pub fn starting() -> Self {
        Self {
            declaration_before_months: 3,
            declaration_after_months: 1,
            closing_after_months: 3,
            trainee_min_age: 14,
            same_person_may_sign_twice: true,
            api_client_may_generate: false,
            retention_days: 15,
            renewal_opens_months: 12,
            habilitation_months_initial: 36,
            habilitation_months_renewal: 60,
            habilitation_alert_months: vec![12, 6],
            urssaf_certificate_months: 6,
            qualification_alert_months: vec![6, 3],
            access_review_months: 12,
            access_review_notice_days: 30,
        }
    }
}

/// The answer of `GET /parameters`: the day, and what is in force on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ParametersOn {
    /// The day.
    pub on: NaiveDate,
    /// The parameters in force on it.
    #[serde(flatten)]
    pub parameters: Parameters,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn versions() -> Vec<ParameterVersion> {
        let Value::Object(start) = serde_json::to_value(Parameters::starting()).unwrap() else {
            unreachable!()
        };
        start
            .into_iter()
            .map(|(name, value)| ParameterVersion { name, holds_from: day("2020-01-01"), value })
            .chain([ParameterVersion {
                name: "retention_days".into(),
                holds_from: day("2026-07-01"),
                value: Value::from(20),
            }])
            .collect()
    }

    #[test]
    fn a_value_holds_from_its_day() {
        for (on, retention) in
            [("2019-01-01", 15), ("2026-06-30", 15), ("2026-07-01", 20), ("2030-01-01", 20)]
        {
            assert_eq!(Parameters::in_force(&versions(), day(on)).unwrap().retention_days, retention, "{on}");
        }
    }

    #[test]
    fn a_missing_or_wrong_value_is_told() {
        let error = Parameters::in_force(&versions()[1..], day("2026-01-01")).unwrap_err();
        assert!(error.to_string().contains("missing field"), "{error}");
    }
}
