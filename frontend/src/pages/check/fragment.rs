//! The code in the address's fragment, where a phone's camera puts it. It reaches no server, and does not stay in
//! the address bar nor in the history.

use super::desk::Desk;
use leptos::{ev, prelude::*};

/// Takes the code that the page was opened with, and those that come while it stands.
pub(super) fn follow(desk: Desk) {
    let take = move || {
        if let Some(code) = taken() {
            desk.verify(vec![code]);
        }
    };
    take();
    let listener = window_event_listener(ev::hashchange, move |_| take());
    on_cleanup(move || listener.remove());
}

fn taken() -> Option<String> {
    let location = window().location();
    let code = location.hash().ok()?.trim_start_matches('#').to_owned();
    if code.is_empty() {
        return None;
    }
    let history = window().history().ok()?;
    let bare = format!("{}{}", location.pathname().ok()?, location.search().unwrap_or_default());
    let state = history.state().unwrap_or_default();
    let _ = history.replace_state_with_url(&state, "", Some(&bare));
    Some(code)
}
