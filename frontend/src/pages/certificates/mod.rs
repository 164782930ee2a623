//! Certificates: the final check and generation, the downloads of a session, one's own.

mod check;
mod fetch;
mod list;
mod mine;

pub use mine::MyCertificates;

use crate::graph::memo;
use check::FinalCheck;
use forprev_core::{
    policy::{self, Action},
    problem::Code,
    session::{Session, State},
};
use leptos::prelude::*;
use list::CertificateList;

/// The certificates of a session: to be generated, or to be downloaded; nothing to who may do neither.
#[component]
pub fn CertificatesPanel(
    /// The session.
    session: Signal<Session>,
    /// Shows another state of it.
    changed: Callback<Session>,
) -> impl IntoView {
    let to_generate = memo(move || session.with(awaits_generation));
    let to_download = memo(move || {
        let may = policy::may_ever(&crate::session::actor(), Action::DownloadCertificates).is_ok();
        session.with(|one| (may && one.state == State::Certified).then_some(one.id))
    });
    view! {
        <Show when=move || to_generate.get()>
            <FinalCheck session=session changed=changed/>
        </Show>
        {move || to_download.get().map(|_| view! { <CertificateList session=session/> })}
    }
}

/// Whether it is this person's turn to generate, be it on another day.
fn awaits_generation(session: &Session) -> bool {
    let generate = &session.actions.generate;
    let never =
        matches!(generate.code, Some(Code::Forbidden | Code::ClientValidation | Code::SessionState) | None);
    session.state == State::Verified && (generate.allowed || !never)
}
