//! What every field has: a label, a hint, an error, and the ties between them that screen readers follow.

use super::{icon::Icon, outline};
use crate::{form::Bound, i18n::t};
use leptos::prelude::*;

/// The words around a field.
#[derive(Clone)]
pub(super) struct Words {
    pub id: String,
    pub label: Signal<String>,
    pub hint: Option<Signal<String>>,
    pub optional: bool,
    pub hidden: bool,
    pub error: Signal<Option<String>>,
}

impl Words {
    pub(super) fn of<V: Clone + Send + Sync + 'static>(
        bind: Bound<V>,
        label: Signal<String>,
        hint: Option<Signal<String>>,
        optional: bool,
        hidden: bool,
    ) -> Self {
        bind.name(label.get_untracked());
        Self { id: bind.id(), label, hint, optional, hidden, error: Signal::derive(move || bind.error()) }
    }

    /// The value of `aria-describedby`.
    pub(super) fn described_by(&self) -> Signal<Option<String>> {
        let (id, error) = (self.id.clone(), self.error);
        let hint = self.hint.is_some().then(|| format!("{id}-hint"));
        Signal::derive(move || {
            let error = error.with(Option::is_some).then(|| format!("{id}-error"));
            match (hint.clone(), error) {
                (Some(hint), Some(error)) => Some(format!("{error} {hint}")),
                (hint, error) => error.or(hint),
            }
        })
    }

    /// The value of `aria-invalid`.
    pub(super) fn invalid(&self) -> Signal<Option<&'static str>> {
        let error = self.error;
        Signal::derive(move || error.with(Option::is_some).then_some("true"))
    }
}

/// The value of `data-invalid`, which the style sheet knows.
pub(super) fn marked(error: Signal<Option<String>>) -> Signal<Option<&'static str>> {
    Signal::derive(move || error.with(Option::is_some).then_some(""))
}

/// The error of a field, by the `id` that its control refers to.
pub(super) fn error_view(id: &str, error: Signal<Option<String>>) -> impl IntoView + use<> {
    let id = format!("{id}-error");
    move || {
        error.get().map(|message| {
            view! {
                <p class="field-error" id=id.clone()>
                    <Icon of=outline::CIRCLE_ALERT/>
                    <span>
                        <span class="unseen">{t().parts.error_prefix}" "</span>
                        {message}
                    </span>
                </p>
            }
        })
    }
}

/// The hint of a field.
pub(super) fn hint_view(id: &str, hint: Option<Signal<String>>) -> impl IntoView + use<> {
    let id = format!("{id}-hint");
    hint.map(|hint| view! { <p class="hint" id=id>{hint}</p> })
}

/// The label's text, with "(facultatif)" where it is.
pub(super) fn label_view(label: Signal<String>, optional: bool) -> impl IntoView {
    view! {
        {label}
        {optional.then(|| view! { <span class="optional">" "{t().parts.optional}</span> })}
    }
}

/// Lays out a control between its words.
pub(super) fn framed(words: Words, control: AnyView) -> AnyView {
    let error = words.error;
    view! {
        <div class="field" data-invalid=marked(error)>
            <label for=words.id.clone() class:unseen=words.hidden>
                {label_view(words.label, words.optional)}
            </label>
            {hint_view(&words.id, words.hint)}
            {error_view(&words.id, error)}
            {control}
        </div>
    }
    .into_any()
}

/// Lays out several controls under one legend.
pub(super) fn grouped(words: Words, controls: AnyView) -> AnyView {
    let (error, described_by) = (words.error, words.described_by());
    view! {
        <fieldset
            class="field"
            data-invalid=marked(error)
            aria-describedby=described_by
        >
            <legend class:unseen=words.hidden>{label_view(words.label, words.optional)}</legend>
            {hint_view(&words.id, words.hint)}
            {error_view(&words.id, error)}
            {controls}
        </fieldset>
    }
    .into_any()
}

/// A label, a hint and an error around a control that no other component draws. The control takes `bind.id()` as
/// its `id`.
#[component]
pub fn Field<V: Clone + Send + Sync + 'static>(
    /// What the control edits.
    bind: Bound<V>,
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// Help that stands under the label.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Says "(facultatif)" beside the label.
    #[prop(optional)]
    optional: bool,
    /// The control.
    children: Children,
) -> impl IntoView {
    framed(Words::of(bind, label, hint, optional, false), children())
}
