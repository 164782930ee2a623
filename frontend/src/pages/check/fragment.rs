//! The code in the address's fragment, where a phone's camera puts it. It reaches no server, and does not stay in
//! the address bar nor in the history.

use super::desk::Desk;
use crate::address;
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
    let code = address::fragment()?;
    address::bare(true);
    Some(code)
}
