//! Tables: rows on a desk, cards on a phone.

use super::{
    Button, outline,
    text_input::{or_more, shown_of},
};
use crate::i18n::t;
use leptos::prelude::*;

/// A table. Under 40 rem each row becomes a card; roles are written out because the style sheet's `display: block`
/// would take them away.
#[component]
pub fn Table(
    /// What the table is, in words.
    #[prop(into)]
    caption: Signal<String>,
    /// Keeps the caption for screen readers only, where a title says it already.
    #[prop(optional)]
    caption_unseen: bool,
    /// The headings of the columns.
    #[prop(into)]
    head: Vec<String>,
    /// The rows: [`Row`]s.
    children: Children,
) -> impl IntoView {
    let headings =
        head.into_iter().map(|text| view! { <th scope="col" role="columnheader">{text}</th> }).collect_view();
    view! {
        <div class="table-box">
            <table class="table" role="table">
                <caption class:unseen=caption_unseen>{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{headings}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

/// A row of a table: [`Cell`]s.
#[component]
pub fn Row(
    /// The cells.
    children: Children,
) -> impl IntoView {
    view! { <tr role="row">{children()}</tr> }
}

/// A cell of a table.
#[component]
pub fn Cell(
    /// The heading of its column, shown beside it in a card. Left out for the row's own heading and for buttons.
    #[prop(optional, into)]
    label: Option<String>,
    /// Says what the row is about.
    #[prop(optional)]
    heading: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    // A block: cells of a grid hold fields, which no `span` may.
    let content = view! { <div>{children()}</div> };
    if heading {
        view! { <th scope="row" role="rowheader" data-label=label>{content}</th> }.into_any()
    } else {
        view! { <td role="cell" data-label=label>{content}</td> }.into_any()
    }
}

/// "Afficher plus", with how many are shown of how many.
#[component]
pub fn More(
    /// How many are shown.
    #[prop(into)]
    shown: Signal<usize>,
    /// How many there are.
    #[prop(into)]
    total: Signal<u64>,
    /// Whether they are counted no further than `page::COUNTED`.
    #[prop(optional)]
    counted: bool,
    /// Whether there is a next page.
    #[prop(into)]
    more: Signal<bool>,
    /// Whether it is being fetched.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Fetches the next page.
    #[prop(into)]
    on_more: Callback<()>,
) -> impl IntoView {
    let words = move || or_more(shown_of(shown.get(), total.get()), total.get(), counted);
    view! {
        <div class="pages">
            <p class="muted" aria-live="polite">{words}</p>
            <Show when=move || more.get()>
                <Button icon=outline::CHEVRON_DOWN busy=busy on_press=on_more>
                    {t().parts.more}
                </Button>
            </Show>
        </div>
    }
}
