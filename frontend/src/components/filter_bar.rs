//! Filters above a list. Their state stands in the URL: a link, a reload and the "back" button keep it.

use super::{
    button::{Button, Weight},
    outline,
    text_input::{TextInput, or_more},
};
use crate::{
    address,
    form::Bound,
    graph::{effect, when_left},
    i18n::t,
};
use leptos::prelude::*;

/// The filters of a list: fields bound by [`address::query`], how many results they leave, and a way to clear them.
#[component]
pub fn FilterBar(
    /// The names of the parameters that "Effacer les filtres" takes out of the URL.
    names: Vec<&'static str>,
    /// How many items the list has with these filters.
    #[prop(optional, into)]
    total: Option<Signal<Option<u64>>>,
    /// Whether they are counted no further than `page::COUNTED`.
    #[prop(optional)]
    counted: bool,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let active = address::any(names.clone());
    let clear = address::clear(names);
    let words = move || {
        let total = total.and_then(|total| total.get());
        let words = |total| t().parts.results.of(i64::try_from(total).unwrap_or(i64::MAX));
        total.map(|total| or_more(words(total), total, counted))
    };
    view! {
        <form
            class="stack-tight"
            role="search"
            aria-label=t().parts.filters
            on:submit=move |event| event.prevent_default()
        >
            <div class="filters">
                {children()}
                <Show when=move || active.get()>
                    <Button weight=Weight::Quiet icon=outline::X on_press=clear>
                        {t().parts.clear_filters}
                    </Button>
                </Show>
            </div>
            <p class="muted small" role="status">{words}</p>
        </form>
    }
}

/// Words to find by: asked for when they are whole, not at each key.
#[component]
pub fn WordsFilter(
    /// What stands in the URL.
    bind: Bound<String>,
    /// The label.
    label: &'static str,
    /// The `id` of the element.
    #[prop(default = "filter-words")]
    id: &'static str,
) -> impl IntoView {
    let typed = RwSignal::new(bind.value().get_untracked());
    effect(move || typed.set(bind.get()));
    let settle = move || {
        if bind.value().get_untracked() != typed.get_untracked() {
            bind.set(typed.get_untracked());
        }
    };
    let enter = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Enter" {
            settle();
        }
    };
    view! {
        <div class="field" on:focusout=when_left(settle) on:keydown=enter>
            <TextInput bind=Bound::signal(id, typed) label=label kind="search"/>
        </div>
    }
}
