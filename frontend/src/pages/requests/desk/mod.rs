//! What those who instruct and decide do with a request: the caisse, INRS, the CNH.

mod act;
mod decide;
mod give_back;
mod grid;
mod hand_over;
mod opinion;
mod standing;

use super::words::is_theirs;
use crate::{can::can, components::*, graph::memo, i18n::t, part, session};
use act::{Act, act};
use decide::DecideDialog;
use forprev_core::{
    problem::{Decision, Denied},
    request::{
        Request, RequestActions,
        grid::GridItem,
        instruction::{Subject, opinions_missing},
    },
    session::Allowed,
};
use give_back::ReturnDialog;
use grid::Grid;
use hand_over::HandOverDialog;
use leptos::prelude::*;
use opinion::{OpinionDialog, Opinions};
use standing::Standing;

/// Whether the request is read by those who instruct or decide, and not by who asked.
pub(crate) fn by_agent(request: &Request) -> bool {
    !is_theirs(&request.actions.edit)
}

/// The opinions that the caisse owes. A request has platforms where its level asks for them, and only there (H8).
fn owed(request: &Request) -> &'static [Subject] {
    Subject::of_the_caisse(!request.platforms.is_empty())
}

/// Whether it can go to INRS: the right, the state, then the opinions.
fn forwardable(request: &Request) -> Decision {
    Decision::from(&request.actions.forward)?;
    let given: Vec<_> = request.opinions.iter().map(|one| one.subject).collect();
    let mut missing = opinions_missing(!request.platforms.is_empty(), &given).into_iter();
    missing.next().map_or(Ok(()), |fault| Err(Denied::from(fault)))
}

fn unanswered(grid: &[GridItem]) -> usize {
    grid.iter().filter(|item| item.answer.is_none()).count()
}

part::piece! { decisions { steps: Steps } }

/// What the desk is about, for its part.
#[derive(Clone, Copy)]
struct Shown {
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
}

/// What the reader may do with the request, where it is not theirs. Stands in the tab "Instruction", above the messages.
/// Fetched by those who instruct and decide alone.
#[component]
pub(super) fn Desk(
    /// The request.
    request: Signal<Request>,
    /// Shows how it stands, once an answer told.
    changed: Callback<Request>,
    /// Asks how it stands.
    reload: Callback<()>,
) -> impl IntoView {
    let agent = memo(move || request.with(by_agent));
    provide_context(Shown { request, changed, reload });
    view! { <Show when=move || agent.get()>{steps()}</Show> }
}

#[component]
fn Steps() -> impl IntoView {
    let Some(Shown { request, changed, reload }) = use_context::<Shown>() else { return ().into_any() };
    view! {
        <section class="stack-wide" aria-label=t().desk.title>
            <Standing request=request/>
            <Actions request=request changed=changed reload=reload/>
            <Opinions request=request changed=changed reload=reload/>
            <Grid request=request changed=changed/>
        </section>
    }
    .into_any()
}

