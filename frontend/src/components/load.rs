//! Loading, empty, failed, ready: the four faces of what comes from the server.

use super::{
    button::Button,
    feedback::{EmptyState, Notice, Tone},
    icon::Icon,
    outline,
};
use crate::{
    failure::Failure,
    graph::memo,
    i18n::{fill, t},
    remote::Remote,
};
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Failed,
    Empty,
    Ready,
}

/// Shows what a [`Remote`] asked for. The children get the value as a signal and are made once: a reload changes
/// the signal, and leaves the focus and what is typed where they are. What failed is asked again once there is a network.
#[component]
pub fn Load<T, F, V>(
    /// What was asked for.
    from: Remote<T>,
    /// Tells a value that has nothing to show.
    #[prop(optional, into)]
    is_empty: Option<Callback<T, bool>>,
    /// What to show then, in place of "Rien à afficher".
    #[prop(optional, into)]
    empty: ViewFn,
    /// What to show of the value.
    children: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(Signal<T>) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let value = from.value();
    let face = memo(move || match value.get() {
        Some(value) if is_empty.is_some_and(|is_empty| is_empty.run(value.clone())) => Face::Empty,
        Some(_) => Face::Ready,
        None if from.failure().with(Option::is_some) => Face::Failed,
        None => Face::Loading,
    });
    let retry = Callback::new(move |()| from.reload());
    once_online(from.failure(), retry);
    let content = move || match face.get() {
        Face::Loading => loading(),
        Face::Failed => failed(from.failure(), from.busy(), retry),
        Face::Empty => empty.run(),
        Face::Ready => match value.get_untracked() {
            Some(first) => {
                let latest = Signal::derive(move || value.get().unwrap_or_else(|| first.clone()));
                children(latest).into_any()
            }
            None => ().into_any(),
        },
    };
    let stale = move || {
        let shown = matches!(face.get(), Face::Ready | Face::Empty);
        (shown && from.failure().with(Option::is_some)).then(|| {
            view! {
                <Notice tone=Tone::Warn live=true>
                    <p>
                        {move || from.failure().get().map(|failure| failure.message())}" "
                        {t().parts.stale}
                    </p>
                    <Button icon=outline::REFRESH_CW busy=from.busy() on_press=retry>
                        {t().parts.retry}
                    </Button>
                </Notice>
            }
        })
    };
    view! {
        <div
            class="stack"
            aria-busy=move || from.busy().get().then_some("true")
            data-stale=move || (from.busy().get() && face.get() == Face::Ready).then_some("")
        >
            {stale}
            {content}
        </div>
    }
}

/// Asks again for what failed, once there is a network. Take it while the component is made.
pub fn once_online(failure: Signal<Option<Failure>>, again: Callback<()>) {
    let online = window_event_listener(leptos::ev::online, move |_| {
        if failure.with_untracked(Option::is_some) {
            again.run(());
        }
    });
    on_cleanup(move || online.remove());
}

fn loading() -> AnyView {
    view! {
        <p class="loading" role="status">
            <Icon of=outline::LOADER_CIRCLE spin=true/>
            <span>{t().parts.loading}</span>
        </p>
    }
    .into_any()
}

fn failed(failure: Signal<Option<Failure>>, busy: Signal<bool>, retry: Callback<()>) -> AnyView {
    let request_id = move || {
        failure
            .get()
            .and_then(|failure| failure.request_id().map(|id| fill(t().parts.request_id, &[("id", id)])))
    };
    view! {
        <Notice tone=Tone::Bad live=true>
            <p>{move || failure.get().map(|failure| failure.message())}</p>
            {move || request_id().map(|text| view! { <p class="small">{text}</p> })}
            <Button icon=outline::REFRESH_CW busy=busy on_press=retry>
                {t().parts.retry}
            </Button>
        </Notice>
    }
    .into_any()
}

/// "Rien à afficher", for lists that have nothing more to say.
#[component]
pub fn Nothing() -> impl IntoView {
    view! { <EmptyState title=t().parts.empty/> }
}
