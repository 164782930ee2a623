use forprev_core::request::Request;
use leptos::prelude::*;

#[component]
pub(super) fn Pedagogy(request: Signal<Request>) -> impl IntoView {
    let _ = request;
}
