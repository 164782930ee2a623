//! What the person was told last and has not read.

use crate::{
    api::call,
    i18n::{fill, t},
    remote::Remote,
    session, waiting,
};
use forprev_core::{
    calendar::french_moment,
    notification::Notification,
    page::Page,
    policy::{Action, may_ever},
    query::NotificationQuery,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// How many are shown.
const SHOWN: u32 = 3;

/// The section of messages. Nothing for whom they are not.
#[component]
pub(super) fn News() -> impl IntoView {
    let theirs = may_ever(&untrack(session::actor), Action::ReadNotifications).is_ok();
    theirs.then(|| view! { <Unread/> })
}

#[component]
fn Unread() -> impl IntoView {
    let words = t().dashboard;
    let news = Remote::new(|| {
        let query = NotificationQuery { unread: Some(true), limit: Some(SHOWN), cursor: None };
        call(async move |client| client.list_notifications(&query).await)
    });
    let known = |page: &Option<Page<Notification>>| page.as_ref().map(|page| page.total);
    waiting::in_step(news, known, waiting::told_unread, waiting::unread);
    // What cannot be read is left out: the rest of the dashboard is worth more than an error.
    let lines = move || {
        let items = news.value().get().map(|page| page.items).unwrap_or_default();
        if items.is_empty() {
            return view! { <p class="muted">{words.no_news}</p> }.into_any();
        }
        view! { <ul class="stack" role="list">{items.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="card" aria-labelledby="nouveaux-messages">
            <h2 id="nouveaux-messages">{words.news}</h2>
            {lines}
            <p><A href="/messages">{words.all_news}</A></p>
        </section>
    }
}

fn line(one: Notification) -> impl IntoView {
    let to = one.path.unwrap_or_else(|| "/messages".to_owned());
    view! {
        <li class="stack-tight">
            <p><A href=to>{one.title}</A></p>
            <p class="muted small">{fill(t().messages.at, &[("moment", &french_moment(one.created_at))])}</p>
        </li>
    }
}
