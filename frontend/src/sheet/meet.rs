//! What was typed here meets what was stored elsewhere, part by part.

use super::Sheet;
use serde::{Deserialize, Serialize};

/// What the device keeps: what was typed, and what it began from.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Kept<C> {
    /// What it began from.
    pub base: C,
    /// What was typed.
    pub typed: C,
}

/// `typed`, which began from `base`, over what is stored by now: each part that was changed here stays as it was typed, all
/// others are as they are stored. With it, the parts that were changed differently on both sides.
pub(super) fn meet<S: Sheet>(
    base: &S::Content,
    typed: &S::Content,
    stored: &S::Content,
) -> (S::Content, Vec<S::Part>) {
    let (there, apart) = (S::differing(base, stored), S::differing(typed, stored));
    let (mut merged, mut clashes) = (stored.clone(), Vec::new());
    // Where both sides say the same, there is nothing to keep.
    for part in S::differing(base, typed).into_iter().filter(|part| apart.contains(part)) {
        S::take(part, typed, &mut merged);
        if there.contains(&part) {
            clashes.push(part);
        }
    }
    (merged, clashes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use forprev_core::organisation::file::{Field, FileContent, OrganisationFile};

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
        let (merged, clashes) = meet::<OrganisationFile>(&base, &typed, &stored);
        assert_eq!(merged, content("POF SARL", "Ouest", "53351234567"));
        assert!(clashes.is_empty());
    }

    #[test]
    fn the_same_field_changed_on_both_sides_is_a_question() {
        let (base, typed, stored) = (content("A", "", ""), content("B", "", ""), content("C", "", ""));
        let (merged, clashes) = meet::<OrganisationFile>(&base, &typed, &stored);
        assert_eq!(merged.raison_sociale.as_deref(), Some("B"));
        assert_eq!(clashes, [Field::RaisonSociale]);
        let (_, none) = meet::<OrganisationFile>(&base, &typed, &typed);
        assert!(none.is_empty());
    }

    #[test]
    fn what_was_emptied_here_stays_empty() {
        let (base, typed, stored) = (content("A", "x", ""), content("A", "", ""), content("A", "x", "1"));
        let (merged, clashes) = meet::<OrganisationFile>(&base, &typed, &stored);
        assert_eq!((merged.enseigne, clashes.len()), (None, 0));
    }
}
