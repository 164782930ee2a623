//! What the lead formateur does with a session, on a phone, in a training room: look at what was declared, give
//! each trainee a result, confirm, send; or send the session back with a comment.
//!
//! What is typed is kept on the device for each version of the session: neither a lost network nor an ended
//! sign-in loses it.

mod desk;
mod return_dialog;
mod sent;
mod typed;

use crate::graph::memo;
use desk::Desk;
use forprev_core::{
    problem::Code,
    session::{Session, State},
};
use leptos::prelude::*;
use sent::Sent;
use typed::Counts;

/// The verification of a session: nothing to who does not lead it, or when it is not the lead's turn.
#[component]
pub fn VerificationPanel(
    /// The session.
    session: Signal<Session>,
    /// Shows another state of it.
    changed: Callback<Session>,
) -> impl IntoView {
    let sent = RwSignal::new(None::<Counts>);
    // Made anew for another version only: a reload that changes nothing leaves what is typed, and the focus.
    let turn = memo(move || session.with(|one| is_my_turn(one).then_some((one.id, one.version))));
    move || match turn.get() {
        Some(_) => view! { <Desk session=session.get_untracked() changed=changed sent=sent/> }.into_any(),
        None => match sent.get() {
            Some(counts) if session.with(|one| one.state == State::Verified) => {
                view! { <Sent counts=counts/> }.into_any()
            }
            _ => ().into_any(),
        },
    }
}

/// Whether the panel lists the trainees, so that the page need not.
#[must_use]
pub fn lists_trainees(session: &Session) -> bool {
    is_my_turn(session) && session.actions.results.allowed
}

/// Whether the panel stands on the page.
fn is_my_turn(session: &Session) -> bool {
    let results = &session.actions.results;
    let never =
        matches!(results.code, Some(Code::Forbidden | Code::ClientValidation | Code::SessionState) | None);
    session.state == State::Submitted && (results.allowed || !never)
}
