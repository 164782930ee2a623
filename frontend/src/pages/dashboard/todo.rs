//! `/a-traiter`: all that waits, by kind.

use super::{
    list::{Counts, KIND, Lines, count, read},
    nothing,
    words::count_words,
};
use crate::{
    address,
    components::{Choice, FilterBar, Load, PageTitle, Select},
    graph::memo,
    i18n::t,
    session,
    waiting::mine,
};
use forprev_core::task::{Task, TaskKind};
use leptos::prelude::*;

/// The page of what waits.
#[component]
pub fn ToDo() -> impl IntoView {
    let organisation = session::organisation();
    let tasks = read(organisation);
    view! {
        <PageTitle title=t().dashboard.tasks/>
        <Load from=tasks let:page>
            {
                let list = memo(move || page.with(|page| mine(&page.items, organisation.get())));
                view! { <Everything list=list/> }
            }
        </Load>
    }
}

#[component]
fn Everything(list: Memo<Vec<Task>>) -> impl IntoView {
    let kind = address::query(KIND);
    // A kind of which nothing is left, in an address that was kept, shows all.
    let chosen = memo(move || {
        let kind = TaskKind::of(&kind.get())?;
        list.with(|list| list.iter().any(|task| task.kind == kind)).then_some(kind)
    });
    let shown = memo(move || {
        let chosen = chosen.get();
        let of_kind = |task: &&Task| chosen.is_none_or(|kind| task.kind == kind);
        list.with(|list| list.iter().filter(of_kind).cloned().collect::<Vec<_>>())
    });
    let total = Signal::derive(move || u64::try_from(shown.with(Vec::len)).ok());
    let choices = Signal::derive(move || {
        let list = list.get();
        let counted = TaskKind::ALL.into_iter().map(|kind| (kind, count(&list, kind)));
        let choice = |(kind, count): (TaskKind, usize)| {
            Choice::new(kind.as_str(), format!("{count} {}", count_words(kind, count)))
        };
        counted.filter(|(_, count)| *count > 0).map(choice).collect::<Vec<_>>()
    });
    let none = memo(move || list.with(Vec::is_empty));
    view! {
        <Show when=move || !none.get() fallback=nothing>
            <div class="stack-wide">
                <Counts list=list/>
                <FilterBar names=vec![KIND] total=total>
                    <Select bind=kind label=t().dashboard.filter none=t().dashboard.filter_all choices=choices/>
                </FilterBar>
                <Lines list=shown/>
            </div>
        </Show>
    }
}
