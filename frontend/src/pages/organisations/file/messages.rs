//! What the two sides of a file write to each other.

use super::has_place;
use crate::{components::*, graph::memo};
use forprev_core::organisation::file::OrganisationFile;
use leptos::prelude::*;

/// The messages, and to agents the notes. Nothing before there can be some.
#[component]
pub(super) fn Messages(
    /// The file.
    file: Signal<OrganisationFile>,
    /// Whether it is read by an agent.
    agent: Memo<bool>,
) -> impl IntoView {
    let id = file.with_untracked(|file| file.id);
    let sent = memo(move || file.with(|file| file.submitted_at.is_some()));
    let may_write = memo(move || file.with(|file| has_place(&file.actions.write)));
    let may_note = memo(move || file.with(|file| has_place(&file.actions.note)));
    view! {
        <Show when=move || sent.get()>
            <Threads of=Correspondence::File(id) agent=agent may_write=may_write may_note=may_note/>
        </Show>
    }
}
