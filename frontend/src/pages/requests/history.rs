use forprev_core::request::Request;
use leptos::prelude::*;

#[component]
pub(super) fn History(request: Signal<Request>) -> impl IntoView {
    let _ = request;
}
