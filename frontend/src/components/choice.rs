//! Fields in which one chooses: a list, a box, one of several.

use super::field::{Words, error_view, framed, grouped, hint_view, marked};
use crate::{form::Bound, graph::when_left};
use leptos::prelude::*;

/// One of the things to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Choice {
    /// What the value becomes.
    pub value: String,
    /// What is read.
    pub label: String,
    /// More about it, under the label (not in a `Select`).
    pub hint: Option<String>,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// The same, with more about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A list that opens.
#[component]
pub fn Select(
    /// What it edits: the value of a choice, or nothing.
    bind: Bound<String>,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The choices.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// A first line for "nothing chosen": "Choisir…", "Tous".
    #[prop(optional, into)]
    none: Option<Signal<String>>,
    /// Help that stands under the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Says "(facultatif)" beside the label.
    #[prop(optional)]
    optional: bool,
    /// Keeps the label for screen readers only.
    #[prop(optional)]
    label_unseen: bool,
) -> impl IntoView {
    let words = Words::of(bind, label, hint, optional, label_unseen);
    let (described_by, invalid) = (words.described_by(), words.invalid());
    let control = view! {
        <select
            id=bind.id()
            class="input"
            aria-describedby=described_by
            aria-invalid=invalid
            on:change=move |event| bind.set(event_target_value(&event))
            on:blur=when_left(move || bind.touch())
        >
            {none
                .map(|none| {
                    view! {
                        <option value="" prop:selected=move || bind.get().is_empty()>
                            {none}
                        </option>
                    }
                })}
            {move || {
                choices
                    .get()
                    .into_iter()
                    .map(|Choice { value, label, .. }| {
                        let own = value.clone();
                        view! {
                            <option value=value prop:selected=move || bind.get() == own>
                                {label}
                            </option>
                        }
                    })
                    .collect_view()
            }}
        </select>
    };
    framed(words, control.into_any())
}

/// A box to tick.
#[component]
pub fn Checkbox(
    /// What it edits.
    bind: Bound<bool>,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// Help that stands under it.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
) -> impl IntoView {
    let words = Words::of(bind, label, hint, false, false);
    let (described_by, invalid, error) = (words.described_by(), words.invalid(), words.error);
    view! {
        <div class="field" data-invalid=marked(error)>
            {error_view(&words.id, error)}
            <span class="choice">
                <input
                    id=bind.id()
                    type="checkbox"
                    aria-describedby=described_by
                    aria-invalid=invalid
                    prop:checked=bind.value()
                    on:change=move |event| {
                        bind.set(event_target_checked(&event));
                        bind.touch();
                    }
                />
                <label for=bind.id()>{label}</label>
            </span>
            {hint_view(&words.id, hint)}
        </div>
    }
}

/// One of a few, all in sight.
#[component]
pub fn RadioGroup(
    /// What it edits: the value of a choice, or nothing.
    bind: Bound<String>,
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The choices.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Help that stands under the question.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Says "(facultatif)" beside the question.
    #[prop(optional)]
    optional: bool,
    /// Keeps the question for screen readers only.
    #[prop(optional)]
    label_unseen: bool,
    /// Side by side rather than one under another.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let words = Words::of(bind, label, hint, optional, label_unseen);
    let id = words.id.clone();
    let radios = move || {
        let id = id.clone();
        choices
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, Choice { value, label, hint })| {
                // The first has the field's own id, so that the summary's link reaches it.
                let own_id = if index == 0 { id.clone() } else { format!("{id}-{index}") };
                let (own, chosen) = (value.clone(), value.clone());
                let hint_id = format!("{own_id}-more");
                let described_by = hint.as_ref().map(|_| hint_id.clone());
                view! {
                    <span class="choice">
                        <input
                            type="radio"
                            id=own_id.clone()
                            name=id.clone()
                            value=value
                            aria-describedby=described_by
                            prop:checked=move || bind.get() == own
                            on:change=move |_| {
                                bind.set(chosen.clone());
                                bind.touch();
                            }
                        />
                        <span>
                            <label for=own_id>{label}</label>
                            {hint.map(|hint| view! { <span class="hint" id=hint_id><br/>{hint}</span> })}
                        </span>
                    </span>
                }
            })
            .collect_view()
    };
    let class = if inline { "choices-inline" } else { "choices" };
    grouped(words, view! { <div class=class>{radios}</div> }.into_any())
}

/// Several of a few, all in sight.
#[component]
pub fn CheckGroup(
    /// What it edits: the values of the choices.
    bind: Bound<Vec<String>>,
    /// The question.
    #[prop(into)]
    label: Signal<String>,
    /// The choices.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Help that stands under the question.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
) -> impl IntoView {
    let words = Words::of(bind, label, hint, false, false);
    let id = words.id.clone();
    let boxes = move || {
        let id = id.clone();
        choices
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, Choice { value, label, hint })| {
                // The first has the field's own id, so that the summary's link reaches it.
                let own_id = if index == 0 { id.clone() } else { format!("{id}-{index}") };
                let own = value.clone();
                view! {
                    <span class="choice">
                        <input
                            type="checkbox"
                            id=own_id.clone()
                            prop:checked=move || bind.get().contains(&own)
                            on:change=move |event| {
                                let mut values = bind.value().get_untracked();
                                values.retain(|other| *other != value);
                                if event_target_checked(&event) {
                                    values.push(value.clone());
                                }
                                bind.set(values);
                                bind.touch();
                            }
                        />
                        <span>
                            <label for=own_id>{label}</label>
                            {hint.map(|hint| view! { <span class="hint"><br/>{hint}</span> })}
                        </span>
                    </span>
                }
            })
            .collect_view()
    };
    grouped(words, view! { <div class="choices">{boxes}</div> }.into_any())
}
