//! What is typed of something that the server keeps: each part is stored by itself, when it is left or after a pause (B3).
//! What cannot be stored, for want of a network or because it is wrong, stays on the device.

mod meet;
mod status;

pub use status::{Clashes, SaveState};

use crate::{
    components::Toasts, draft::Draft, failure::Failure, form::Form, graph::task_of_the_application, i18n::t,
    session,
};
use chrono::{DateTime, Utc};
use forprev_core::problem::Fault;
use leptos::prelude::*;
use meet::{Kept, meet};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// How long nobody has typed when what was typed is stored.
const PAUSE: Duration = Duration::from_millis(1_500);

/// How often what was changed elsewhere is read again before one gives up.
const RELOADS: u32 = 3;

/// Something that is written in parts, each stored by itself: an organisation file, a request.
pub trait Sheet: Clone + Send + Sync + 'static {
    /// What is typed of it.
    type Content: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static;
    /// A part of that.
    type Part: Copy + PartialEq + Send + Sync + 'static;

    /// The name of the draft on the device.
    fn draft(&self) -> String;
    /// What the server has.
    fn content(&self) -> Self::Content;
    /// When the server took it.
    fn saved_at(&self) -> DateTime<Utc>;
    /// Whether it can be changed now.
    fn is_open(&self) -> bool;
    /// The parts that differ, as the server sees them.
    fn differing(before: &Self::Content, after: &Self::Content) -> Vec<Self::Part>;
    /// Puts a part of `from` in the place of that of `into`.
    fn take(part: Self::Part, from: &Self::Content, into: &mut Self::Content);
    /// `typed` as far as the server can take it: what is wrong in shape, or half typed, stays as it stands there.
    fn sendable(typed: &Self::Content, stored: &Self::Content, half_typed: bool) -> Self::Content;
    /// Puts into `typed` what the server gave to what was sent: identifiers.
    fn adopt(&self, typed: &mut Self::Content);
    /// Asks how it stands.
    fn fetch(&self) -> impl Future<Output = Result<Self, Failure>>;
    /// Stores these parts.
    fn store(
        &self,
        parts: Vec<Self::Part>,
        content: Self::Content,
    ) -> impl Future<Output = Result<Self, Failure>>;
}

/// Where the storing is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// All was stored at this moment.
    Saved(DateTime<Utc>),
    /// It is under way.
    Saving,
    /// There is no network: it is kept on the device.
    Offline,
    /// The server refused it, in words.
    Refused(String),
}

/// What comes after all was stored: told whether it was.
type Then = Box<dyn FnOnce(bool) + Send + Sync>;

/// What is to be stored: which parts, and as what.
type Patch<S> = (Vec<<S as Sheet>::Part>, <S as Sheet>::Content);

/// The form on a sheet, and what stands on the server.
pub struct Keeper<S: Sheet> {
    /// What is typed.
    pub form: Form<S::Content>,
    /// The sheet as the server has it.
    pub held: RwSignal<S>,
    /// Where the storing is.
    pub status: RwSignal<Status>,
    /// Parts that were changed elsewhere, too.
    pub clashes: RwSignal<Vec<S::Part>>,
    toasts: Toasts,
    draft: StoredValue<Option<Draft>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    then: StoredValue<Option<Then>>,
    // Not told by the status: an answer that says "saved" may be followed by the next thing to send.
    sending: StoredValue<bool>,
}

impl<S: Sheet> Copy for Keeper<S> {}
impl<S: Sheet> Clone for Keeper<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: Sheet> Keeper<S> {
    /// A form on what the server has, with what this device kept of it; `check` as a form's. Take it while the component
    /// is made.
    pub fn new(held: RwSignal<S>, check: impl Fn(&S::Content) -> Vec<Fault> + Send + Sync + 'static) -> Self {
        let (content, saved, draft) =
            held.with_untracked(|sheet| (sheet.content(), sheet.saved_at(), sheet.draft()));
        let keeper = Self {
            form: Form::new(content, check),
            held,
            status: RwSignal::new(Status::Saved(saved)),
            clashes: RwSignal::new(Vec::new()),
            toasts: Toasts::here(),
            draft: StoredValue::new(session::draft(&draft)),
            timer: StoredValue::new(None),
            then: StoredValue::new(None),
            sending: StoredValue::new(false),
        };
        keeper.take_up();
        keeper.watch();
        keeper
    }

    fn stored(self) -> S::Content {
        self.held.with_untracked(S::content)
    }

    /// Takes up what this device kept and the server does not have.
    fn take_up(self) {
        let kept = self.draft.with_value(|draft| draft.as_ref().and_then(Draft::read::<Kept<S::Content>>));
        let Some((_, kept)) = kept else { return };
        // What cannot be changed now waits: it may come back.
        if !self.held.with_untracked(S::is_open) {
            return;
        }
        let stored = self.stored();
        let (merged, clashes) = meet::<S>(&kept.base, &kept.typed, &stored);
        if S::differing(&stored, &merged).is_empty() {
            self.forget();
            return;
        }
        self.form.value().set(merged);
        self.clashes.set(clashes);
        self.toasts.note(t().sheets.restored);
        self.save();
    }

    /// Keeps each change on the device, and stores it after a pause; stores what waits once there is a network.
    fn watch(self) {
        let refused = StoredValue::new(false);
        Effect::watch(
            move || self.form.value().get(),
            move |typed, _, _| {
                if !self.keep(typed) && !refused.get_value() {
                    refused.set_value(true);
                    self.toasts.bad(t().parts.draft_refused);
                }
                self.hush();
                let later = set_timeout_with_handle(move || self.save_here(), PAUSE);
                self.timer.set_value(later.ok());
            },
            false,
        );
        let online = window_event_listener(leptos::ev::online, move |_| self.save_here());
        on_cleanup(move || {
            self.hush();
            online.remove();
        });
    }

