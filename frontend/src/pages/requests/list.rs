use leptos::prelude::*;

#[component]
pub(super) fn Requests() -> impl IntoView {}
