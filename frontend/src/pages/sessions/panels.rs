//! Places on the page of a session for what its lead formateur and its declarer do: verification, certificates.

use crate::pages::{certificates::CertificatesPanel, verification::VerificationPanel};
use forprev_core::session::Session;
use leptos::prelude::*;

/// What is shown under the state of a session, above its content. `changed` takes the session as an answer of the
/// server told it.
#[component]
pub fn Panels(
    /// The session.
    session: Signal<Session>,
    /// Shows another state of it.
    changed: Callback<Session>,
) -> impl IntoView {
    view! {
        <VerificationPanel session=session changed=changed/>
        <CertificatesPanel session=session changed=changed/>
    }
}
