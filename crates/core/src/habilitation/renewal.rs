//! What the renewal of a habilitation is: of whom it is said to be renewed, nobody is warned of its end (H5), and a
//! delegation goes on with it (U3).

use crate::id::OrganisationId;
use chrono::NaiveDate;

/// What of a habilitation says whether it renews another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Term<'a> {
    /// Whose.
    pub organisation_id: OrganisationId,
    /// The dispositif's code.
    pub dispositif: &'a str,
    /// 1 or 2.
    pub level: u8,
    /// Its last day.
    pub valid_until: NaiveDate,
    /// Whether it was withdrawn (H11).
    pub withdrawn: bool,
}

impl Term<'_> {
    /// Whether this one renews `earlier`: of the same organisation, for the same dispositif and level, it ends later, and
    /// was not withdrawn.
    ///
    /// ```
    /// use forprev_core::{habilitation::renewal::Term, id::OrganisationId};
    /// let day = |text: &str| text.parse().unwrap();
    /// let organisation_id: OrganisationId = "0198c0de-0000-7000-8000-000000000001".parse().unwrap();
    /// let before =
    ///     Term { organisation_id, dispositif: "SST", level: 1, valid_until: day("2027-03-14"), withdrawn: false };
    /// let after = Term { valid_until: day("2032-03-14"), ..before };
    /// assert!(after.renews(&before) && !before.renews(&after) && !before.renews(&before));
    /// assert!(!Term { level: 2, ..after }.renews(&before));
    /// assert!(!Term { withdrawn: true, ..after }.renews(&before));
    /// ```
    #[must_use]
    pub fn renews(&self, earlier: &Term<'_>) -> bool {
        (self.organisation_id, self.dispositif, self.level)
            == (earlier.organisation_id, earlier.dispositif, earlier.level)
            && self.valid_until > earlier.valid_until
            && !self.withdrawn
    }
}
