//! What is known to be wrong with a form, whatever its value is.

use crate::{device, failure::Failure};
use forprev_core::problem::Fault;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Words by place. A form has a few dozen places: a tree would be more code than it saves steps.
type Places = Vec<(String, String)>;

fn at<'a>(places: &'a Places, pointer: &str) -> Option<&'a String> {
    places.iter().find(|(place, _)| place == pointer).map(|(_, words)| words)
}

/// Keeps the places in their order.
fn put(places: &mut Places, pointer: &str, words: Option<String>) {
    let place = places.partition_point(|(other, _)| other.as_str() < pointer);
    if places.get(place).is_some_and(|(other, _)| other == pointer) {
        places.remove(place);
    }
    if let Some(words) = words {
        places.insert(place, (pointer.to_owned(), words));
    }
}

/// An error to show: where, and in which words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The place, as an RFC 6901 pointer; empty for the whole form.
    pub pointer: String,
    /// The label of the field, where the place has one.
    pub label: Option<String>,
    /// The sentence.
    pub message: String,
}

/// The faults of a form and what decides which of them are seen.
#[derive(Clone, Copy, Debug)]
pub struct FormState {
    id: u32,
    checked: Signal<Vec<Fault>>,
    /// Whether the form is being sent.
    pub busy: RwSignal<bool>,
    refused: RwSignal<Vec<Fault>>,
    failed: RwSignal<Option<Failure>>,
    unreadable: RwSignal<Places>,
    touched: RwSignal<Vec<String>>,
    attempted: RwSignal<bool>,
    labels: RwSignal<Places>,
}

