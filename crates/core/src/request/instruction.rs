//! What the caisse and INRS write of a request: that it is to be completed, their opinions, the examination grid.

use super::grid::{Answer, GridItem};
use crate::{
    calendar::parse_day,
    problem::{Code, Fault},
    shape,
    text::clean,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

/// What an opinion is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = OpinionSubject))]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The training: formateurs, programme, schedule.
    Pedagogical,
    /// The platforms, where the level requires some.
    Technical,
    /// The whole: INRS's.
    Inrs,
}

impl Subject {
    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pedagogical => "pedagogical",
            Self::Technical => "technical",
            Self::Inrs => "inrs",
        }
    }

    /// The subject of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::Pedagogical, Self::Technical, Self::Inrs].into_iter().find(|one| one.as_str() == name)
    }

    /// The opinions that the caisse owes before it hands a request to INRS.
    #[must_use]
    pub const fn of_the_caisse(requires_platform: bool) -> &'static [Self] {
        if requires_platform { &[Self::Pedagogical, Self::Technical] } else { &[Self::Pedagogical] }
    }
}

/// What an opinion says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// For it.
    Favourable,
    /// Against it.
    Unfavourable,
}

impl Opinion {
    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Favourable => "favourable",
            Self::Unfavourable => "unfavourable",
        }
    }

    /// The opinion of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::Favourable, Self::Unfavourable].into_iter().find(|one| one.as_str() == name)
    }
}

/// Before a request goes to INRS, the caisse has given each opinion that it owes.
///
/// ```
/// use forprev_core::request::instruction::{Subject, opinions_missing};
/// let missing = opinions_missing(true, &[Subject::Pedagogical]);
/// assert_eq!(missing[0].pointer, "/technical");
/// assert!(opinions_missing(false, &[Subject::Pedagogical]).is_empty());
/// ```
#[must_use]
pub fn opinions_missing(requires_platform: bool, given: &[Subject]) -> Vec<Fault> {
    let owed = Subject::of_the_caisse(requires_platform).iter().filter(|one| !given.contains(one));
    owed.map(|one| Fault::new(Code::RequestOpinionMissing).at(format!("/{}", one.as_str()))).collect()
}

fn subject(value: &str) -> Result<(), ValidationError> {
    let known = Subject::of_the_caisse(true).iter().any(|one| one.as_str() == value.trim());
    if known { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}

fn opinion(value: &str) -> Result<(), ValidationError> {
    if Opinion::of(value.trim()).is_some() { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}

fn answer(value: &str) -> Result<(), ValidationError> {
    if Answer::of(value.trim()).is_some() { Ok(()) } else { Err(shape::refuse(Code::BadChoice)) }
}

/// The body of `POST /requests/{id}/return` (C18).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReturn {
    /// What is to be completed, in general.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub comment: String,
    /// What is to be corrected, field by field or document by document.
    #[serde(default)]
    #[validate(nested, length(max = 50))]
    pub corrections: Vec<Correction>,
    /// The day until which it is awaited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::optional_day))]
    #[cfg_attr(feature = "openapi", schema(format = Date))]
    pub due_on: Option<String>,
}

/// One thing to correct.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Where, as in the faults of a submission: `/platforms/0/address`, `/documents/deroule`.
    #[serde(default)]
    #[validate(custom(function = shape::external_ref))]
    pub pointer: String,
    /// What is to be corrected.
    #[serde(default)]
    #[validate(custom(function = shape::comment))]
    pub comment: String,
}

impl NewReturn {
    /// What is wrong in shape, and a day that has passed.
    #[must_use]
    pub fn check(&self, today: NaiveDate) -> Vec<Fault> {
        let mut found = shape::checked(self);
        if self.due().is_some_and(|due| due < today) {
            found.push(Fault::new(Code::DayPast).at("/due_on"));
        }
        found
    }

    /// The day until which it is awaited.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        self.due_on.as_deref().and_then(|text| parse_day(text.trim()))
    }

    /// The same, cleaned as it is kept.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        Self {
            comment: clean(&self.comment),
            corrections: self
                .corrections
                .iter()
                .map(|one| Correction { pointer: clean(&one.pointer), comment: clean(&one.comment) })
                .collect(),
            due_on: self.due().map(|due| due.to_string()),
        }
    }
}

/// The body of `POST /requests/{id}/opinions`: the caisse's, of one subject. A later one takes its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewOpinion {
    /// `pedagogical` or `technical`.
    #[serde(default)]
    #[validate(custom(function = subject))]
    #[cfg_attr(feature = "openapi", schema(value_type = Subject))]
    pub subject: String,
    /// `favourable` or `unfavourable`.
    #[serde(default)]
    #[validate(custom(function = opinion))]
    #[cfg_attr(feature = "openapi", schema(value_type = Opinion))]
    pub opinion: String,
    /// Why: needed where it is unfavourable.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub comment: String,
    /// Whether what it says is for those who instruct and decide only (C20).
    #[serde(default)]
    pub confidential: bool,
}

/// The body of `POST /requests/{id}/inrs-opinion`, with which the request goes to the CNH.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInrsOpinion {
    /// `favourable` or `unfavourable`.
    #[serde(default)]
    #[validate(custom(function = opinion))]
    #[cfg_attr(feature = "openapi", schema(value_type = Opinion))]
    pub opinion: String,
    /// Why: needed where it is unfavourable.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub comment: String,
    /// Whether what it says is for those who instruct and decide only (C20).
    #[serde(default)]
    pub confidential: bool,
}

fn explained(opinion: &str, comment: &str) -> Option<Fault> {
    let owed = Opinion::of(opinion.trim()) == Some(Opinion::Unfavourable) && clean(comment).is_empty();
    owed.then(|| Fault::new(Code::Required).at("/comment"))
}

impl NewOpinion {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut found = shape::checked(self);
        found.extend(explained(&self.opinion, &self.comment));
        found
    }
}

impl NewInrsOpinion {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut found = shape::checked(self);
        found.extend(explained(&self.opinion, &self.comment));
        found
    }
}

/// The body of `PATCH /requests/{id}/grid` (C28): the answers that it names are replaced, the others stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GridAnswers {
    /// The answers.
    #[serde(default)]
    #[validate(nested, length(max = 200))]
    pub answers: Vec<NewAnswer>,
}

/// The answer to one item of the examination grid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    /// The item's code.
    #[serde(default)]
    #[validate(custom(function = shape::required_code))]
    pub item: String,
    /// `conforme`, `non_conforme` or `sans_objet`.
    #[serde(default)]
    #[validate(custom(function = answer))]
    #[cfg_attr(feature = "openapi", schema(value_type = Answer))]
    pub answer: String,
    /// Why: needed where it is not met, and told in the letter.
    #[serde(default)]
    #[validate(custom(function = shape::optional_comment))]
    pub comment: String,
}

impl GridAnswers {
    /// What is wrong in shape, and the items that are none of this grid.
    #[must_use]
    pub fn check(&self, grid: &[GridItem]) -> Vec<Fault> {
        let mut found = shape::checked(self);
        for (index, one) in self.answers.iter().enumerate() {
            let code = clean(&one.item);
            if !code.is_empty() && grid.iter().all(|item| item.code != code) {
                found.push(Fault::new(Code::BadReference).at(format!("/answers/{index}/item")));
            }
            let unmet = Answer::of(one.answer.trim()) == Some(Answer::NonConforme);
            if unmet && clean(&one.comment).is_empty() {
                found.push(Fault::new(Code::Required).at(format!("/answers/{index}/comment")));
            }
        }
        shape::in_order(&mut found, &|_| 0);
        found
    }
}
