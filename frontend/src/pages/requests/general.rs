use forprev_core::request::Request;
use leptos::prelude::*;

#[component]
pub(super) fn General(request: Signal<Request>) -> impl IntoView {
    let _ = request;
}
