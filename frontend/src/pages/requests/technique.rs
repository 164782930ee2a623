use forprev_core::request::Request;
use leptos::prelude::*;

#[component]
pub(super) fn Technique(request: Signal<Request>) -> impl IntoView {
    let _ = request;
}
