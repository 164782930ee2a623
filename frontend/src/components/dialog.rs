//! Dialogs: the browser's own, which keeps the focus inside, closes on Escape and gives the focus back.

use super::{icon::Icon, outline};
use crate::{
    graph::{effect, memo},
    i18n::t,
};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// A dialog over the page. Its content is made each time it opens.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// As wide as a table needs.
    #[prop(optional)]
    wide: bool,
    /// What it holds. Give the first field or the safest button `autofocus`.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    // What it holds goes after it has closed: a field that is removed while it has the focus would still tell of it.
    let standing = RwSignal::new(false);
    let shown = memo(move || open.get() || standing.get());
    let title_id = super::unique("dialog");
    let labelled_by = title_id.clone();
    effect(move || {
        let Some(dialog) = element.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
        standing.set(open.get());
    });
    let outside = move |event: web_sys::MouseEvent| {
        let on_backdrop =
            event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok()).is_some();
        if on_backdrop {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=element
            class="dialog"
            class:dialog-wide=wide
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
            on:mousedown=outside
        >
            <div class="dialog-head">
                <h2 id=title_id>{title}</h2>
                <button
                    type="button"
                    class="button button-icon"
                    data-kind="quiet"
                    title=t().parts.close
                    on:click=move |_| open.set(false)
                >
                    <Icon of=outline::X/>
                    <span class="unseen">{t().parts.close}</span>
                </button>
            </div>
            <div class="dialog-body">
                <Show when=move || shown.get()>{children()}</Show>
            </div>
        </dialog>
    }
}
