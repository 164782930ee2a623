//! A mail server that keeps what it is given.

use forprev_app::mail::{Letter, Post, Refusal};
use std::sync::{Arc, Mutex};

/// Letters that were handed over. Cloning it shares them.
#[derive(Clone, Default)]
pub struct Recorded(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    taken: Vec<Letter>,
    refuses: Option<Refusal>,
}

impl Recorded {
    /// What was handed over since this was last called.
    #[must_use]
    pub fn take(&self) -> Vec<Letter> {
        std::mem::take(&mut self.0.lock().expect("the letters").taken)
    }

    /// Refuses all from now on, for this reason; or takes all again.
    pub fn refuse(&self, refusal: Option<Refusal>) {
        self.0.lock().expect("the letters").refuses = refusal;
    }
}

impl Post for Recorded {
    fn send(&self, letter: &Letter) -> Result<(), Refusal> {
        let mut state = self.0.lock().expect("the letters");
        match &state.refuses {
            Some(refusal) => Err(refusal.clone()),
            None => {
                state.taken.push(letter.clone());
                Ok(())
            }
        }
    }
}
