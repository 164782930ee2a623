//! What was typed here meets what was stored elsewhere, field by field.

use forprev_core::organisation::file::{Difference, Field, FileContent, differences};
use serde::{Deserialize, Serialize};

/// What the device keeps: what was typed, and what it began from.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// What it began from.
    pub base: FileContent,
    /// What was typed.
    pub typed: FileContent,
}

/// A field that was changed on both sides: what stands here is what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clash {
    /// Which.
    pub field: Field,
    /// What was stored elsewhere; nothing where it was emptied.
    pub theirs: Option<String>,
}

fn of(list: &[Difference], field: Field) -> Option<&Difference> {
    list.iter().find(|one| one.field == field.as_str())
}

/// `typed`, which began from `base`, over what is stored by now: each field that was changed here stays as it was typed, all
/// others are as they are stored. A field that was changed differently on both sides is a clash.
pub(super) fn meet(
    base: &FileContent,
    typed: &FileContent,
    stored: &FileContent,
) -> (FileContent, Vec<Clash>) {
    let (here, there, apart) =
        (differences(base, typed), differences(base, stored), differences(typed, stored));
    let (mut merged, mut clashes) = (stored.clone(), Vec::new());
    for field in Field::ALL.iter().copied().filter(|field| of(&here, *field).is_some()) {
        // Both sides say the same.
        if of(&apart, field).is_none() {
            continue;
        }
        merged.set(field, typed.typed(field).map(ToOwned::to_owned));
        if let Some(theirs) = of(&there, field) {
            clashes.push(Clash { field, theirs: theirs.after.clone() });
        }
    }
    (merged, clashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(name: &str, enseigne: &str, nda: &str) -> FileContent {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        FileContent {
            raison_sociale: text(name),
            enseigne: text(enseigne),
            nda: text(nda),
            ..FileContent::default()
        }
    }

    #[test]
    fn what_was_typed_stays_and_the_rest_is_as_stored() {
        let base = content("POF", "", "");
        let typed = content("POF", "Ouest", "");
        let stored = content("POF SARL", "", "53351234567");
        let (merged, clashes) = meet(&base, &typed, &stored);
        assert_eq!(merged, content("POF SARL", "Ouest", "53351234567"));
        assert!(clashes.is_empty());
    }

    #[test]
    fn the_same_field_changed_on_both_sides_is_a_question() {
        let (base, typed, stored) = (content("A", "", ""), content("B", "", ""), content("C", "", ""));
        let (merged, clashes) = meet(&base, &typed, &stored);
        assert_eq!(merged.raison_sociale.as_deref(), Some("B"));
        assert_eq!(clashes, [Clash { field: Field::RaisonSociale, theirs: Some("C".into()) }]);
        let (_, none) = meet(&base, &typed, &typed);
        assert!(none.is_empty());
    }

    #[test]
    fn what_was_emptied_here_stays_empty() {
        let (base, typed, stored) = (content("A", "x", ""), content("A", "", ""), content("A", "x", "1"));
        let (merged, clashes) = meet(&base, &typed, &stored);
        assert_eq!((merged.enseigne, clashes.len()), (None, 0));
    }
}
