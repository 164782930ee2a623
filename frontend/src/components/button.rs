//! Buttons, and links that look like them.

use super::{
    icon::Icon,
    outline::{self, Outline},
};
use crate::{graph::memo, i18n::t};
use forprev_core::problem::{Decision, Language};
use leptos::prelude::*;
use leptos_router::components::A;

/// How much a button weighs. A page has one [`Weight::Main`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Weight {
    /// The main action.
    Main,
    /// Another one.
    #[default]
    Plain,
    /// Destroys something.
    Danger,
    /// Stands back: in rows, beside others.
    Quiet,
}

impl Weight {
    const fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Plain => "plain",
            Self::Danger => "danger",
            Self::Quiet => "quiet",
        }
    }
}

/// A button. While it is busy it keeps its place and the focus, says so, and does nothing.
#[component]
pub fn Button(
    /// What it does. Left out where it sends its form.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Outline>,
    /// Its action is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Smaller, in rows.
    #[prop(optional)]
    small: bool,
    /// More for screen readers: which row "Supprimer" is about, for example.
    #[prop(optional, into)]
    about: Option<Signal<String>>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let busy_word = busy_word(busy);
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class="button"
            class:button-small=small
            data-kind=weight.name()
            aria-busy=busy_word
            aria-disabled=busy_word
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(on_press) = on_press {
                    on_press.run(());
                }
            }
        >
            {leading(icon, busy)}
            <span>{children()}{about.map(about_view)}</span>
        </button>
    }
}

// A signal and not a closure: each closure in a view is compiled with all that draws it.
fn busy_word(busy: Signal<bool>) -> Signal<Option<&'static str>> {
    Signal::derive(move || busy.get().then_some("true"))
}

fn about_view(about: Signal<String>) -> impl IntoView {
    view! { <span class="unseen">" "{about}</span> }
}

fn leading(icon: Option<Outline>, busy: Signal<bool>) -> impl IntoView {
    move || {
        if busy.get() {
            let words = view! { <span class="unseen">{t().parts.working}" "</span> };
            Some(view! { <Icon of=outline::LOADER_CIRCLE spin=true/> {Some(words)} }.into_any())
        } else {
            icon.map(|icon| view! { <Icon of=icon/> }.into_any())
        }
    }
}

/// A link that looks like a button, because it begins something.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Outline>,
    /// Smaller, in rows.
    #[prop(optional)]
    small: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    let class = if small { "button button-small" } else { "button" };
    view! {
        <A href=move || href.get() attr:class=class attr:data-kind=weight.name()>
            {icon.map(|icon| view! { <Icon of=icon/> })}
            <span>{children()}</span>
        </A>
    }
}

/// An action that a rule may refuse: a button when it is allowed; otherwise the same button that does nothing, with
/// the reason in words beside it. It stays reachable by keyboard, so that the reason is heard.
#[component]
pub fn Can(
    /// What core or the server decided.
    #[prop(into)]
    decision: Signal<Decision>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<Outline>,
    /// Its action is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let id = super::unique("can");
    let reason = memo(move || {
        decision.with(|decision| decision.as_ref().err().map(|denied| denied.message(Language::French)))
    });
    let busy_word = busy_word(busy);
    let refused = move || reason.with(Option::is_some);
    let (reason_id, described_id) = (id.clone(), id);
    view! {
        <div class="can">
            <button
                type="button"
                class="button"
                data-kind=weight.name()
                aria-disabled=move || (refused() || busy.get()).then_some("true")
                aria-busy=busy_word
                aria-describedby=move || refused().then(|| described_id.clone())
                on:click=move |_| {
                    if !busy.get_untracked() && reason.with_untracked(Option::is_none) {
                        on_press.run(());
                    }
                }
            >
                {leading(icon, busy)}
                <span>{children()}</span>
            </button>
            {move || {
                reason
                    .get()
                    .map(|reason| {
                        view! {
                            <p class="can-reason" id=reason_id.clone()>
                                <Icon of=outline::LOCK/>
                                <span><span class="unseen">{t().parts.unavailable}" "</span>{reason}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}
