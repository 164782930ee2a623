use leptos::prelude::*;

#[component]
pub(super) fn NewRequestPage() -> impl IntoView {}
