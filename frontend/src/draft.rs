//! Drafts: what someone typed and has not sent, kept on their device so that a lost connection or an ended
//! session loses nothing.
//!
//! A draft belongs to one person (its key holds their Forprev number), is read back for that person only, and is
//! erased when it was sent, at sign-out, and after 15 days by the server's calendar, whoever opens the
//! application then.

use crate::device;
use chrono::{Days, NaiveDate};
use forprev_client::json;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

const PREFIX: &str = "forprev.draft.";
/// How many days a draft is kept.
const KEPT_DAYS: u64 = 15;

#[derive(Serialize, Deserialize)]
struct Kept<T> {
    saved_on: NaiveDate,
    value: T,
}

/// The place of one draft of one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    key: String,
    today: NaiveDate,
}

impl Draft {
    /// The draft called `name` (`new-session/<tab>`, `session/<id>`, …) of the person with this number, on the server's day.
    #[must_use]
    pub fn of(forprev_number: &str, name: &str, today: NaiveDate) -> Self {
        Self { key: format!("{PREFIX}{forprev_number}.{name}"), today }
    }

    /// What was kept and on which day, unless it is too old or of a form that is no longer understood.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> Option<(NaiveDate, T)> {
        let kept: Kept<T> = json::read(device::read(&self.key)?.as_bytes())?;
        (!is_old(kept.saved_on, self.today)).then_some((kept.saved_on, kept.value))
    }

    /// The drafts of this person whose names begin with `name`, but for this one.
    #[must_use]
    pub fn others(&self, forprev_number: &str, name: &str) -> Vec<Self> {
        let keys = device::keys(&format!("{PREFIX}{forprev_number}.{name}")).into_iter();
        keys.filter(|key| *key != self.key).map(|key| Self { key, today: self.today }).collect()
    }

    /// Keeps `value` in place of what was kept; false where the device refuses.
    pub fn keep<T: Serialize>(&self, value: &T) -> bool {
        serde_json::to_string(&Kept { saved_on: self.today, value })
            .is_ok_and(|text| device::keep(&self.key, &text))
    }

    /// Keeps `value`, or forgets the draft where it is `beginning` (as JSON) again: a form that nobody has filled in
    /// is nothing to find later. False where the device refuses.
    pub fn follow<T: Serialize>(&self, value: &T, beginning: Option<&str>) -> bool {
        if beginning.is_some() && serde_json::to_string(value).ok().as_deref() == beginning {
            self.erase();
            true
        } else {
            self.keep(value)
        }
    }

    /// Forgets it: it was sent, or thrown away.
    pub fn erase(&self) {
        device::erase(&self.key);
    }
}

fn is_old(saved_on: NaiveDate, today: NaiveDate) -> bool {
    saved_on.checked_add_days(Days::new(KEPT_DAYS)).is_none_or(|last| last < today)
}

/// Erases all drafts of a person who signs out.
pub fn erase_of(forprev_number: &str) {
    for key in device::keys(&format!("{PREFIX}{forprev_number}.")) {
        device::erase(&key);
    }
}

/// Erases those drafts of a person whose names begin with `name`, but for the one called `kept`: what they were
/// typed for has gone on without them.
pub fn erase_below(forprev_number: &str, name: &str, kept: Option<&str>) {
    let kept = kept.map(|kept| format!("{PREFIX}{forprev_number}.{kept}"));
    for key in device::keys(&format!("{PREFIX}{forprev_number}.{name}")) {
        if kept.as_ref() != Some(&key) {
            device::erase(&key);
        }
    }
}

/// Erases every draft that is too old, whosever it is. Done each time someone signs in or opens the application.
pub fn sweep(today: NaiveDate) {
    #[derive(Deserialize)]
    struct Age {
        saved_on: NaiveDate,
    }
    for key in device::keys(PREFIX) {
        let age = device::read(&key).and_then(|text| json::read::<Age>(text.as_bytes()));
        if age.is_none_or(|age| is_old(age.saved_on, today)) {
            device::erase(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_lives_fifteen_days() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(!is_old(day("2026-11-08"), day("2026-11-23")));
        assert!(is_old(day("2026-11-07"), day("2026-11-23")));
    }
}
