//! C28: the examination grid of a dispositif and level: what is looked at, and what was found. Data that INRS edits, with
//! dates of effect; a request keeps the grid of the day of its first submission (C24).

use crate::catalogue::{Dated, Level, in_force};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An item of the grids, and where it is looked at.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct GridEntry {
    /// Its code.
    pub code: String,
    /// What it is grouped under.
    pub section: String,
    /// What is asked.
    pub label: String,
    /// Its place in the grid.
    pub position: i32,
    /// For which dispositif; absent: for all.
    #[serde(default)]
    pub dispositif: Option<String>,
    /// For which level; absent: for both.
    #[serde(default)]
    pub level: Option<u8>,
    /// Only where the level requires platforms.
    #[serde(default)]
    pub of_platforms: bool,
}

impl GridEntry {
    fn is_for(&self, dispositif: &str, level: &Level) -> bool {
        self.dispositif.as_ref().is_none_or(|one| one == dispositif)
            && self.level.is_none_or(|one| one == level.number)
            && (!self.of_platforms || level.requires_platform)
    }
}

/// An item of a grid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GridItem {
    /// Its code.
    pub code: String,
    /// What it is grouped under.
    pub section: String,
    /// What is asked.
    pub label: String,
    /// What was found; absent where nobody answered yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What was found of an item.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = GridAnswer))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is met.
    Conforme,
    /// It is not.
    NonConforme,
    /// It does not apply here.
    SansObjet,
}

impl Answer {
    /// The name in the API and in the base.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Conforme => "conforme",
            Self::NonConforme => "non_conforme",
            Self::SansObjet => "sans_objet",
        }
    }

    /// The answer of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::Conforme, Self::NonConforme, Self::SansObjet].into_iter().find(|one| one.as_str() == name)
    }
}

/// The grid of a dispositif and level that is in force on `day`, unanswered.
#[must_use]
pub fn grid(entries: &[Dated<GridEntry>], dispositif: &str, level: &Level, day: NaiveDate) -> Vec<GridItem> {
    let mut items = in_force(entries, day, |one| one.code.clone());
    items.retain(|one| one.is_for(dispositif, level));
    items.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
    items
        .into_iter()
        .map(|one| GridItem {
            code: one.code.clone(),
            section: one.section.clone(),
            label: one.label.clone(),
            answer: None,
            comment: None,
        })
        .collect()
}

/// What is not met: what a letter of refusal or of adjournment is made of.
pub fn unmet(grid: &[GridItem]) -> impl Iterator<Item = &GridItem> {
    grid.iter().filter(|item| item.answer == Some(Answer::NonConforme))
}
