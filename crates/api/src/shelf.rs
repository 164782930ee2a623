//! Answers of the public directory that were made and still hold. The shelf has an edition: of another one, all of
//! them go. It is bounded: those that were not asked for longest make room.

use crate::ready::Ready;
use forprev_app::directory::Edition;
use forprev_core::{query::DirectoryQuery, text::search_key};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Bytes on the shelf, at the most.
const ROOM: usize = 32 * 1024 * 1024;
/// What takes more than this part of it is made each time.
const PART: usize = 4;

/// A question to the directory, as it decides the answer.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Asked {
    query: DirectoryQuery,
    csv: bool,
}

impl Asked {
    /// Two questions that are answered alike are one.
    pub(crate) fn new(query: &DirectoryQuery, csv: bool) -> Self {
        let words = |text: &String| Some(search_key(text)).filter(|words| !words.is_empty());
        let mut query = DirectoryQuery { q: query.q.as_ref().and_then(words), ..query.clone() };
        query.limit = Some(query.page_size());
        if csv {
            // CSV is all of it.
            (query.limit, query.cursor) = (None, None);
        }
        Self { query, csv }
    }
}

/// Answers by what was asked.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    edition: Option<Edition>,
    answers: HashMap<Asked, Answer>,
    bytes: usize,
    /// Rises with each question: the time by which answers are compared.
    turn: u64,
}

struct Answer {
    ready: Arc<Ready>,
    last_asked: u64,
}

impl Shelf {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer of this edition, where it was made before.
    pub(crate) fn find(&self, edition: Edition, asked: &Asked) -> Option<Arc<Ready>> {
        let mut kept = self.lock();
        if kept.edition != Some(edition) {
            return None;
        }
        kept.turn += 1;
        let turn = kept.turn;
        let answer = kept.answers.get_mut(asked)?;
        answer.last_asked = turn;
        Some(Arc::clone(&answer.ready))
    }

    /// Keeps the answer of this edition, which was read last.
    pub(crate) fn keep(&self, edition: Edition, asked: Asked, ready: Arc<Ready>) {
        let mut kept = self.lock();
        if kept.edition != Some(edition) {
            *kept = Kept { edition: Some(edition), turn: kept.turn, ..Kept::default() };
        }
        let weight = ready.weight();
        if weight > ROOM / PART {
            return;
        }
        kept.turn += 1;
        let answer = Answer { ready, last_asked: kept.turn };
        kept.bytes += weight;
        if let Some(before) = kept.answers.insert(asked, answer) {
            kept.bytes -= before.ready.weight();
        }
        while kept.bytes > ROOM {
            let oldest = kept.answers.iter().min_by_key(|(_, answer)| answer.last_asked);
            let Some(asked) = oldest.map(|(asked, _)| asked.clone()) else { break };
            if let Some(gone) = kept.answers.remove(&asked) {
                kept.bytes -= gone.ready.weight();
            }
        }
    }
}