    fn hush(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    fn forget(self) {
        self.draft.with_value(|draft| draft.iter().for_each(Draft::erase));
    }

    /// Keeps what is typed on the device as long as the server has not got it. False where the device refuses.
    fn keep(self, typed: &S::Content) -> bool {
        let base = self.stored();
        self.draft.with_value(|draft| match draft {
            Some(draft) if !S::differing(&base, typed).is_empty() => {
                draft.keep(&Kept { base, typed: typed.clone() })
            }
            Some(draft) => {
                draft.erase();
                true
            }
            None => true,
        })
    }

    /// What the server has not got yet and can take: not what is wrong in shape, nor what was changed elsewhere, too.
    fn patch(self) -> Option<Patch<S>> {
        let (typed, stored) = (self.form.value().get_untracked(), self.stored());
        let content = S::sendable(&typed, &stored, self.form.state().has_unreadable());
        let mut parts = S::differing(&stored, &content);
        self.clashes.with_untracked(|clashes| parts.retain(|part| !clashes.contains(part)));
        (!parts.is_empty()).then_some((parts, content))
    }

    /// Whether the server has all that is typed. Tracks.
    pub fn is_stored(self) -> bool {
        let held = self.held.with(S::content);
        self.form.value().with(|typed| S::differing(&held, typed).is_empty())
    }

    /// Stores what is typed, where the page still stands.
    fn save_here(self) {
        if !self.held.is_disposed() {
            self.save();
        }
    }

    /// Stores what is typed. While that is under way, what was typed meanwhile follows by itself.
    pub fn save(self) {
        if self.sending.get_value() {
            return;
        }
        self.hush();
        let Some(patch) = self.patch() else { return self.end() };
        self.sending.set_value(true);
        self.status.set(Status::Saving);
        // Begun, it goes on: who has left the page has left what they typed in good hands.
        task_of_the_application(self.send(patch));
    }

    /// Stores what is typed, then does this, told whether the server has all of it.
    pub fn save_then(self, then: impl FnOnce(bool) + Send + Sync + 'static) {
        self.then.set_value(Some(Box::new(then)));
        self.save();
    }

    fn end(self) {
        self.sending.set_value(false);
        let Some(then) = self.then.try_update_value(Option::take).flatten() else { return };
        then(untrack(|| self.is_stored()));
    }

    async fn send(self, mut patch: Patch<S>) {
        let mut reloads = 0;
        loop {
            let (held, (parts, content)) = (self.held.get_untracked(), patch.clone());
            let answer = held.store(parts, content).await;
            if self.held.is_disposed() {
                return;
            }
            let end = match answer {
                Ok(sheet) => {
                    self.learn(sheet);
                    None
                }
                Err(failure) if failure.is_stale() && reloads < RELOADS => {
                    reloads += 1;
                    self.reload().await
                }
                Err(failure) => Some(failure),
            };
            if self.held.is_disposed() {
                return;
            }
            if let Some(failure) = end {
                self.status.set(match failure {
                    Failure::Unreachable => Status::Offline,
                    failure => Status::Refused(failure.message()),
                });
                return self.end();
            }
            match self.patch().filter(|_| self.held.with_untracked(S::is_open)) {
                Some(next) => patch = next,
                None => return self.end(),
            }
        }
    }

    /// The server told the sheet.
    pub fn learn(self, sheet: S) {
        self.status.set(Status::Saved(sheet.saved_at()));
        let mut typed = self.form.value().get_untracked();
        sheet.adopt(&mut typed);
        self.held.set(sheet);
        if self.form.value().with_untracked(|before| *before != typed) {
            self.form.value().set(typed.clone());
        }
        self.keep(&typed);
    }

    /// Takes over how the sheet stands by now, and keeps what was typed here over it. Gives why it could not.
    async fn reload(self) -> Option<Failure> {
        let held = self.held.get_untracked();
        let latest = match held.fetch().await {
            Ok(latest) => latest,
            Err(failure) => return Some(failure),
        };
        if !self.held.is_disposed() {
            self.take(latest);
        }
        None
    }

    /// The sheet may have been changed elsewhere: what was typed here stays over it.
    pub fn take(self, latest: S) {
        let base = self.stored();
        let typed = self.form.value().get_untracked();
        let content = latest.content();
        let (merged, clashes) = meet::<S>(&base, &typed, &content);
        let news = !S::differing(&base, &content).is_empty();
        self.learn(latest);
        if merged != typed {
            self.form.value().set(merged);
        }
        if news {
            self.toasts.note(t().sheets.reloaded);
        }
        self.clashes.update(|all| {
            all.retain(|one| !clashes.contains(one));
            all.extend(clashes);
        });
    }

    /// Asks how the sheet stands, after what belongs to it has changed: an attachment for example.
    pub fn refresh(self) {
        let held = self.held.get_untracked();
        task_of_the_application(async move {
            if let Ok(latest) = held.fetch().await
                && !self.held.is_disposed()
            {
                self.take(latest);
            }
        });
    }

    /// Keeps what was typed where it was changed elsewhere, too.
    fn keep_mine(self) {
        self.clashes.set(Vec::new());
        self.save();
    }

    /// Takes what was stored elsewhere.
    fn take_theirs(self) {
        let (clashes, stored) = (self.clashes.get_untracked(), self.stored());
        self.form.value().update(|content| {
            for part in clashes {
                S::take(part, &stored, content);
            }
        });
        self.clashes.set(Vec::new());
        self.save();
    }

    /// Throws away what this device kept: the sheet goes on without it.
    pub fn done(self) {
        self.hush();
        self.forget();
    }
}
