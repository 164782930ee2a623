//! What may be done with a file from its page, by either side.

use super::{
    super::{
        abandon::AbandonDialog,
        act::{Act, act},
        words::page_path,
    },
    decide::{Decision, DecisionDialog},
    hand_over::HandOverDialog,
    has_place, is_theirs, organisation_path,
};
use crate::{can::can, components::*, graph::memo, i18n::t, session};
use forprev_core::{
    organisation::file::{FileActions, FileKind, FileState, OrganisationFile, Page},
    policy::{file::keeps, organisation::scope},
    session::Allowed,
};
use leptos::prelude::*;

/// The actions.
#[component]
pub(super) fn Actions(
    /// The file.
    file: Signal<OrganisationFile>,
    /// Shows another state of it.
    changed: Callback<OrganisationFile>,
) -> impl IntoView {
    let words = t().organisations;
    let has = move |pick: fn(&FileActions) -> &Allowed| {
        memo(move || file.with(|file| has_place(pick(&file.actions))))
    };
    let (abandoning, restoring) = (RwSignal::new(false), RwSignal::new(false));
    let (edit, abandon, restore) = (has(|all| &all.edit), has(|all| &all.abandon), has(|all| &all.restore));
    let to_edit = Signal::derive(move || {
        file.with(|file| {
            let first =
                file.violations.first().and_then(|fault| super::super::words::page_of(&fault.pointer));
            let fresh = file.content == Default::default();
            let page = if fresh { Page::Identity } else { first.unwrap_or(Page::Summary) };
            page_path(file.id, page)
        })
    });
    let returned = memo(move || file.with(|file| file.state == FileState::Returned));
    let take_up = act(Act::Restore, file, changed, restoring, RwSignal::new(false));
    let organisation = memo(move || {
        let id = file.with(|file| file.organisation_id.filter(|_| file.state == FileState::Validated))?;
        let actor = session::actor();
        let reads = keeps(&actor, id).is_ok() || !file.with(|file| is_theirs(&file.actions.edit));
        (reads && (scope(&actor) != Default::default())).then(|| organisation_path(id))
    });
    view! {
        <div class="row">
            <Show when=move || edit.get()>
                <ButtonLink href=to_edit weight=Weight::Main icon=outline::PENCIL>
                    {move || if returned.get() { words.correct } else { words.go_on }}
                </ButtonLink>
            </Show>
            <Show when=move || restore.get()>
                <Button weight=Weight::Main icon=outline::UNDO busy=restoring on_press=take_up>
                    {words.restore}
                </Button>
            </Show>
            {move || organisation.get().map(|to| view! {
                <ButtonLink href=to weight=Weight::Main icon=outline::BUILDING>{words.see_organisation}</ButtonLink>
            })}
            <AgentActions file=file changed=changed/>
            <Show when=move || abandon.get()>
                <Can
                    decision=can(file, |file| (&file.actions.abandon).into())
                    weight=Weight::Quiet
                    icon=outline::TRASH
                    on_press=move |()| abandoning.set(true)
                >
                    {words.abandon}
                </Can>
            </Show>
        </div>
        <AbandonDialog file=file changed=changed open=abandoning/>
    }
}

/// Those of who instructs it.
#[component]
fn AgentActions(file: Signal<OrganisationFile>, changed: Callback<OrganisationFile>) -> impl IntoView {
    let words = t().organisations;
    let has = move |pick: fn(&FileActions) -> &Allowed| {
        memo(move || file.with(|file| has_place(pick(&file.actions))))
    };
    let (validate, send_back, refuse) =
        (has(|all| &all.validate), has(|all| &all.return_), has(|all| &all.refuse));
    let (assign, hand_over) = (has(|all| &all.assign), has(|all| &all.hand_over));
    let mine = memo(move || {
        let me = session::me().map(|me| me.id);
        file.with(|file| file.assigned_to_id.is_some() && file.assigned_to_id == me)
    });
    let taken = memo(move || file.with(|file| file.in_hand));
    let (taking, validating) = (RwSignal::new(false), RwSignal::new(false));
    let (asking, handing) = (RwSignal::new(false), RwSignal::new(false));
    let (deciding, decision) = (RwSignal::new(false), RwSignal::new(Decision::Return));
    let take = act(Act::Take, file, changed, taking, RwSignal::new(false));
    let accept = act(Act::Validate, file, changed, validating, asking);
    let decide = move |which: Decision| {
        decision.set(which);
        deciding.set(true);
    };
    let what = move || match file.with(|file| file.kind) {
        FileKind::Change => words.validate_change,
        _ => words.validate_opening,
    };
    view! {
        <Show when=move || validate.get()>
            <Can
                decision=can(file, |file| (&file.actions.validate).into())
                weight=Weight::Main
                icon=outline::CHECK
                on_press=move |()| asking.set(true)
            >
                {words.validate}
            </Can>
        </Show>
        <Show when=move || send_back.get()>
            <Can
                decision=can(file, |file| (&file.actions.return_).into())
                icon=outline::UNDO
                on_press=move |()| decide(Decision::Return)
            >
                {words.return_}
            </Can>
        </Show>
        <Show when=move || refuse.get()>
            <Can
                decision=can(file, |file| (&file.actions.refuse).into())
                weight=Weight::Danger
                icon=outline::X
                on_press=move |()| decide(Decision::Refuse)
            >
                {words.refuse}
            </Can>
        </Show>
        <Show when=move || assign.get() && !mine.get()>
            <Can
                decision=can(file, |file| (&file.actions.assign).into())
                icon=outline::USER
                busy=taking
                on_press=take
            >
                {move || if taken.get() { words.take_over } else { words.take }}
            </Can>
        </Show>
        <Show when=move || hand_over.get()>
            <Can
                decision=can(file, |file| (&file.actions.hand_over).into())
                weight=Weight::Quiet
                icon=outline::ARROW_RIGHT
                on_press=move |()| handing.set(true)
            >
                {words.hand_over}
            </Can>
        </Show>
        <Dialog open=asking title=words.validate_title>
            <p>{what}</p>
            <div class="row">
                <Button weight=Weight::Main icon=outline::CHECK busy=validating on_press=accept>
                    {words.validate_send}
                </Button>
                <Button on_press=move |()| asking.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
        <DecisionDialog file=file changed=changed open=deciding which=decision/>
        <HandOverDialog file=file changed=changed open=handing/>
    }
}
