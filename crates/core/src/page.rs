//! Lists, a page at a time.

use crate::{
    calendar::days_left,
    problem::{Code, Fault},
};
use chrono::NaiveDate;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// How many items a page has when the caller does not say.
pub const DEFAULT_LIMIT: u32 = 50;
/// How many items a page has at the most.
pub const MAX_LIMIT: u32 = 200;
/// How far the lists are counted that grow without an end, the log and mails: beyond, counting would read millions of rows
/// to tell a number that nobody needs.
pub const COUNTED: i64 = 1_000;

/// A page of a list. The cursor is stable while rows come and go: it names the last row seen, not a position.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// What to send as `cursor` to read on; `null` on the last page.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub next_cursor: Option<String>,
    /// How many items the list has in all, with these filters.
    pub total: u64,
}

/// The part of a key by which the latest day comes first.
///
/// ```
/// use forprev_core::page::latest_first;
/// let day = |text: &str| text.parse().unwrap();
/// assert!(latest_first(day("2028-11-20")) < latest_first(day("2027-01-01")));
/// ```
#[must_use]
pub fn latest_first(day: NaiveDate) -> String {
    format!("{:010}", days_left(day, NaiveDate::MAX))
}

/// Which page of a list in memory is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    limit: usize,
    after: Option<String>,
}

impl Wanted {
    /// What a query asks for.
    ///
    /// # Errors
    /// `request.cursor` where the cursor is none that [`Wanted::cut`] gave.
    pub fn read(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, Fault> {
        let key = |text: &str| String::from_utf8(HEXLOWER.decode(text.as_bytes()).ok()?).ok();
        let after = cursor.map(|text| key(text).ok_or_else(|| Fault::new(Code::BadCursor))).transpose()?;
        Ok(Self { limit: limit.unwrap_or(DEFAULT_LIMIT) as usize, after })
    }

    /// How many items the page has at the most.
    #[must_use]
    pub const fn limit(&self) -> usize {
        self.limit
    }

    /// The key after which the page begins, where it is not the first one.
    #[must_use]
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// The page out of the whole list, which is put in the order of the keys; no two items have the same. The cursor is
    /// the last item's key: the next page holds what comes after it, whether or not the item is still there.
    ///
    /// ```
    /// use forprev_core::page::Wanted;
    /// let first = Wanted::read(Some(2), None)?.cut(vec!["c", "a", "d"], |item| item.to_string());
    /// assert_eq!((first.items, first.total), (vec!["a", "c"], 3));
    /// let next = Wanted::read(None, first.next_cursor.as_deref())?;
    /// assert_eq!(next.cut(vec!["a", "b", "d", "e"], |item| item.to_string()).items, ["d", "e"]);
    /// # Ok::<(), forprev_core::problem::Fault>(())
    /// ```
    #[must_use]
    pub fn cut<T>(&self, items: Vec<T>, key: impl Fn(&T) -> String) -> Page<T> {
        let total = items.len() as u64;
        let mut rest: Vec<(String, T)> = items.into_iter().map(|item| (key(&item), item)).collect();
        rest.sort_by(|(a, _), (b, _)| a.cmp(b));
        rest.retain(|(key, _)| self.after.as_ref().is_none_or(|after| key > after));
        let more = rest.len() > self.limit;
        rest.truncate(self.limit);
        let last = rest.last().filter(|_| more);
        let next_cursor = last.map(|(key, _)| HEXLOWER.encode(key.as_bytes()));
        Page { items: rest.into_iter().map(|(_, item)| item).collect(), next_cursor, total }
    }
}

impl<T> Page<T> {
    /// The same page, with each item told in another way.
    #[must_use]
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        let Self { items, next_cursor, total } = self;
        Page { items: items.into_iter().map(f).collect(), next_cursor, total }
    }

    /// A list that fits on one page.
    #[must_use]
    pub fn whole(items: Vec<T>) -> Self {
        let total = items.len() as u64;
        Self { items, next_cursor: None, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_follows_the_one_before() {
        let all: Vec<String> = (0..7).map(|number| format!("é{number}")).collect();
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = Wanted::read(Some(3), cursor.as_deref()).unwrap().cut(all.clone(), String::clone);
            assert_eq!(page.total, 7);
            seen.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, all);
        let exactly = Wanted::read(Some(7), None).unwrap().cut(all, String::clone);
        assert_eq!((exactly.items.len(), exactly.next_cursor), (7, None));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["x", "6", "6G", "ff", "AA", " "] {
            assert_eq!(Wanted::read(None, Some(text)).unwrap_err().code, Code::BadCursor, "{text}");
        }
        assert!(
            Wanted::read(None, Some("")).is_ok_and(|wanted| wanted.cut(vec![1], i32::to_string).total == 1)
        );
    }
}
