//! The report of an import of trainees: what became of each line of the file, none dropped without a word.

use super::Session;
use crate::problem::{Code, Fault};
use serde::{Deserialize, Serialize};

/// The largest file that is imported, in bytes.
pub const FILE_MAX: usize = 5 * 1024 * 1024;

/// What an import does when some lines are refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    /// Nothing is stored.
    #[default]
    AllOrNothing,
    /// The other lines are stored.
    ValidLines,
}

/// A line that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedLine {
    /// The line in the file, from 1, headers counted.
    pub line: u32,
    /// The column: `last_name`, `first_name`, `birth_date`, …; absent where the whole line is at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Why, in short: the first error's code, or `import.other_lines` for a good line that was not stored because
    /// others are at fault.
    pub code: Code,
    /// All that is wrong with the line, the first one first; pointers are relative to the trainee.
    pub errors: Vec<Fault>,
}

/// The answer of `POST /sessions/{id}/trainees/import`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportReport {
    /// How many lines with something on them the file has, headers aside: `created` + `refused`.
    pub lines: u32,
    /// How many trainees were stored (or would be, in a dry run).
    pub created: u32,
    /// The lines that were refused; in `all_or_nothing`, when one is, the good ones stand here too.
    pub refused: Vec<RefusedLine>,
    /// The session after the import.
    pub session: Session,
}
