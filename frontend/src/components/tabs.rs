//! Tabs: one panel of several, chosen by arrow keys as WAI-ARIA's pattern says.

use super::choice::Choice;
use crate::{device, graph::memo};
use leptos::prelude::*;

/// The row of tabs. Tie `selected` to the URL (`address::query`) where the panel is worth a link.
#[component]
pub fn Tabs(
    /// What they are tabs of, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The tabs: value and label.
    tabs: Vec<Choice>,
    /// The value of the tab in front.
    #[prop(into)]
    selected: Signal<String>,
    /// Brings a tab to the front.
    #[prop(into)]
    on_select: Callback<String>,
) -> impl IntoView {
    let values = StoredValue::new(tabs.iter().map(|tab| tab.value.clone()).collect::<Vec<_>>());
    let turn = move |event: web_sys::KeyboardEvent| {
        let next = values.with_value(|values| {
            let now = values.iter().position(|value| *value == selected.get_untracked()).unwrap_or(0);
            let count = values.len().max(1);
            let index = match event.key().as_str() {
                "ArrowRight" => (now + 1) % count,
                "ArrowLeft" => (now + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return None,
            };
            values.get(index).cloned()
        });
        if let Some(value) = next {
            event.prevent_default();
            device::focus(&tab_id(&value));
            on_select.run(value);
        }
    };
    let buttons = tabs
        .into_iter()
        .map(|Choice { value, label, .. }| {
            let own = value.clone();
            let is_selected = memo(move || selected.get() == own);
            view! {
                <button
                    type="button"
                    role="tab"
                    class="tab"
                    id=tab_id(&value)
                    aria-controls=panel_id(&value)
                    aria-selected=move || if is_selected.get() { "true" } else { "false" }
                    tabindex=move || if is_selected.get() { "0" } else { "-1" }
                    on:click=move |_| on_select.run(value.clone())
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=turn>
            {buttons}
        </div>
    }
}

/// What a tab shows. All panels stand in the page, so that what is typed in one stays; one is seen.
#[component]
pub fn TabPanel(
    /// The value of its tab.
    #[prop(into)]
    of: String,
    /// The value of the tab in front.
    #[prop(into)]
    selected: Signal<String>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let own = of.clone();
    view! {
        <div
            class="tab-panel"
            role="tabpanel"
            id=panel_id(&of)
            aria-labelledby=tab_id(&of)
            tabindex="0"
            hidden=move || selected.get() != own
        >
            {children()}
        </div>
    }
}

fn tab_id(value: &str) -> String {
    format!("tab-{value}")
}

fn panel_id(value: &str) -> String {
    format!("panel-{value}")
}
