//! Users and agents in words.

use crate::{
    components::*,
    i18n::{fill, plain_day, t},
    rights::{RightsList, with_former},
};
use chrono::NaiveDate;
use forprev_core::{
    policy::rights::of_role,
    user::{Agent, AttachedHabilitation, NewAgent, UserRole, UserState, in_words},
};
use leptos::prelude::*;

/// A role in a word.
pub(super) fn role_name(role: UserRole) -> &'static str {
    match role {
        UserRole::Gestionnaire => t().users.role_gestionnaire,
        UserRole::Delegataire => t().users.role_delegataire,
    }
}

/// The roles, to choose from, with what Forprev 1 called them (E7).
pub(super) fn roles() -> Vec<Choice> {
    let words = t().users;
    let one = |role: UserRole, help: &str| {
        let formerly = fill(t().rights.formerly_alone, &[("word", role.former_name())]);
        Choice::new(role.as_str(), role_name(role)).with_hint(format!("{formerly} {help}"))
    };
    vec![
        one(UserRole::Gestionnaire, words.role_gestionnaire_help),
        one(UserRole::Delegataire, words.role_delegataire_help),
    ]
}

/// The roles in a list, where there is no room for more than their names.
pub(super) fn role_filters() -> Vec<Choice> {
    let one = |role| Choice::new(UserRole::as_str(role), with_former(role_name(role), role));
    UserRole::ALL.into_iter().map(one).collect()
}

/// What a role may do here (E2).
#[component]
pub(super) fn RoleRights(
    /// Which role.
    of: UserRole,
) -> impl IntoView {
    let title = fill(t().rights.of_role, &[("role", &role_name(of).to_lowercase())]);
    view! {
        <section class="card" aria-labelledby="droits">
            <h2 id="droits">{title}</h2>
            <RightsList of=of_role(of)/>
        </section>
    }
}

/// A state in a word.
fn state_name(state: UserState) -> &'static str {
    let words = t().users;
    match state {
        UserState::Invited => words.state_invited,
        UserState::Expired => words.state_expired,
        UserState::Undelivered => words.state_undelivered,
        UserState::Active => words.state_active,
        UserState::Suspended => words.state_suspended,
        UserState::Ended => words.state_ended,
        UserState::Unknown => words.state_other,
    }
}

/// The states, to choose from.
pub(super) fn states() -> Vec<Choice> {
    UserState::ALL.into_iter().map(|state| Choice::new(state.as_str(), state_name(state))).collect()
}

/// A state as a badge.
#[component]
pub(super) fn StateBadge(of: UserState) -> impl IntoView {
    let (tone, icon) = match of {
        UserState::Invited => (Tone::Note, outline::SEND),
        UserState::Expired => (Tone::Warn, outline::CLOCK),
        UserState::Undelivered => (Tone::Bad, outline::TRIANGLE_ALERT),
        UserState::Active => (Tone::Good, outline::CHECK),
        UserState::Suspended => (Tone::Bad, outline::LOCK),
        UserState::Ended | UserState::Unknown => (Tone::Plain, outline::CLOCK),
    };
    view! { <Badge tone=tone icon=icon>{state_name(of)}</Badge> }
}

/// "SST niveau 1".
pub(super) fn training(one: &AttachedHabilitation) -> String {
    let level = one.level.to_string();
    fill(t().sessions.level, &[("dispositif", &one.dispositif), ("level", &level)])
}

/// The kinds of agents, to choose from.
pub(super) fn kinds() -> Vec<Choice> {
    let words = t().users;
    vec![
        Choice::new("instructeur", words.kind_instructeur),
        Choice::new("inrs", words.kind_inrs),
        Choice::new("cnh", words.kind_cnh),
    ]
}

/// The ranks, to choose from.
pub(super) fn ranks() -> Vec<Choice> {
    let words = t().users;
    vec![
        Choice::new("administrator", words.rank_administrator),
        Choice::new("editor", words.rank_editor),
        Choice::new("auditor", words.rank_auditor),
    ]
}

/// The post of an agent: "Instructeur (RENNES)", "Auditeur de l’INRS".
pub(super) fn post_of(agent: &Agent) -> String {
    let words = in_words(agent.kind, agent.rank, agent.caisse.as_deref());
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The post that a form describes.
pub(super) fn post_asked(agent: &NewAgent) -> String {
    let label = |choices: Vec<Choice>, value: &str| {
        choices.into_iter().find(|one| one.value == value).map(|one| one.label)
    };
    let rank = agent.rank.as_deref().and_then(|rank| label(ranks(), rank));
    let parts = [label(kinds(), &agent.kind), rank, agent.caisse.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A line of facts.
pub(super) fn fact(label: &'static str, text: String) -> impl IntoView {
    (!text.is_empty()).then(|| view! { <dt>{label}</dt> <dd>{text}</dd> })
}

/// A day, or nothing.
pub(super) fn day(day: Option<NaiveDate>) -> String {
    day.map(plain_day).unwrap_or_default()
}
