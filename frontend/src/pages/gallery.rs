//! All the components in their states, to look at while they are made. In development builds only.

use crate::components::*;
use leptos::prelude::*;

/// The gallery, at `/_composants`.
#[component]
pub fn Gallery() -> impl IntoView {
    view! { <PageTitle title="Composants"/> }
}