/// The steps that the reader may take now, each with what it asks for.
#[component]
fn Actions(request: Signal<Request>, changed: Callback<Request>, reload: Callback<()>) -> impl IntoView {
    let words = t().desk;
    let has = move |pick: fn(&RequestActions) -> &Allowed| {
        memo(move || request.with(|one| super::words::has_place(pick(&one.actions))))
    };
    let (admit, send_back, forward) =
        (has(|all| &all.admit), has(|all| &all.return_), has(|all| &all.forward));
    let (assign, hand_over, opine) =
        (has(|all| &all.assign), has(|all| &all.hand_over), has(|all| &all.opine));
    let decide = memo(move || {
        request.with(|one| {
            let all = [&one.actions.grant, &one.actions.refuse, &one.actions.schedule];
            all.into_iter().any(super::words::has_place)
        })
    });
    let mine = memo(move || {
        let me = session::me();
        request.with(|one| {
            one.assigned_to.as_ref().is_some_and(|agent| {
                me.is_some_and(|me| me.last_name == agent.last_name && me.first_name == agent.first_name)
            })
        })
    });
    let taken = memo(move || request.with(|one| one.assigned_to.is_some()));
    let left = memo(move || request.with(|one| unanswered(&one.grid)));
    let (taking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let (admitting, forwarding) = (RwSignal::new(false), RwSignal::new(false));
    let (returning, handing, opining, deciding) =
        (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let take = act(Act::Take, request, (changed, reload), taking, RwSignal::new(false));
    let do_admit = act(Act::Admit, request, (changed, reload), busy, admitting);
    let do_forward = act(Act::Forward, request, (changed, reload), busy, forwarding);
    let grid_left = move || {
        let left = i64::try_from(left.get()).unwrap_or(i64::MAX);
        (left > 0).then(|| view! { <p>{words.grid_left.of(left)}</p> })
    };
    view! {
        <div class="row">
            <Show when=move || admit.get()>
                <Can
                    decision=can(request, |one| (&one.actions.admit).into())
                    weight=Weight::Main
                    icon=outline::CHECK
                    on_press=move |()| admitting.set(true)
                >
                    {words.admit}
                </Can>
            </Show>
            <Show when=move || forward.get()>
                <Can
                    decision=can(request, forwardable)
                    weight=Weight::Main
                    icon=outline::SEND
                    on_press=move |()| forwarding.set(true)
                >
                    {words.forward}
                </Can>
            </Show>
            <Show when=move || opine.get()>
                <Can
                    decision=can(request, |one| (&one.actions.opine).into())
                    weight=Weight::Main
                    icon=outline::PENCIL
                    on_press=move |()| opining.set(true)
                >
                    {words.inrs_give}
                </Can>
            </Show>
            <Show when=move || decide.get()>
                <Button weight=Weight::Main icon=outline::CHECK on_press=move |()| deciding.set(true)>
                    {words.decide}
                </Button>
            </Show>
            <Show when=move || send_back.get()>
                <Can
                    decision=can(request, |one| (&one.actions.return_).into())
                    icon=outline::UNDO
                    on_press=move |()| returning.set(true)
                >
                    {words.return_}
                </Can>
            </Show>
            <Show when=move || assign.get() && !mine.get()>
                <Can
                    decision=can(request, |one| (&one.actions.assign).into())
                    icon=outline::USER
                    busy=taking
                    on_press=take
                >
                    {move || if taken.get() { words.take_over } else { words.take }}
                </Can>
            </Show>
            <Show when=move || hand_over.get()>
                <Can
                    decision=can(request, |one| (&one.actions.hand_over).into())
                    weight=Weight::Quiet
                    icon=outline::ARROW_RIGHT
                    on_press=move |()| handing.set(true)
                >
                    {words.hand_over}
                </Can>
            </Show>
        </div>
        <Ask open=admitting title=words.admit_title yes=words.admit_send busy=busy on_yes=do_admit>
            <p>{words.admit_help}</p>
        </Ask>
        <Ask open=forwarding title=words.forward_title yes=words.forward_send busy=busy on_yes=do_forward>
            <p>{words.forward_help}</p>
            {grid_left}
        </Ask>
        <ReturnDialog request=request changed=changed reload=reload open=returning/>
        <HandOverDialog request=request changed=changed reload=reload open=handing/>
        <OpinionDialog request=request changed=changed reload=reload open=opining subject=Subject::Inrs/>
        <DecideDialog request=request changed=changed reload=reload open=deciding/>
    }
}

/// A question before a step that needs no more than a yes.
#[component]
fn Ask(
    open: RwSignal<bool>,
    title: &'static str,
    yes: &'static str,
    busy: RwSignal<bool>,
    on_yes: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Dialog open=open title=title>
            {children.with_value(|children| children())}
            <div class="row">
                <Button weight=Weight::Main icon=outline::CHECK busy=busy on_press=on_yes>{yes}</Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}
