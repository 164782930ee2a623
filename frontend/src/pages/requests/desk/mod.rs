//! What those who instruct and decide do with a request: the caisse, INRS, the CNH.

use forprev_core::request::Request;
use leptos::prelude::*;

/// What the reader may do with the request, where it is not theirs. Stands in the tab "Instruction", above the messages.
#[component]
pub(super) fn Desk(
    /// The request.
    request: Signal<Request>,
    /// Shows how it stands, once an answer told.
    changed: Callback<Request>,
    /// Asks how it stands.
    reload: Callback<()>,
) -> impl IntoView {
    let _ = (request, changed, reload);
}
