//! The dashboard: what waits for the person, how much of each, what they were told, and the next last days; and the
//! whole list of what waits.

mod dates;
mod list;
mod news;
mod todo;
mod words;

use crate::{
    components::{ButtonLink, EmptyState, Load, Notice, PageTitle, Tone, Weight, outline},
    graph::memo,
    i18n::{fill, long_day, t},
    session,
    waiting::mine,
};
use dates::NextDates;
use forprev_core::{
    policy::{Action, file::keeps_one, may_ever},
    task::Task,
};
use leptos::prelude::*;
use leptos_router::components::A;
use list::{Counts, Lines, read};
use news::News;
pub use todo::ToDo;

/// How many tasks the dashboard shows: the others have a page of their own.
const FIRST: usize = 8;

/// The page after sign-in.
#[component]
pub fn Dashboard() -> impl IntoView {
    let organisation = session::organisation();
    let tasks = read(organisation);
    let hello = move || {
        session::me()
            .map(|me| fill(t().dashboard.hello, &[("name", &me.first_name), ("day", &long_day(me.today))]))
    };
    view! {
        <PageTitle title=t().dashboard.title/>
        <p>{hello}</p>
        <Begin/>
        <Load from=tasks let:page>
            {
                let list = memo(move || page.with(|page| mine(&page.items, organisation.get())));
                view! {
                    <div class="table-first">
                        <Tasks list=list/>
                        <div class="stack-wide">
                            <NextDates list=list organisation=organisation/>
                            <News/>
                        </div>
                    </div>
                }
            }
        </Load>
    }
}

#[component]
fn Tasks(list: Memo<Vec<Task>>) -> impl IntoView {
    let count = memo(move || list.with(Vec::len));
    let none = memo(move || count.get() == 0);
    let first = memo(move || list.with(|list| list.iter().take(FIRST).cloned().collect::<Vec<_>>()));
    move || {
        if none.get() {
            return nothing().into_any();
        }
        view! {
            <section class="stack" aria-labelledby="a-traiter">
                <div class="row-apart">
                    <h2 id="a-traiter">{t().dashboard.tasks}</h2>
                    <A href="/a-traiter">{move || t().dashboard.see_all.of(words::number(count.get()))}</A>
                </div>
                <Counts list=list/>
                <Lines list=first/>
            </section>
        }
        .into_any()
    }
}

/// To who asks for a habilitation and is of no organisation yet: where that begins.
#[component]
fn Begin() -> impl IntoView {
    let words = t().organisations;
    let begins = memo(|| {
        let actor = session::actor();
        may_ever(&actor, Action::DraftOrganisationFile).is_ok() && keeps_one(&actor).is_err()
    });
    view! {
        <Show when=move || begins.get()>
            <Notice tone=Tone::Note title=words.begin_title>
                <p>{words.begin_help}</p>
                <ButtonLink href="/dossiers" weight=Weight::Main icon=outline::FILE_TEXT>{words.begin}</ButtonLink>
            </Notice>
        </Show>
    }
}

/// All is done.
fn nothing() -> impl IntoView {
    view! {
        <EmptyState
            title=t().dashboard.nothing
            help=t().dashboard.nothing_help
            icon=outline::CIRCLE_CHECK
        />
    }
}
