//! How much waits for the person who is signed in: what the menu counts. Asked at each change of page, when the
//! application comes back to the front, and every minute while it is looked at.

use crate::{
    api::{call_signed_out, has_session},
    graph::{effect, task_of_the_application},
    remote::Remote,
    session,
};
use forprev_core::{
    id::OrganisationId,
    policy::{Action, may_ever},
    task::Task,
};
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

/// Keeps what a page has read and the menu's count in step: the page says what it `knows`, and reads again where the menu
/// counts otherwise, since something was done or came meanwhile.
pub fn in_step<T: Send + Sync + 'static>(
    read: Remote<T>,
    knows: impl Fn(&Option<T>) -> Option<u64> + Copy + 'static,
    tell: fn(u64),
    counted: fn() -> u64,
) {
    effect(move || {
        if let Some(total) = read.value().with(knows) {
            tell(total);
        }
    });
    effect(move || {
        let count = counted();
        if read.value().with_untracked(knows).is_some_and(|total| total != count) {
            read.reload();
        }
    });
}

/// What waits for a person who chose an organisation: of several, its own, and what belongs to none of theirs, a
/// formateur's sessions for example. What can be done today comes first.
#[must_use]
pub fn mine(tasks: &[Task], chosen: Option<OrganisationId>) -> Vec<Task> {
    let others: Vec<_> = match (chosen, session::me()) {
        (Some(chosen), Some(me)) => {
            let theirs = session::organisations(&me).into_iter().map(|(id, _)| id);
            theirs.filter(|id| *id != chosen).collect()
        }
        _ => Vec::new(),
    };
    let elsewhere = |task: &&Task| task.organisation.as_ref().is_some_and(|one| others.contains(&one.id));
    let mut list: Vec<Task> = tasks.iter().filter(|task| !elsewhere(task)).cloned().collect();
    list.sort_by_key(|task| (task.possible_from.is_some(), task.due_on.is_none(), task.due_on));
    list
}

/// How many they are.
#[must_use]
pub fn length(tasks: &[Task]) -> u64 {
    u64::try_from(tasks.len()).unwrap_or(u64::MAX)
}

/// Keeps the counts up to date while the component that calls it stands; `path` is that of the page in sight.
pub fn watch(path: Memo<String>) {
    let organisation = session::organisation();
    effect(move || {
        path.track();
        // Another person, or one who has just done their first steps.
        let _ = session::me();
        ask(organisation.get());
    });
    let again = move || ask(organisation.get_untracked());
    let seen = window_event_listener(ev::focus, move |_| again());
    let timer = set_interval_with_handle(
        move || {
            if !document().hidden() {
                again();
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
fn ask(chosen: Option<OrganisationId>) {
    let Some(me) = untrack(session::me).filter(|me| me.onboarded && !me.second_factor_missing) else {
        return told_nothing();
    };
    if !has_session() || !window().navigator().on_line() {
        return;
    }
    let reads = may_ever(&untrack(session::actor), Action::ReadNotifications).is_ok();
    // Of several organisations the menu counts as the pages do: those of the chosen one.
    let one_by_one = chosen.is_some() && session::organisations(&me).len() > 1;
    task_of_the_application(async move {
        let still = || untrack(session::me).is_some_and(|now| now.id == me.id);
        let count = if one_by_one {
            let page = call_signed_out(async |client| client.list_tasks().await).await;
            page.map(|page| untrack(|| length(&mine(&page.items, chosen))))
        } else {
            call_signed_out(async |client| client.count_tasks().await).await
        };
        if let Ok(count) = count
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
