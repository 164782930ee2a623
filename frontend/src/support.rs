//! N5: the application seen as somebody else, in this tab, until the view is left or ends.

use crate::{
    components::{Button, Icon, Toasts, outline},
    device,
    graph::task_of_the_application,
    i18n::{fill, t},
};
use forprev_client::json;
use forprev_core::{calendar::time_in_paris, support::SupportView};
use leptos::prelude::*;
use std::cell::Cell;

/// Under which the view is kept for this tab.
const KEY: &str = "forprev.view";

thread_local! {
    static CURRENT: Cell<Option<RwSignal<Option<SupportView>>>> = const { Cell::new(None) };
}

/// Makes the place for the view; a reload of the page goes on in it. Once, by the application.
pub fn start() {
    let view = device::read_for_tab(KEY).and_then(|text| json::read::<SupportView>(text.as_bytes()));
    CURRENT.set(Some(RwSignal::new(view)));
}

fn current() -> Option<RwSignal<Option<SupportView>>> {
    CURRENT.get()
}

/// The identifier of the view, where the application is seen in one.
#[must_use]
pub fn id() -> Option<String> {
    current()?.with_untracked(|view| view.as_ref().map(|view| view.id.clone()))
}

fn set(view: Option<SupportView>) {
    match view.as_ref().and_then(|view| serde_json::to_string(view).ok()) {
        Some(text) => {
            device::keep_for_tab(KEY, &text);
        }
        None => device::erase_for_tab(KEY),
    }
    if let Some(current) = current() {
        current.set(view);
    }
}

/// Sees the application in this view from now on: all of it is asked for again.
pub fn begin(view: SupportView) {
    set(Some(view));
    go_home();
}

/// The view is over.
pub fn over() {
    if id().is_some() {
        set(None);
        go_home();
    }
}

/// From the first page on, so that nothing of the one stays in sight of the other.
fn go_home() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().assign("/");
    }
}

/// Says, above every page, as whom the application is seen, and offers the way out. Nothing outside a view.
#[component]
pub fn ViewBanner() -> impl IntoView {
    let view = current().unwrap_or_else(|| RwSignal::new(None));
    let busy = RwSignal::new(false);
    let toasts = Toasts::here();
    let leave = Callback::new(move |()| {
        let Some(id) = id() else { return };
        busy.set(true);
        task_of_the_application(async move {
            // What ended by itself is over all the same.
            match crate::api::call(async |client| client.end_support_view(&id).await).await {
                Err(failure) if failure.status() != Some(404) && failure.status() != Some(403) => {
                    busy.set(false);
                    toasts.bad(failure.message());
                }
                _ => over(),
            }
        });
    });
    let words = move || {
        view.with(|view| {
            view.as_ref().map(|view| {
                let name = format!("{} {}", view.first_name, view.last_name);
                let (number, time) = (view.forprev_number.to_string(), time_in_paris(view.ends_at));
                fill(t().audit.view_banner, &[("name", &name), ("number", &number), ("time", &time)])
            })
        })
    };
    view! {
        <Show when=move || view.with(Option::is_some)>
            <section class="viewed" aria-label=t().audit.how_support>
                <p><Icon of=outline::EYE/><span>{words}</span></p>
                <Button small=true busy=busy on_press=leave>{t().audit.view_leave}</Button>
            </section>
        </Show>
    }
}
