//! The dashboard: what waits for the person, how much of each, and the next last days.

mod dates;
mod words;

use crate::{
    api::call,
    components::{Badge, Cell, Countdown, EmptyState, Load, PageTitle, Row, Table, Tone, outline},
    graph::memo,
    i18n::{fill, long_day, short_day, t},
    remote::Remote,
    session,
};
use dates::NextDates;
use forprev_core::task::Task;
use leptos::prelude::*;
use leptos_router::components::A;
use words::{KINDS, action, count_words, subject};

/// The page after sign-in.
#[component]
pub fn Dashboard() -> impl IntoView {
    let tasks = Remote::new(|| call(async |client| client.list_tasks().await));
    let organisation = session::organisation();
    // A person of several organisations sees the tasks of the chosen one, and those that belong to none of theirs: a
    // formateur's, for example.
    let mine = move |tasks: &[Task]| -> Vec<Task> {
        let others: Vec<_> = match (organisation.get(), session::me()) {
            (Some(chosen), Some(me)) => {
                let theirs = session::organisations(&me).into_iter().map(|(id, _)| id);
                theirs.filter(|id| *id != chosen).collect()
            }
            _ => Vec::new(),
        };
        let mut list: Vec<Task> =
            tasks.iter().filter(|task| !others.contains(&task.organisation_id)).cloned().collect();
        list.sort_by_key(|task| (task.possible_from.is_some(), task.due_on.is_none(), task.due_on));
        list
    };
    let hello = move || {
        session::me()
            .map(|me| fill(t().dashboard.hello, &[("name", &me.first_name), ("day", &long_day(me.today))]))
    };
    view! {
        <PageTitle title=t().dashboard.title/>
        <p>{hello}</p>
        <Load from=tasks let:page>
            {
                let list = memo(move || page.with(|page| mine(&page.items)));
                view! {
                    <div class="table-first">
                        <Tasks list=list/>
                        <NextDates list=list organisation=organisation/>
                    </div>
                }
            }
        </Load>
    }
}

#[component]
fn Tasks(list: Memo<Vec<Task>>) -> impl IntoView {
    let total = move || t().dashboard.task_count.of(i64::try_from(list.with(Vec::len)).unwrap_or(i64::MAX));
    let none = memo(move || list.with(Vec::is_empty));
    move || {
        if none.get() {
            return view! {
                <EmptyState
                    title=t().dashboard.nothing
                    help=t().dashboard.nothing_help
                    icon=outline::CIRCLE_CHECK
                />
            }
            .into_any();
        }
        view! {
            <section class="stack" aria-labelledby="a-traiter">
                <div class="row-apart">
                    <h2 id="a-traiter">{t().dashboard.tasks}</h2>
                    <p class="muted">{total}</p>
                </div>
                {move || counts(&list.get())}
                <Table
                    caption=t().dashboard.tasks
                    caption_unseen=true
                    head=vec![
                        t().dashboard.what.into(),
                        t().dashboard.session.into(),
                        t().dashboard.due.into(),
                    ]
                >
                    {move || list.get().into_iter().map(row).collect_view()}
                </Table>
            </section>
        }
        .into_any()
    }
}

/// How many of each kind: a figure is easier to find than its lines.
fn counts(list: &[Task]) -> impl IntoView + use<> {
    let counts = KINDS
        .iter()
        .filter_map(|kind| {
            let count = list.iter().filter(|task| task.kind == *kind).count();
            (count > 0).then(|| {
                let words = count_words(*kind, count);
                view! { <li class="count"><b>{count}</b><span>{words}</span></li> }
            })
        })
        .collect_view();
    view! { <ul class="counts" role="list">{counts}</ul> }
}

fn row(task: Task) -> impl IntoView {
    let href = format!("/sessions/{}", task.session_id);
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
    view! {
        <Row>
            <Cell heading=true><A href=href>{action(task.kind)}</A></Cell>
            <Cell label=t().dashboard.session>
                {subject(&task)}
                <br/>
                <span class="small muted">{task.organisation_name.clone()}</span>
            </Cell>
            <Cell label=t().dashboard.due>{due}</Cell>
        </Row>
    }
}
