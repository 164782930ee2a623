//! A letter drawn from its blocks: the same that its PDF is made of.

use forprev_core::letter::{Block, LetterText};
use leptos::prelude::*;

/// What stands under the title.
#[component]
pub(super) fn Blocks(
    /// The blocks.
    of: Vec<Block>,
    /// Whether it stands within a page, under a title of its own: its titles are a step lower.
    #[prop(optional)]
    within: bool,
) -> impl IntoView {
    of.into_iter()
        .map(|block| match block {
            Block::Heading(text) if within => view! { <h4>{text}</h4> }.into_any(),
            Block::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
            Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
            Block::List(items) => {
                let items = items.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
                view! { <ul>{items}</ul> }.into_any()
            }
        })
        .collect_view()
}

/// A whole letter within a page.
#[component]
pub(super) fn Sheet(
    /// Its text.
    #[prop(into)]
    of: Signal<LetterText>,
) -> impl IntoView {
    let title = move || {
        let title = of.with(|text| text.title.clone());
        (!title.is_empty()).then(|| view! { <h3>{title}</h3> })
    };
    view! {
        <div class="letter">
            {title}
            {move || view! { <Blocks of=of.with(|text| text.blocks.clone()) within=true/> }}
        </div>
    }
}