impl FormState {
    pub(super) fn new(checked: Signal<Vec<Fault>>) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            checked,
            busy: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
            unreadable: RwSignal::new(Places::new()),
            touched: RwSignal::new(Vec::new()),
            attempted: RwSignal::new(false),
            labels: RwSignal::new(Places::new()),
        }
    }

    /// The `id` of the element that edits this place.
    #[must_use]
    pub fn element_id(self, pointer: &str) -> String {
        format!("f{}{}", self.id, pointer.replace('/', "-"))
    }

    /// Why the whole was refused, where no place was named.
    #[must_use]
    pub fn failure(self) -> Signal<Option<Failure>> {
        self.failed.into()
    }

    /// All faults, those of fields that nobody left yet included. Tracks.
    #[must_use]
    pub fn all(self) -> Vec<Shown> {
        let mut all: Vec<Shown> = Vec::new();
        let mut push = |pointer: &str, message: &str| {
            if !all.iter().any(|shown| shown.pointer == pointer) {
                let label = self.labels.with(|labels| at(labels, pointer).cloned());
                all.push(Shown { pointer: pointer.to_owned(), label, message: message.to_owned() });
            }
        };
        // What cannot be read comes first: the value does not hold it, so "missing" would be misleading.
        self.unreadable.with(|places| places.iter().for_each(|(pointer, message)| push(pointer, message)));
        self.refused.with(|list| list.iter().for_each(|fault| push(&fault.pointer, &fault.message)));
        self.checked.with(|list| list.iter().for_each(|fault| push(&fault.pointer, &fault.message)));
        all
    }

    /// What the summary shows: nothing before the first attempt to send. Tracks.
    #[must_use]
    pub fn summary(self) -> Vec<Shown> {
        if self.attempted.get() { self.all() } else { Vec::new() }
    }

    /// The error to show at a place. Tracks.
    #[must_use]
    pub fn error_at(self, pointer: &str) -> Option<String> {
        if let Some(message) = self.unreadable.with(|places| at(places, pointer).cloned()) {
            return Some(message);
        }
        let at = |list: &Vec<Fault>| {
            list.iter().find(|fault| fault.pointer == pointer).map(|fault| fault.message.clone())
        };
        self.refused.with(at).or_else(|| {
            let seen = self.attempted.get()
                || self.touched.with(|touched| touched.iter().any(|place| place == pointer));
            seen.then(|| self.checked.with(at)).flatten()
        })
    }

    /// Tells the label of a place, for the summary. Fields do it.
    pub fn name(self, pointer: &str, label: String) {
        self.labels.update_untracked(|labels| put(labels, pointer, Some(label)));
    }

    /// The place was left: its error shows from now on.
    pub fn touch(self, pointer: &str) {
        if !self.touched.with_untracked(|touched| touched.iter().any(|place| place == pointer)) {
            self.touched.update(|touched| touched.push(pointer.to_owned()));
        }
    }

    /// The place changed: what the server had said of it, or of what it holds, no longer stands.
    pub fn changed(self, pointer: &str) {
        let below = format!("{pointer}/");
        let about = |fault: &Fault| fault.pointer == pointer || fault.pointer.starts_with(&below);
        if self.refused.with_untracked(|list| list.iter().any(about)) {
            self.refused.update(|list| list.retain(|fault| !about(fault)));
        }
    }

    /// Whether the text at a place was told to be unreadable. Tracks.
    #[must_use]
    pub(super) fn is_unreadable(self, pointer: &str) -> bool {
        self.unreadable.with(|places| at(places, pointer).is_some())
    }

    /// The text at a place cannot be read as a value (a date for example), or can again.
    pub fn unreadable(self, pointer: &str, message: Option<String>) {
        if self.unreadable.with_untracked(|places| at(places, pointer) != message.as_ref()) {
            self.unreadable.update(|places| put(places, pointer, message));
        }
    }

    /// Shows every fault; true where there is none. Moves the focus to the first.
    pub fn attempt(self) -> bool {
        self.attempted.set(true);
        // What the server said of the previous attempt may be mended elsewhere than at its place.
        self.refused.set(Vec::new());
        self.failed.set(None);
        let wrong = untrack(|| !self.all().is_empty());
        if wrong {
            self.focus_first();
        }
        !wrong
    }

    /// Begins again: nothing was left or sent yet, and nothing refused.
    pub fn forget(self) {
        self.attempted.set(false);
        self.unreadable.set(Places::new());
        self.touched.set(Vec::new());
        self.refused.set(Vec::new());
        self.failed.set(None);
    }

    /// Whether the last attempt was refused, as a whole or at some place. Tracks.
    #[must_use]
    pub fn was_refused(self) -> bool {
        self.failed.with(Option::is_some) || self.refused.with(|list| !list.is_empty())
    }

    pub(super) fn start(self) {
        self.failed.set(None);
        self.refused.set(Vec::new());
        self.busy.set(true);
    }

    /// Lays a refusal on the form, and moves the focus to its first place.
    pub fn refuse(self, failure: Failure) {
        self.lay(failure);
        self.focus_first();
    }

    /// Lays a refusal on the form.
    pub(super) fn lay(self, failure: Failure) {
        self.attempted.set(true);
        let faults = failure.faults().to_vec();
        let placed = !faults.is_empty() && faults.iter().all(|fault| !fault.pointer.is_empty());
        self.refused.set(faults);
        self.failed.set((!placed).then_some(failure));
    }

    /// Moves the focus to the first faulty field of the page, or to the summary.
    pub fn focus_first(self) {
        request_animation_frame(move || {
            // The page may be gone by then: a session that ended leads away from it.
            if self.touched.is_disposed() {
                return;
            }
            let all = untrack(|| self.all());
            let found = all.iter().any(|shown| !shown.pointer.is_empty() && self.focus(&shown.pointer));
            if !found {
                device::focus(&self.summary_id());
            }
        });
    }

    /// Moves the focus to the field of a place, or to the nearest one that holds it.
    pub fn focus(self, pointer: &str) -> bool {
        let mut place = pointer;
        while !place.is_empty() {
            if device::focus(&self.element_id(place)) {
                return true;
            }
            place = place.rsplit_once('/').map_or("", |(above, _)| above);
        }
        false
    }

    /// Whether something that was typed cannot be read: the value does not hold it, so it cannot be stored.
    #[must_use]
    pub fn has_unreadable(self) -> bool {
        self.unreadable.with_untracked(|places| !places.is_empty())
    }

    /// The `id` of the summary.
    #[must_use]
    pub fn summary_id(self) -> String {
        format!("f{}-summary", self.id)
    }
}
