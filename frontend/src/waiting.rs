//! How much waits for the person who is signed in: what the menu counts. Asked at each change of page, when the
//! application comes back to the front, and every minute while it is looked at.

use crate::{
    api::{call_signed_out, has_session},
    graph::{effect, task_of_the_application},
    session, support,
};
use forprev_core::policy::{Action, may_ever};
use leptos::{ev, prelude::*};
use std::{cell::Cell, time::Duration};

/// How often it is asked while nothing else happens.
const EVERY: Duration = Duration::from_secs(60);

/// What waits.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    tasks: u64,
    unread: u64,
}

thread_local! {
    static CURRENT: Cell<Option<RwSignal<Counts>>> = const { Cell::new(None) };
}

/// Makes the place for it. Once, by the application: it lives as long.
pub fn start() {
    CURRENT.set(Some(RwSignal::new(Counts::default())));
}

fn counts() -> RwSignal<Counts> {
    CURRENT.get().unwrap_or_else(|| RwSignal::new(Counts::default()))
}

/// How many tasks wait. Tracks.
#[must_use]
pub fn tasks() -> u64 {
    counts().get().tasks
}

/// How many messages are unread. Tracks.
#[must_use]
pub fn unread() -> u64 {
    counts().get().unread
}

/// A page knows how many tasks wait.
pub fn told_tasks(tasks: u64) {
    tell(|counts| counts.tasks = tasks);
}

/// A page knows how many messages are unread.
pub fn told_unread(unread: u64) {
    tell(|counts| counts.unread = unread);
}

/// What has not changed draws nothing again.
fn tell(change: impl FnOnce(&mut Counts)) {
    let before = counts().get_untracked();
    let mut after = before;
    change(&mut after);
    if after != before {
        counts().set(after);
    }
}

/// Keeps the counts up to date while the component that calls it stands; `path` is that of the page in sight.
pub fn watch(path: Memo<String>) {
    effect(move || {
        path.track();
        // Another person, or one who has just done their first steps.
        let _ = session::me();
        ask();
    });
    let seen = window_event_listener(ev::focus, |_| ask());
    let timer = set_interval_with_handle(
        || {
            if !document().hidden() {
                ask();
            }
        },
        EVERY,
    );
    on_cleanup(move || {
        seen.remove();
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
}

/// Asks once. What fails is asked again the next time: nobody is led to sign-in by a count.
fn ask() {
    let Some(me) = untrack(session::me).filter(|me| me.onboarded && !me.second_factor_missing) else {
        return told_nothing();
    };
    if !has_session() || !window().navigator().on_line() {
        return;
    }
    // A view shows no messages.
    let reads =
        support::id().is_none() && may_ever(&untrack(session::actor), Action::ReadNotifications).is_ok();
    task_of_the_application(async move {
        let still = || untrack(session::me).is_some_and(|now| now.id == me.id);
        if let Ok(count) = call_signed_out(async |client| client.count_tasks().await).await
            && still()
        {
            told_tasks(count);
        }
        if reads
            && let Ok(count) = call_signed_out(async |client| client.count_unread().await).await
            && still()
        {
            told_unread(count.unread);
        }
    });
}

fn told_nothing() {
    tell(|counts| *counts = Counts::default());
}
