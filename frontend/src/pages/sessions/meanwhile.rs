//! What a page does when its session went on elsewhere: show how it stands now, and forget what was typed for how it
//! stood.

use crate::{api::call, failure::Failure, session as signed_in};
use forprev_core::{
    id::SessionId,
    session::{Session, State},
};
use leptos::prelude::*;
use std::pin::Pin;

/// The name of the draft of what is declared of a session.
pub fn declaration(id: SessionId) -> String {
    format!("session/{id}")
}

/// The name of the draft of a session's results, as typed for this version of it.
pub fn results(id: SessionId, version: i64) -> String {
    format!("{}{version}", all_results(id))
}

/// The name of the draft of the comment with which a session is returned.
pub fn returning(id: SessionId) -> String {
    format!("return/{id}")
}

/// The name of the draft of the comment with which a session is reopened.
pub fn reopening(id: SessionId) -> String {
    format!("reopen/{id}")
}

fn all_results(id: SessionId) -> String {
    format!("results/{id}/")
}

/// The session as the server has it. In a box: it is asked for in many places, and compiled once.
pub fn latest(id: SessionId) -> Pin<Box<dyn Future<Output = Result<Session, Failure>>>> {
    Box::pin(call(async move |client| client.get_session(id).await))
}

/// Asks for the session and shows it, where its page still stands.
pub async fn show_latest(id: SessionId, changed: Callback<Session>) {
    if let Ok(latest) = latest(id).await {
        changed.try_run(latest);
    }
}

/// Erases the drafts of acts that this session has behind it: their answers were lost, or somebody else acted.
pub fn forget_past(session: &Session) {
    let id = session.id;
    if session.state == State::Submitted {
        signed_in::forget_drafts(&all_results(id), Some(&results(id, session.version)));
    } else {
        signed_in::forget_drafts(&all_results(id), None);
        signed_in::forget_drafts(&returning(id), None);
    }
    if !matches!(session.state, State::Draft | State::Returned) {
        signed_in::forget_drafts(&declaration(id), None);
    }
    if session.state != State::Verified {
        signed_in::forget_drafts(&reopening(id), None);
    }
}

/// Erases every draft of a session that is no more.
pub fn forget(id: SessionId) {
    for name in [all_results(id), returning(id), reopening(id), declaration(id)] {
        signed_in::forget_drafts(&name, None);
    }
}
