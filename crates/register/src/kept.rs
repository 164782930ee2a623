//! What the register said, kept for a while.

use chrono::{DateTime, Duration, Utc};
use forprev_core::organisation::{register::RegisterEntry, siret::Siret};
use std::collections::HashMap;

/// How many answers are kept at the most.
const MOST: usize = 2_000;
/// How long what is known is believed.
const FOUND_FOR: Duration = Duration::days(1);
/// How long an establishment stays unknown: one that was just founded comes into the register within days, and whoever
/// mistyped asks once more.
const UNKNOWN_FOR: Duration = Duration::minutes(10);

#[derive(Debug)]
struct Said {
    at: DateTime<Utc>,
    found: Option<RegisterEntry>,
}

impl Said {
    fn holds(&self, now: DateTime<Utc>) -> bool {
        let lasts = if self.found.is_some() { FOUND_FOR } else { UNKNOWN_FOR };
        (self.at..self.at + lasts).contains(&now)
    }
}

/// The answers, by SIRET.
#[derive(Debug, Default)]
pub(crate) struct Kept(HashMap<Siret, Said>);

impl Kept {
    /// What the register said of this SIRET, where it still holds.
    pub(crate) fn get(&self, siret: &Siret, now: DateTime<Utc>) -> Option<Option<RegisterEntry>> {
        self.0.get(siret).filter(|said| said.holds(now)).map(|said| said.found.clone())
    }

    /// Keeps it. Where there is no room the oldest goes.
    pub(crate) fn put(&mut self, siret: &Siret, now: DateTime<Utc>, found: Option<RegisterEntry>) {
        if self.0.len() >= MOST {
            self.0.retain(|_, said| said.holds(now));
        }
        if self.0.len() >= MOST {
            let oldest = self.0.iter().min_by_key(|(_, said)| said.at).map(|(siret, _)| siret.clone());
            oldest.and_then(|siret| self.0.remove(&siret));
        }
        self.0.insert(siret.clone(), Said { at: now, found });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A SIRET for each number: its last digit makes the sum right.
    fn siret(number: usize) -> Siret {
        let of = |digit: usize| format!("{:013}{digit}", number + 1).parse().ok();
        (0..10).find_map(of).unwrap()
    }

    #[test]
    fn there_is_room_for_so_many_and_the_oldest_goes() {
        let mut kept = Kept::default();
        let start: DateTime<Utc> = "2026-11-23T08:00:00Z".parse().unwrap();
        let at = |number: usize| start + Duration::milliseconds(number.try_into().unwrap());
        for number in 0..=MOST {
            kept.put(&siret(number), at(number), None);
        }
        assert_eq!(kept.0.len(), MOST);
        assert_eq!(kept.get(&siret(0), at(MOST)), None, "the oldest");
        assert_eq!(kept.get(&siret(1), at(MOST)), Some(None));
        let later = start + UNKNOWN_FOR + Duration::minutes(1);
        assert_eq!(kept.get(&siret(1), later), None);
        kept.put(&siret(0), later, None);
        assert_eq!(kept.0.len(), 1, "those that hold no more go first");
    }
}
