//! Icons: drawn beside words, never instead of them.

use super::outline::Outline;
use leptos::prelude::*;

/// An icon, hidden from screen readers: the words beside it say the same.
#[component]
pub fn Icon(
    /// Which, from [`super::outline`].
    of: Outline,
    /// Turns, to show that something is under way.
    #[prop(optional)]
    spin: bool,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            class:spin=spin
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            focusable="false"
        >
            <path d=of.0 />
        </svg>
    }
}
