//! Where a file stands: the progress line, who has it and for how long, what it was sent back or refused for.

use super::{
    super::words::{caisse_name, caisses, days, full_label, place_path},
    by_agent,
};
use crate::{
    components::*,
    graph::memo,
    i18n::{fill, t},
    remote::Remote,
};
use forprev_core::{
    organisation::{
        CaisseChoice,
        file::{FileState, OrganisationFile},
    },
    page::Page,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The component.
#[component]
pub(super) fn Standing(file: Signal<OrganisationFile>) -> impl IntoView {
    let words = t().organisations;
    let caisses = caisses();
    let current = Signal::derive(move || {
        file.with(|file| match file.state {
            FileState::Submitted if file.in_hand => 2,
            FileState::Submitted => 1,
            FileState::Validated | FileState::Refused => 4,
            _ => 0,
        })
    });
    let state = memo(move || file.with(|file| file.state));
    let steps = move || {
        let last = match state.get() {
            FileState::Validated => words.progress_validated,
            FileState::Refused => words.progress_refused,
            _ => words.progress_decision,
        };
        let steps = [words.progress_written, words.progress_sent, words.progress_in_hand, last];
        view! { <Steps label=words.progress steps=steps.map(str::to_owned).to_vec() current=current/> }
    };
    view! {
        <div class="stack">
            {move || (state.get() != FileState::Abandoned).then(steps)}
            <p>{move || file.with(|file| in_words(file, caisses))}</p>
            <Asked file=file/>
        </div>
    }
}

fn in_words(file: &OrganisationFile, caisses: Remote<Page<CaisseChoice>>) -> String {
    let words = t().organisations;
    let caisse = caisse_name(caisses, file.caisse.as_deref(), words.the_inrs);
    let since = days(file.days_at_caisse);
    let at = |text: &str, name: &str| fill(text, &[("caisse", &caisse), ("days", &since), ("name", name)]);
    match file.state {
        FileState::Draft => words.standing_draft.to_owned(),
        FileState::Submitted if by_agent(file) => match &file.assigned_to {
            Some(name) => at(words.standing_agent, name),
            None => at(words.standing_unassigned, ""),
        },
        FileState::Submitted if file.in_hand => at(words.standing_in_hand, ""),
        FileState::Submitted => at(words.standing_sent, ""),
        FileState::Returned if by_agent(file) => words.standing_returned_agent.to_owned(),
        FileState::Returned => upper(&at(words.standing_returned, "")),
        FileState::Validated => words.standing_validated.to_owned(),
        FileState::Refused => words.standing_refused.to_owned(),
        FileState::Abandoned => words.standing_abandoned.to_owned(),
        FileState::Unknown => String::new(),
    }
}

/// With a capital: "L’INRS vous demande…".
fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// What was said when it was sent back or refused, field by field with the way to each.
#[component]
fn Asked(file: Signal<OrganisationFile>) -> impl IntoView {
    let words = t().organisations;
    move || {
        let file = file.get();
        let (tone, title) = match file.state {
            FileState::Returned => (Tone::Warn, words.comment_returned),
            FileState::Refused => (Tone::Bad, words.comment_refused),
            _ => return None,
        };
        let to_mend = file.actions.edit.allowed;
        let lines = file
            .corrections
            .iter()
            .map(|(field, text)| {
                let label = full_label(field);
                let to = place_path(file.id, field).filter(|_| to_mend);
                let label = match to {
                    Some(to) => view! { <A href=to>{label}</A> }.into_any(),
                    None => view! { <b>{label}</b> }.into_any(),
                };
                view! { <li>{label}" : "<span class="comment">{text.clone()}</span></li> }
            })
            .collect_view();
        let list = (!file.corrections.is_empty()).then(|| view! { <ul>{lines}</ul> });
        Some(view! {
            <Notice tone=tone title=title>
                {file.comment.clone().map(|text| view! { <p class="comment">{text}</p> })}
                {list}
            </Notice>
        })
    }
}
