//! Parts of the application: the pages of an area, and what only they need, in a module of their own, which is fetched
//! when one of them is first opened. `xtask web` takes them out of the compiled module.
//!
//! The routes of an area name its pages once, and lead to what that gives:
//!
//! ```ignore
//! part::pages! { sessions { list: SessionList, new: NewSessionPage } }
//! view! { <Route path=path!("") view=list/> <Route path=path!("nouvelle") view=new/> }
//! ```
//!
//! A page of the first module that shows a component of a part brings the whole part into the first module: such a
//! component is shown by pages of the same part only.

use crate::{
    components::{Load, PageTitle},
    failure::Failure,
    i18n::t,
    remote::Remote,
};
use leptos::{prelude::*, wasm_split::SplitLoaderError};
use std::pin::Pin;

/// What makes a page, once its part is here.
pub type Page = fn() -> AnyView;

/// A page of a part, or that the part did not come.
pub type Fetched = Result<Page, Failure>;

type Fetch = Box<dyn Fn() -> Pin<Box<dyn Future<Output = Fetched>>>>;

/// Names the pages of a part, each by a view for its route: `part { view: Component, … }`. Several of these may name the
/// same part.
macro_rules! pages {
    ($part:ident { $($view:ident: $page:path),* $(,)? }) => {
        $(fn $view() -> ::leptos::prelude::AnyView {
            #[::leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $view() -> $crate::part::Fetched {
                Ok(|| ::leptos::prelude::IntoAny::into_any($page()))
            }
            $crate::part::page($view)
        })*
    };
}
pub(crate) use pages;

/// Names what stands in a page and is a part of its own, as [`pages`] names pages: for what few of those who open the page
/// need. What it shows it finds in the context.
macro_rules! piece {
    ($part:ident { $view:ident: $piece:path }) => {
        fn $view() -> ::leptos::prelude::AnyView {
            #[::leptos::wasm_split::wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $view() -> $crate::part::Fetched {
                Ok(|| ::leptos::prelude::IntoAny::into_any($piece()))
            }
            $crate::part::piece_of($view)
        }
    };
}
pub(crate) use piece;

/// Shows a page once its part is here, and until then that it is loading, or why it did not come. Written by [`pages`].
pub(crate) fn page<F: Future<Output = Fetched> + 'static>(fetch: fn() -> F) -> AnyView {
    page_of(Box::new(move || Box::pin(fetch())))
}

/// Shows a piece of a page once its part is here, and why it did not come. Written by [`piece`].
pub(crate) fn piece_of<F: Future<Output = Fetched> + 'static>(fetch: fn() -> F) -> AnyView {
    let fetch: Fetch = Box::new(move || Box::pin(fetch()));
    let piece = Remote::new(fetch);
    view! { <Load from=piece let:piece>{piece.get_untracked()()}</Load> }.into_any()
}

fn page_of(fetch: Fetch) -> AnyView {
    let page = Remote::new(fetch);
    view! {
        <Show when=move || page.failure().with(Option::is_some)>
            <PageTitle title=t().parts.not_loaded/>
        </Show>
        <Load from=page let:page>{page.get_untracked()()}</Load>
    }
    .into_any()
}

impl From<SplitLoaderError> for Failure {
    fn from(_: SplitLoaderError) -> Self {
        Self::NotLoaded
    }
}
