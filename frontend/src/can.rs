//! From what core and the server decide to what a page shows.

use crate::graph::memo;
use forprev_core::problem::{Decision, Language};
use leptos::prelude::*;

/// A decision that follows a signal: what the component `Can` takes.
///
/// ```ignore
/// let submit = can(session, |session| session.actions.submit.decision());
/// view! { <Can decision=submit on_press=…>"Transmettre au formateur"</Can> }
/// ```
pub fn can<T: Clone + Send + Sync + 'static>(
    value: Signal<T>,
    decide: impl Fn(&T) -> Decision + Send + Sync + 'static,
) -> Signal<Decision> {
    memo(move || value.with(|value| decide(value))).into()
}

/// Why not, in words; nothing where it is allowed.
#[must_use]
pub fn reason(decision: &Decision) -> Option<String> {
    decision.as_ref().err().map(|denied| denied.message(Language::French))
}
