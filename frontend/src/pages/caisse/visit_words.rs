//! Audits and visits in words, and what their pages share.

use crate::{
    api::call, components::*, failure::Failure, graph::memo, i18n::t, pages::not_found::NotFound,
    remote::Remote,
};
use forprev_core::{
    id::VisitId,
    visit::{ActionOutcome, Visit, VisitKind, VisitState},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub(super) fn path(id: VisitId) -> String {
    format!("/audits/{id}")
}

pub(super) fn kind_name(kind: VisitKind) -> &'static str {
    let words = t().visits;
    match kind {
        VisitKind::Audit => words.audit,
        VisitKind::Visit => words.visit,
        VisitKind::Unknown => words.other,
    }
}

pub(super) fn state_name(state: VisitState) -> &'static str {
    let words = t().visits;
    match state {
        VisitState::Planned => words.planned,
        VisitState::Notified => words.notified,
        VisitState::Held => words.held,
        VisitState::Closed => words.closed,
        VisitState::Cancelled => words.cancelled,
        VisitState::Unknown => words.other,
    }
}

pub(super) fn outcome_name(outcome: ActionOutcome) -> &'static str {
    let words = t().visits;
    match outcome {
        ActionOutcome::Open => words.open,
        ActionOutcome::Done => words.done,
        ActionOutcome::NotDone => words.not_done,
        ActionOutcome::Unknown => words.other,
    }
}

#[component]
pub(super) fn StateBadge(of: VisitState) -> impl IntoView {
    let tone = match of {
        VisitState::Notified => Tone::Note,
        VisitState::Held => Tone::Warn,
        VisitState::Closed => Tone::Good,
        _ => Tone::Plain,
    };
    view! { <Badge tone=tone>{state_name(of)}</Badge> }
}

/// « Audit du 23 novembre : Suivi », in short.
pub(super) fn title(visit: &Visit) -> String {
    format!("{} – {}", kind_name(visit.kind), visit.organisation)
}

/// The audit or visit of the address, and what a page shows of it.
pub(super) fn of_address(page: fn(Remote<Visit>, Signal<Visit>) -> AnyView) -> AnyView {
    let params = use_params_map();
    let id =
        memo(move || params.with(|params| params.get_str("id").and_then(|id| id.parse::<VisitId>().ok())));
    (move || match id.get() {
        Some(id) => view! { <Loaded id=id page=page/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    })
    .into_any()
}

#[component]
fn Loaded(id: VisitId, page: fn(Remote<Visit>, Signal<Visit>) -> AnyView) -> impl IntoView {
    let remote = Remote::new(move || call(async move |client| client.get_visit(id).await));
    let gone = move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    };
    view! {
        <Show when=move || !gone() fallback=|| view! { <NotFound/> }>
            <Load from=remote let:one>{page(remote, one)}</Load>
        </Show>
    }
}
