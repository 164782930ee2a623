//! `/seances/:id`: a sitting, its agenda, and what may be done with it.

use super::{
    agenda::{Agenda, Decided, Waiting},
    plan::EditDialog,
    words::{SittingBadge, and_then, has_place, sitting_path},
};
use crate::{
    api::call,
    can::can,
    components::*,
    failure::Failure,
    graph::{memo, task_in},
    i18n::{fill, plain_day, t},
    pages::not_found::NotFound,
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    id::SittingId,
    problem::{Code, Decision, Denied},
    request::sitting::{Sitting, SittingState, may_be_cancelled, may_be_held},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};

/// The page.
#[component]
pub(super) fn SittingPage() -> impl IntoView {
    let id = of_path();
    move || match id.get() {
        Some(id) => view! { <One id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

/// The sitting that the path names.
pub(super) fn of_path() -> Memo<Option<SittingId>> {
    let params = use_params_map();
    memo(move || params.with(|params| params.get_str("id").and_then(|id| id.parse().ok())))
}

/// A sitting from the server, with its title; and whether there is none.
pub(super) fn read(id: SittingId) -> (Remote<Sitting>, Signal<String>, Signal<bool>) {
    let remote = Remote::new(move || call(async move |client| client.get_sitting(id).await));
    let title = Signal::derive(move || {
        remote.value().with(|one| match one {
            Some(one) => fill(t().decisions.sitting, &[("day", &plain_day(one.held_on))]),
            None => t().decisions.sittings.to_owned(),
        })
    });
    let gone = Signal::derive(move || {
        remote.value().with(Option::is_none)
            && remote.failure().with(|failure| failure.as_ref().and_then(Failure::status) == Some(404))
    });
    (remote, title, gone)
}

/// Whether the decisions of this sitting can be recorded today.
pub(super) fn decidable(one: &Sitting) -> Decision {
    and_then(&one.actions.decide, || {
        may_be_held(one.held_on, session::today())?;
        // The server says so of each request that is left out; of none there is nothing to decide.
        if one.agenda.is_empty() { Err(Denied::new(Code::SittingUndecided)) } else { Ok(()) }
    })
}

#[component]
fn One(id: SittingId) -> impl IntoView {
    let words = t().decisions;
    let (remote, title, gone) = read(id);
    view! {
        <Breadcrumb above=vec![(words.sittings.to_owned(), "/seances".to_owned())] here=title/>
        <Show when=move || !gone.get() fallback=|| view! { <NotFound/> }>
            <PageTitle title=title>
                {move || remote.value().with(|one| one.as_ref().map(|one| one.state)).map(
                    |state| view! { <SittingBadge of=state/> },
                )}
            </PageTitle>
            <Load from=remote let:one>
                <Whole one=one remote=remote/>
            </Load>
        </Show>
    }
}

#[component]
fn Whole(one: Signal<Sitting>, remote: Remote<Sitting>) -> impl IntoView {
    let words = t().decisions;
    let place = move || one.with(|one| one.place.clone()).unwrap_or_else(|| words.place_none.to_owned());
    let count = move || one.with(|one| one.count.to_string());
    let held = memo(move || one.with(|one| one.state == SittingState::Held));
    let editable = memo(move || one.with(|one| one.actions.edit.allowed));
    let agenda = move || {
        if held.get() {
            view! { <Decided one=one/> }.into_any()
        } else {
            view! { <Agenda one=one remote=remote editable=editable/> }.into_any()
        }
    };
    view! {
        <div class="stack-wide">
            <Actions one=one remote=remote/>
            <dl class="facts card">
                <dt>{words.column_place}</dt> <dd>{place}</dd>
                <dt>{words.column_count}</dt> <dd class="number">{count}</dd>
            </dl>
            {agenda}
            <Show when=move || editable.get()>
                <Waiting one=one remote=remote/>
            </Show>
        </div>
    }
}

#[component]
fn Actions(one: Signal<Sitting>, remote: Remote<Sitting>) -> impl IntoView {
    let words = t().decisions;
    let (editing, cancelling, busy) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let (toasts, owner, navigate) = (Toasts::here(), StoredValue::new(Owner::current()), use_navigate());
    let shown = memo(move || one.with(|one| has_place(&one.actions.edit)));
    let decide = can(one, decidable);
    let cancel = can(one, |one| and_then(&one.actions.cancel, || may_be_cancelled(one.agenda.len())));
    let to_decisions = move |()| {
        let to = one.with_untracked(|one| format!("{}/decisions", sitting_path(one.id)));
        navigate(&to, NavigateOptions::default());
    };
    let to_decisions = Callback::new(to_decisions);
    let give_up = Callback::new(move |()| {
        let (id, version) = one.with_untracked(|one| (one.id, one.version));
        busy.set(true);
        task_in(owner.get_value(), async move {
            let write = Write::on_version(version);
            let answer = call(async |client| client.cancel_sitting(id, write.clone()).await).await;
            busy.set(false);
            cancelling.set(false);
            match answer {
                Ok(cancelled) => {
                    toasts.good(words.cancelled);
                    remote.set(cancelled);
                }
                Err(failure) => refused(&failure, remote, toasts),
            }
        });
    });
    view! {
        <Show when=move || shown.get()>
            <div class="row">
                <Can decision=decide weight=Weight::Main icon=outline::CHECK on_press=to_decisions>
                    {words.decide}
                </Can>
                <Button icon=outline::PENCIL on_press=move |()| editing.set(true)>{words.edit}</Button>
                <Can
                    decision=cancel
                    weight=Weight::Quiet
                    icon=outline::X
                    on_press=move |()| cancelling.set(true)
                >
                    {words.cancel}
                </Can>
            </div>
        </Show>
        <EditDialog open=editing one=one remote=remote/>
        <Dialog open=cancelling title=words.cancel_title>
            <p>{words.cancel_help}</p>
            <div class="row">
                <Button weight=Weight::Danger icon=outline::X busy=busy on_press=give_up>
                    {words.cancel_send}
                </Button>
                <Button on_press=move |()| cancelling.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}

/// A refusal: where the sitting changed meanwhile it is shown as it is now.
pub(super) fn refused(failure: &Failure, remote: Remote<Sitting>, toasts: Toasts) {
    if failure.is_stale() {
        toasts.bad(t().decisions.changed);
        remote.reload();
    } else {
        let first = failure.faults().first().map(|fault| fault.message.clone());
        toasts.bad(first.unwrap_or_else(|| failure.message()));
    }
}
