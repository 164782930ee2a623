//! What differs between two contents, field by field: what an agent reads of a file that comes back, and of a change (O2).

use super::content::{Field, FileContent};
use serde::{Deserialize, Serialize};

/// One field, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Difference {
    /// The field's name.
    pub field: String,
    /// What it was, where it was filled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it is, where it is filled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// The fields in which `after` is not `before`, in the order of the form.
///
/// ```
/// use forprev_core::organisation::file::{FileContent, differences};
/// let before = FileContent { siret: Some("73282932000074".into()), ..Default::default() };
/// let after = FileContent { siret: Some("732 829 320 00074 ".into()), enseigne: Some("POF".into()), ..Default::default() };
/// let fields: Vec<_> = differences(&before, &after).into_iter().map(|one| one.field).collect();
/// assert_eq!(fields, ["enseigne"]);
/// ```
#[must_use]
pub fn differences(before: &FileContent, after: &FileContent) -> Vec<Difference> {
    let differs = |field: &&Field| !same(**field, before.typed(**field), after.typed(**field));
    let told = |field: &Field| Difference {
        field: field.as_str().to_owned(),
        before: before.typed(*field).map(ToOwned::to_owned),
        after: after.typed(*field).map(ToOwned::to_owned),
    };
    Field::ALL.iter().filter(differs).map(told).collect()
}

/// Numbers are the same whatever the spaces between their digits.
fn same(field: Field, a: Option<&str>, b: Option<&str>) -> bool {
    let bare =
        |text: Option<&str>| text.map(|text| text.chars().filter(|c| !c.is_whitespace()).collect::<String>());
    match field {
        Field::Siret
        | Field::Nda
        | Field::PostalCode
        | Field::UrssafCode
        | Field::ContactPhone
        | Field::PublishedPhone => bare(a) == bare(b),
        _ => a.map(str::trim) == b.map(str::trim),
    }
}

/// O2: the fields that a change to a validated organisation has to have instructed.
#[must_use]
pub fn instructed(before: &FileContent, after: &FileContent) -> Vec<Field> {
    let of = |one: Difference| Field::of(&one.field).filter(|field| field.is_instructed());
    differences(before, after).into_iter().filter_map(of).collect()
}
