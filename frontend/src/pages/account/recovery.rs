//! A recovery of one's own access that waits (A15): seen, and cancelled.

use crate::{
    api::call,
    components::*,
    graph::task_in,
    i18n::{fill, short_day, t},
    remote::Remote,
};
use forprev_core::{
    calendar::today_in_paris,
    recovery::{Recovery, RecoveryState},
};
use leptos::prelude::*;

/// What waits; nothing where nothing does.
#[component]
pub(super) fn MyRecovery() -> impl IntoView {
    let words = t().recovery;
    let remote = Remote::new(|| call(async |client| client.list_my_recoveries().await));
    let (toasts, owner) = (Toasts::here(), Owner::current());
    let cancel = Callback::new(move |id: String| {
        task_in(owner.clone(), async move {
            match call(async |client| client.stop_my_recovery(&id).await).await {
                Ok(()) => toasts.good(words.cancelled),
                Err(failure) => toasts.bad(failure.message()),
            }
            remote.reload();
        });
    });
    move || {
        let waiting = remote.value().with(|page| {
            page.as_ref().and_then(|page| page.items.iter().find(|one| one.state.is_open()).cloned())
        });
        waiting.map(|one| shown(one, cancel))
    }
}

fn shown(one: Recovery, cancel: Callback<String>) -> AnyView {
    let words = t().recovery;
    let email = one.email.unwrap_or_default();
    let until = (one.state == RecoveryState::Confirmed)
        .then(|| fill(words.mine_until, &[("day", &short_day(today_in_paris(one.due_at)))]));
    let id = one.id;
    view! {
        <Notice tone=Tone::Warn title=words.mine>
            <p>{fill(words.mine_help, &[("email", &email)])}</p>
            {until.map(|text| view! { <p>{text}</p> })}
            <div><Button on_press=move |()| cancel.run(id.clone())>{words.cancel}</Button></div>
        </Notice>
    }
    .into_any()
}
