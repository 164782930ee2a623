//! Pages of lists. A cursor names the last row seen, not a position: what comes and goes before it moves nothing.

use crate::{Error, Result};
use chrono::{Datelike, NaiveDate};
use forprev_core::text::has_control_character;

/// The last row of a page: what the list is sorted by, and the identifier. Opaque to callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    sort: String,
    id: String,
}

impl Cursor {
    pub(crate) fn new(sort: &str, id: &str) -> Self {
        Self { sort: sort.to_owned(), id: id.to_owned() }
    }

    pub(crate) fn sort(&self) -> &str {
        &self.sort
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn day(&self) -> Result<NaiveDate> {
        let day: Option<NaiveDate> = self.sort.parse().ok();
        day.filter(|day| in_range(day.year())).ok_or(Error::NotFound)
    }

    /// As it is handed out, in letters, digits, `-`, `_` and `.`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let sort: String = self.sort.bytes().map(|byte| format!("{byte:02x}")).collect();
        format!("{sort}.{}", self.id)
    }

    /// What [`Self::to_text`] wrote; nothing for another text.
    ///
    /// ```
    /// use forprev_store::cursor::Cursor;
    /// assert!(Cursor::of_text("6162.0199").is_some_and(|cursor| cursor.to_text() == "6162.0199"));
    /// assert_eq!(Cursor::of_text("not a cursor"), None);
    /// ```
    #[must_use]
    pub fn of_text(text: &str) -> Option<Self> {
        let (sort, id) = text.split_once('.')?;
        let bytes: Option<Vec<u8>> = (0..sort.len())
            .step_by(2)
            .map(|at| sort.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
            .collect();
        let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let sort = String::from_utf8(bytes?).ok()?;
        (plain && !has_control_character(&sort)).then(|| Self { sort, id: id.to_owned() })
    }
}

/// Whether both databases know this year: a cursor comes back from outside.
pub(crate) fn in_range(year: i32) -> bool {
    (1..=9999).contains(&year)
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Where the next page begins; none after the last one.
    pub next: Option<Cursor>,
    /// How many rows the list has in all.
    pub total: u64,
}

impl<T> Paged<T> {
    /// A page of `limit` rows out of one more than that, where there are so many.
    pub(crate) fn cut(mut items: Vec<T>, limit: u32, total: i64, cursor: impl Fn(&T) -> Cursor) -> Self {
        let limit = limit as usize;
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(cursor);
        Self { items, next, total: total.unsigned_abs() }
    }
}
