//! Tasks as they are listed: on the dashboard the first ones, on their page all of them.

use super::words::{action, count_words, number, path, subject};
use crate::{
    api::call,
    components::{Badge, Cell, Countdown, Row, Table, Tone, outline},
    i18n::{fill, short_day, t},
    remote::Remote,
    session,
    waiting::{self, mine},
};
use forprev_core::{
    id::OrganisationId,
    page::Page,
    task::{Task, TaskKind},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// Under which the kind stands in the URL.
pub(super) const KIND: &str = "quoi";

/// All that waits. The menu counts it too: where it counts otherwise, something was done or came since.
pub(super) fn read(organisation: Signal<Option<OrganisationId>>) -> Remote<Page<Task>> {
    let tasks = Remote::new(|| call(async |client| client.list_tasks().await));
    let known = move |page: &Option<Page<Task>>| {
        page.as_ref().map(|page| waiting::length(&mine(&page.items, organisation.get())))
    };
    waiting::in_step(tasks, known, waiting::told_tasks, waiting::tasks);
    tasks
}

/// How many things of this kind these tasks stand for.
pub(super) fn count(list: &[Task], kind: TaskKind) -> usize {
    let of_kind = list.iter().filter(|task| task.kind == kind);
    of_kind.map(|task| usize::try_from(task.count).unwrap_or(usize::MAX)).sum()
}

/// How many of each kind: a figure is easier to find than its lines, and leads to them.
#[component]
pub(super) fn Counts(list: Memo<Vec<Task>>) -> impl IntoView {
    let counts = move || {
        let list = list.get();
        let counted = TaskKind::ALL.into_iter().map(|kind| (kind, count(&list, kind)));
        let counted = counted.filter(|(_, count)| *count > 0).map(|(kind, count)| {
            let to = format!("/a-traiter?{KIND}={}", kind.as_str());
            let words = count_words(kind, count);
            // Not `A`: on the page itself it would call all of them the current one.
            view! { <li class="count"><a href=to><b>{count}</b>" "<span>{words}</span></a></li> }
        });
        counted.collect_view()
    };
    view! { <ul class="counts" role="list">{counts}</ul> }
}

/// A line a task.
#[component]
pub(super) fn Lines(list: Memo<Vec<Task>>) -> impl IntoView {
    let words = t().dashboard;
    view! {
        <Table
            caption=words.tasks
            caption_unseen=true
            head=vec![words.what.into(), words.about.into(), words.due.into()]
        >
            {move || list.get().into_iter().map(line).collect_view()}
        </Table>
    }
}

fn line(task: Task) -> impl IntoView {
    let due = match (task.possible_from, task.due_on) {
        (Some(from), _) => {
            let words = fill(t().dashboard.from, &[("day", &short_day(from))]);
            view! { <Badge tone=Tone::Plain icon=outline::CALENDAR>{words}</Badge> }.into_any()
        }
        (None, Some(due)) => view! {
            <span class="row">
                <span class="number">{short_day(due)}</span>
                <Countdown until=due today=Signal::derive(session::today)/>
            </span>
        }
        .into_any(),
        (None, None) => view! { <span class="muted">{t().dashboard.no_due}</span> }.into_any(),
    };
    let unsaid = subject(&task).is_none() && task.organisation.is_none();
    let several = (task.count > 1 || unsaid).then(|| {
        let count = usize::try_from(task.count).unwrap_or(usize::MAX);
        format!("{} {}", number(count), count_words(task.kind, count))
    });
    let about = [subject(&task), several].into_iter().flatten();
    let about = about.map(|text| view! { <span class="line">{text}</span> }).collect_view();
    let whose = task.organisation.as_ref().map_or_else(String::new, |one| one.name.clone());
    view! {
        <Row>
            <Cell heading=true><A href=path(&task)>{action(task.kind)}</A></Cell>
            <Cell label=t().dashboard.about>
                {about}
                <span class="line small muted">{whose}</span>
            </Cell>
            <Cell label=t().dashboard.due>{due}</Cell>
        </Row>
    }
}
