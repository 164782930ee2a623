//! Fields in which one types: a line, a password, several lines.

use super::{
    field::{Words, framed},
    icon::Icon,
    outline,
};
use crate::{
    form::Bound,
    graph::{memo, when_left},
    i18n::{fill, t},
};
use forprev_core::page::COUNTED;
use leptos::prelude::*;

/// One line of text.
#[component]
pub fn TextInput(
    /// What it edits.
    bind: Bound<String>,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// Help that stands under the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Says "(facultatif)" beside the label.
    #[prop(optional)]
    optional: bool,
    /// Keeps the label for screen readers only, where a table's heading says it already.
    #[prop(optional)]
    label_unseen: bool,
    /// The `type`: `text`, `email`, `search`, `tel`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in, as HTML names it: `username`, `given-name`, `postal-code`, …
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The keyboard that a phone shows: `numeric`, `email`, …
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// `short`, `medium`, or the whole width.
    #[prop(optional)]
    width: &'static str,
    /// Whether the browser underlines misspelt words; names and codes are not words.
    #[prop(optional)]
    spellcheck: bool,
) -> impl IntoView {
    let words = Words::of(bind, label, hint, optional, label_unseen);
    let (described_by, invalid) = (words.described_by(), words.invalid());
    let control = view! {
        <input
            id=bind.id()
            class=width_class(width)
            type=kind
            autocomplete=autocomplete
            inputmode=inputmode
            spellcheck=if spellcheck { "true" } else { "false" }
            autocapitalize="off"
            aria-describedby=described_by
            aria-invalid=invalid
            prop:value=bind.value()
            on:input=move |event| bind.set(event_target_value(&event))
            on:blur=when_left(move || bind.touch())
        />
    };
    framed(words, control.into_any())
}

pub(super) fn width_class(width: &str) -> String {
    if width.is_empty() { "input".to_owned() } else { format!("input input-{width}") }
}

/// A password, that can be shown.
#[component]
pub fn PasswordInput(
    /// What it edits.
    bind: Bound<String>,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// Help that stands under the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
) -> impl IntoView {
    let words = Words::of(bind, label, hint, false, false);
    let (described_by, invalid) = (words.described_by(), words.invalid());
    let shown = RwSignal::new(false);
    let action = move || if shown.get() { t().parts.hide_password } else { t().parts.show_password };
    let control = view! {
        <div class="with-button">
            <input
                id=bind.id()
                class="input"
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                spellcheck="false"
                autocapitalize="off"
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=bind.value()
                on:input=move |event| bind.set(event_target_value(&event))
                on:blur=when_left(move || bind.touch())
            />
            <button
                type="button"
                class="button button-icon"
                aria-controls=bind.id()
                title=action
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {move || {
                    let outline = if shown.get() { outline::EYE_OFF } else { outline::EYE };
                    view! { <Icon of=outline/> }
                }}
                <span class="unseen">{action}</span>
            </button>
        </div>
    };
    framed(words, control.into_any())
}

/// Several lines of text.
#[component]
pub fn Textarea(
    /// What it edits.
    bind: Bound<String>,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// Help that stands under the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Says "(facultatif)" beside the label.
    #[prop(optional)]
    optional: bool,
    /// The most characters that core accepts: how many are left is told near the end.
    #[prop(optional, into)]
    limit: Option<usize>,
) -> impl IntoView {
    let words = Words::of(bind, label, hint, optional, false);
    let (described_by, invalid) = (words.described_by(), words.invalid());
    let left = memo(move || limit.map(|limit| limit.saturating_sub(bind.get().chars().count())));
    let near = move || left.get().filter(|left| Some(*left) <= limit.map(|limit| limit / 5));
    let control = view! {
        <textarea
            id=bind.id()
            class="input"
            rows="4"
            aria-describedby=described_by
            aria-invalid=invalid
            prop:value=bind.value()
            on:input=move |event| bind.set(event_target_value(&event))
            on:blur=when_left(move || bind.touch())
        ></textarea>
        <p class="hint" aria-live="polite">
            {move || {
                near().map(|left| t().parts.characters_left.of(i64::try_from(left).unwrap_or(i64::MAX)))
            }}
        </p>
    };
    framed(words, control.into_any())
}

/// These words about a total, where it was `counted` as far as lists are counted: there may be more.
pub(super) fn or_more(words: String, total: u64, counted: bool) -> String {
    let as_far = i64::try_from(total).is_ok_and(|total| total >= COUNTED);
    if counted && as_far { fill(t().parts.or_more, &[("words", &words)]) } else { words }
}

/// `shown` of `total`, in words.
pub(super) fn shown_of(shown: usize, total: u64) -> String {
    fill(t().parts.shown, &[("shown", &shown.to_string()), ("total", &total.to_string())])
}
