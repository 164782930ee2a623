//! What can be refused, and how it is told: one [`Code`] for each reason, with its status, its rule and its
//! sentence; a [`Fault`] says where and with which figures; a [`Problem`] is the whole answer (RFC 9457).

mod code;

pub use code::Code;

use crate::calendar::french_day;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// The language of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// French, unless asked otherwise.
    #[default]
    French,
    /// English, where `Accept-Language` asks for it.
    English,
}

/// A figure or a day that a sentence needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum Param {
    /// A calendar day.
    Day(NaiveDate),
    /// A count, or a number of months, days or years.
    Number(i64),
    /// A code or a label; never a trainee's data.
    Text(String),
}

// A `Param` as it is written in JSON, where a day is a text: exactly one of these, as `oneOf` wants it. (The schema that
// `Param` itself derives is in no document; utoipa asks the type of every field for one.)
/// A figure or a day that a sentence needs.
#[cfg(feature = "openapi")]
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Param)]
#[serde(untagged)]
#[expect(dead_code, reason = "read by the derived schema alone")]
pub(crate) enum WrittenParam {
    /// A count, or a number of months, days or years.
    Number(i64),
    /// A calendar day, a code or a label; never a trainee's data.
    Text(String),
}

impl From<NaiveDate> for Param {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}
impl From<u32> for Param {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}
impl From<usize> for Param {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Param {
    fn words(&self, language: Language) -> String {
        match (self, language) {
            (Self::Day(day), Language::French) => french_day(*day),
            (Self::Day(day), Language::English) => day.to_string(),
            (Self::Number(number), _) => number.to_string(),
            (Self::Text(text), _) => text.clone(),
        }
    }
}

/// The figures and days of a sentence, by name.
pub type Params = BTreeMap<String, Param>;

/// One thing that is wrong: where, why, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fault {
    /// Where, as an RFC 6901 pointer into the body; empty for the whole.
    #[serde(default)]
    pub pointer: String,
    /// The reason.
    pub code: Code,
    /// The rule that refuses, `S1` for example; `null` where there is none.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub rule: Option<String>,
    /// The reason in words.
    #[serde(default)]
    pub message: String,
    /// The figures and days of the sentence; none is `{}`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required, value_type = BTreeMap<String, WrittenParam>))]
    pub params: Params,
}

impl Fault {
    /// A fault of the whole, with its French sentence.
    ///
    /// ```
    /// use forprev_core::problem::{Code, Fault};
    /// let fault = Fault::new(Code::SessionFormateursMissing).at("/formateurs").with("minimum", 2_u32);
    /// assert_eq!(fault.rule.as_deref(), Some("S5"));
    /// assert!(fault.message.contains('2'));
    /// ```
    #[must_use]
    pub fn new(code: Code) -> Self {
        let mut fault = Self {
            pointer: String::new(),
            code,
            rule: code.rule().map(str::to_owned),
            message: String::new(),
            params: Params::new(),
        };
        fault.tell(Language::French);
        fault
    }

    /// The same fault, there.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// The same fault, with a figure or a day that its sentence needs.
    #[must_use]
    pub fn with(mut self, name: &str, param: impl Into<Param>) -> Self {
        self.params.insert(name.to_owned(), param.into());
        self.tell(Language::French);
        self
    }

    /// The same fault with all these figures.
    #[must_use]
    pub fn with_all(mut self, params: Params) -> Self {
        self.params.extend(params);
        self.tell(Language::French);
        self
    }

    /// Words the fault again in `language`.
    pub fn tell(&mut self, language: Language) {
        if self.code != Code::Unknown {
            self.message = sentence(self.code, &self.params, language);
        }
    }
}

/// Why something is not allowed, in data: the reason and its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Denied {
    /// The reason.
    pub code: Code,
    /// The figures and days of its sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: Params,
}

impl Denied {
    /// A refusal that needs no figure.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self { code, params: Params::new() }
    }

    /// The same refusal, with a figure or a day that its sentence needs.
    #[must_use]
    pub fn with(mut self, name: &str, param: impl Into<Param>) -> Self {
        self.params.insert(name.to_owned(), param.into());
        self
    }

    /// The refusal in words.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        sentence(self.code, &self.params, language)
    }
}

impl From<Denied> for Fault {
    fn from(denied: Denied) -> Self {
        Self::new(denied.code).with_all(denied.params)
    }
}

impl From<Fault> for Denied {
    fn from(fault: Fault) -> Self {
        Self { code: fault.code, params: fault.params }
    }
}

/// Allowed, or why not.
pub type Decision = Result<(), Denied>;

/// The sentence of a code with its figures put in. A figure that is missing leaves the sentence without it.
#[must_use]
pub fn sentence(code: Code, params: &Params, language: Language) -> String {
    let template = code.template(language);
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        match params.get(name) {
            Some(param) => out.push_str(&param.words(language)),
            None => out.push('…'),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The body of an answer that refuses: RFC 9457, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A reference that names the kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, in a sentence.
    pub detail: String,
    /// The reason.
    pub code: Code,
    /// The rule that refuses; `null` where there is none.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub rule: Option<String>,
    /// All that is wrong, at once.
    #[serde(default)]
    pub errors: Vec<Fault>,
    /// What to quote to the people who run the system.
    #[serde(default)]
    pub request_id: String,
}

impl Problem {
    /// The problem that these faults make: its code is the first one's.
    #[must_use]
    pub fn of(faults: Vec<Fault>) -> Self {
        let code = faults.first().map_or(Code::Internal, |fault| fault.code);
        let detail = match faults.as_slice() {
            [one] => one.message.clone(),
            _ => sentence(
                Code::Several,
                &Params::from([("count".into(), faults.len().into())]),
                Language::French,
            ),
        };
        Self { detail, errors: faults, ..Self::from(Denied::new(code)) }
    }

    /// Words the problem again in `language`.
    pub fn tell(&mut self, language: Language) {
        for fault in &mut self.errors {
            fault.tell(language);
        }
        self.title = self.code.title(language).to_owned();
        if let [one] = self.errors.as_slice() {
            self.detail = one.message.clone();
        } else if !self.errors.is_empty() {
            let params = Params::from([("count".into(), self.errors.len().into())]);
            self.detail = sentence(Code::Several, &params, language);
        }
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        let code = denied.code;
        Self {
            kind: format!("/api/docs#{code}"),
            title: code.title(Language::French).to_owned(),
            status: code.status(),
            detail: denied.message(Language::French),
            code,
            rule: code.rule().map(str::to_owned),
            errors: Vec::new(),
            request_id: String::new(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)
    }
}

impl std::error::Error for Problem {}
