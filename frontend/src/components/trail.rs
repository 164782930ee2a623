//! Where one is, and what happened: page titles, breadcrumbs, steps, timelines.

use crate::{
    graph::effect,
    i18n::{fill, t},
    installation,
};
use leptos::{html, prelude::*};
use leptos_router::components::A;
use std::sync::atomic::{AtomicBool, Ordering};

/// The title of a page: its `h1`, the window's title, and the place where the focus goes on a change of page.
#[component]
pub fn PageTitle(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// Buttons beside it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    // The first page that is opened leaves the focus where the browser puts it, as any document does.
    static FIRST: AtomicBool = AtomicBool::new(true);
    let heading = NodeRef::<html::H1>::new();
    effect(move || {
        let (title, name) = (title.get(), installation::name());
        // The home page is called as the whole is.
        let told = if title == name {
            format!("{name} – {}", t().shell.tagline)
        } else {
            format!("{title} – {name}")
        };
        document().set_title(&told);
    });
    effect(move || {
        if let Some(heading) = heading.get() {
            if FIRST.swap(false, Ordering::Relaxed) {
                return;
            }
            let _ = heading.focus();
        }
    });
    view! {
        <div class="page-head">
            <h1 node_ref=heading tabindex="-1">{title}</h1>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </div>
    }
}

/// The pages above this one: label and path of each, from the top.
#[component]
pub fn Breadcrumb(
    /// Label and path.
    above: Vec<(String, String)>,
    /// The label of this page.
    #[prop(into)]
    here: Signal<String>,
) -> impl IntoView {
    let links = above
        .into_iter()
        .map(|(label, path)| view! { <li><A href=path exact=true>{label}</A></li> })
        .collect_view();
    view! {
        <nav class="trail" aria-label=t().parts.breadcrumb>
            <ol>
                {links}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}

/// A line of steps, with the one that is under way.
#[component]
pub fn Steps(
    /// What the steps lead to, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Their names.
    steps: Vec<String>,
    /// The index of the one under way; past the last when all is done.
    #[prop(into)]
    current: Signal<usize>,
) -> impl IntoView {
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(index, name)| {
            let state = move || match index.cmp(&current.get()) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "current",
                std::cmp::Ordering::Greater => "to-do",
            };
            let words = move || match state() {
                "done" => t().parts.step_done,
                "current" => t().parts.step_current,
                _ => "",
            };
            view! {
                <li data-state=state aria-current=move || (state() == "current").then_some("step")>
                    <span>{name} <span class="unseen">" "{words}</span></span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="steps" role="list" aria-label=label>{items}</ol> }
}

/// "Étape 2 sur 4", above the title of a wizard's page.
#[component]
pub fn StepOf(
    /// Which, from 1.
    #[prop(into)]
    step: Signal<usize>,
    /// How many there are.
    total: usize,
) -> impl IntoView {
    view! {
        <p class="muted">
            {move || {
                fill(t().parts.step, &[("n", &step.get().to_string()), ("total", &total.to_string())])
            }}
        </p>
    }
}

/// What happened, the latest first: [`Happening`]s.
#[component]
pub fn Timeline(
    /// The happenings.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline" role="list">{children()}</ol> }
}

/// One thing that happened.
#[component]
pub fn Happening(
    /// When, and by whom.
    #[prop(into)]
    when: Signal<String>,
    /// What.
    #[prop(into)]
    title: Signal<String>,
    /// More about it: a comment.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <li>
            <p><b>{title}</b></p>
            <p class="small muted">{when}</p>
            {children.map(|children| children())}
        </li>
    }
}
