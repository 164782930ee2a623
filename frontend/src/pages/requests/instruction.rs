//! The tab "Instruction": the steps with who has the hand, what is done with it, the messages.

use super::desk::Desk;
use forprev_core::request::Request;
use leptos::prelude::*;

/// The tab.
#[component]
pub(super) fn Instruction(
    /// The request.
    request: Signal<Request>,
    /// Shows how it stands, once an answer told.
    changed: Callback<Request>,
    /// Asks how it stands.
    reload: Callback<()>,
) -> impl IntoView {
    view! { <Desk request=request changed=changed reload=reload/> }
}
