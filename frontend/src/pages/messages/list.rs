//! What one was told.

use crate::{
    api::call,
    components::*,
    graph::task_in,
    i18n::{fill, t},
    remote::Remote,
    waiting,
};
use forprev_core::{
    calendar::french_moment,
    notification::{Category, Notification, ReadUntil},
    page::Page,
    query::NotificationQuery,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// `/messages`.
#[component]
pub fn MessageList() -> impl IntoView {
    let words = t().messages;
    let ask = |cursor: Option<String>| {
        let query = NotificationQuery { cursor, ..NotificationQuery::default() };
        call(async move |client| client.list_notifications(&query).await)
    };
    let messages = Remote::new(move || ask(None));
    let further = Callback::new(move |()| messages.more(|cursor| ask(Some(cursor))));
    let is_empty = |page: Page<Notification>| page.items.is_empty();
    let nothing =
        move || view! { <EmptyState title=words.none help=words.none_help icon=outline::CIRCLE_CHECK/> };
    view! {
        <PageTitle title=words.title>
            <ButtonLink href="/mon-compte/messages" icon=outline::MESSAGE_SQUARE>{words.choose}</ButtonLink>
        </PageTitle>
        <Load from=messages is_empty=is_empty empty=nothing let:page>
            <ReadAll page=page messages=messages/>
            <ul class="stack" role="list">
                <For each=move || page.get().items key=|one| (one.id.clone(), one.read) let:one>
                    <Message one=one/>
                </For>
            </ul>
            <More
                shown=messages.shown()
                total=messages.total()
                more=messages.has_more()
                busy=messages.busy()
                on_more=further
            />
        </Load>
    }
}

/// Marks all that is shown as read: what came since stays unread.
#[component]
fn ReadAll(page: Signal<Page<Notification>>, messages: Remote<Page<Notification>>) -> impl IntoView {
    let (busy, owner) = (RwSignal::new(false), Owner::current());
    let toasts = Toasts::here();
    let unread = move || page.with(|page| page.items.iter().any(|one| !one.read));
    let press = Callback::new(move |()| {
        let Some(until) = page.with_untracked(|page| page.items.iter().map(|one| one.created_at).max())
        else {
            return;
        };
        busy.set(true);
        task_in(owner.clone(), async move {
            let answer =
                call(async move |client| client.read_notifications(&ReadUntil { until }).await).await;
            busy.set(false);
            match answer {
                Ok(left) => {
                    messages.update(|page| page.items.iter_mut().for_each(|one| one.read = true));
                    waiting::told_unread(left.unread);
                }
                Err(failure) => toasts.bad(failure.message()),
            }
        });
    });
    view! {
        <Show when=unread>
            <p><Button on_press=press busy=busy icon=outline::CHECK>{t().messages.read_all}</Button></p>
        </Show>
    }
}

#[component]
fn Message(one: Notification) -> impl IntoView {
    let words = t().messages;
    let tone = match one.category {
        Category::Security => Tone::Warn,
        Category::Actions | Category::Decisions | Category::Alerts => Tone::Note,
        Category::Information => Tone::Plain,
    };
    let state = (!one.read).then(|| view! { <Badge tone=tone>{words.unread}</Badge> });
    let title = match one.path.clone() {
        Some(path) => view! { <A href=path>{one.title.clone()}</A> }.into_any(),
        None => one.title.clone().into_any(),
    };
    view! {
        <li class="card stack-tight">
            <div class="row-apart">
                <h2>{title}</h2>
                {state}
            </div>
            <p>{one.text.clone()}</p>
            <p class="muted small">{fill(words.at, &[("moment", &french_moment(one.created_at))])}</p>
        </li>
    }
}
