//! What the applicant does with the whole: submits it, or gives it up.

use super::{
    asked::MISSING,
    words::{has_place, training},
    writing::Writing,
};
use crate::{
    api::call,
    can::can,
    components::*,
    device,
    graph::{memo, task_in},
    i18n::{fill, t},
    sheet,
};
use forprev_client::Write;
use forprev_core::{
    request::{Request, State},
    session::Comment,
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// The buttons, where the storing is, and what was changed elsewhere.
#[component]
pub(super) fn Whole(
    /// The request.
    writing: Writing,
) -> impl IntoView {
    let words = t().requests;
    let held = writing.held;
    let open = memo(move || writing.is_open());
    let abandonable = memo(move || held.with(|request| has_place(&request.actions.abandon)));
    let paused = memo(move || held.with(|request| request.state.is_paused()));
    let (busy, asking, abandoning) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    // What is missing is told first; what is whole is asked about once more.
    let ready = Callback::new(move |stored: bool| {
        busy.set(false);
        writing.strict.set(true);
        if stored && writing.faults.with_untracked(Vec::is_empty) {
            asking.set(true);
        } else {
            request_animation_frame(|| {
                device::focus(MISSING);
            });
        }
    });
    let press = Callback::new(move |()| {
        busy.set(true);
        writing.keeper.save_then(move |stored| ready.run(stored));
    });
    let told = Callback::new(move |part: super::writing::Part| {
        let name = writing.place(part.pointer()).unwrap_or_default();
        let theirs = held.with(|request| super::writing::in_words(part, request));
        (name, theirs)
    });
    let request: Signal<Request> = held.into();
    view! {
        <Show when=move || open.get()>
            <sheet::SaveState
                status=writing.keeper.status
                stored=Signal::derive(move || writing.keeper.is_stored())
                wrong=Signal::derive(move || writing.is_wrong())
            />
            <sheet::Clashes keeper=writing.keeper told=told/>
        </Show>
        <Show when=move || open.get() || abandonable.get()>
            <div class="row">
                <Show when=move || open.get()>
                    <Button weight=Weight::Main icon=outline::SEND busy=busy on_press=press>
                        {move || if paused.get() { words.resubmit } else { words.submit }}
                    </Button>
                </Show>
                <Show when=move || abandonable.get()>
                    <Can
                        decision=can(request, |request| (&request.actions.abandon).into())
                        weight=Weight::Quiet
                        icon=outline::TRASH
                        on_press=move |()| abandoning.set(true)
                    >
                        {words.abandon}
                    </Can>
                </Show>
            </div>
        </Show>
        <SubmitDialog writing=writing open=asking/>
        <AbandonDialog writing=writing open=abandoning/>
    }
}

/// What is about to be sent, once more.
#[component]
fn SubmitDialog(writing: Writing, open: RwSignal<bool>) -> impl IntoView {
    let words = t().requests;
    let (busy, toasts, owner) = (RwSignal::new(false), Toasts::here(), StoredValue::new(Owner::current()));
    let send = Callback::new(move |()| {
        let (id, version) = writing.held.with_untracked(|request| (request.id, request.version));
        busy.set(true);
        task_in(owner.get_value(), async move {
            let write = Write::on_version(version);
            let answer = call(async |client| client.submit_request(id, write.clone()).await).await;
            let outcome = match answer {
                // The answer to an earlier attempt may have been lost on the way.
                Err(failure) if failure.is_stale() => {
                    match call(async |client| client.get_request(id).await).await {
                        Ok(latest) if matches!(latest.state, State::Submitted | State::Instruction) => {
                            Ok(latest)
                        }
                        Ok(latest) => {
                            writing.keeper.take(latest);
                            Err(failure)
                        }
                        Err(_) => Err(failure),
                    }
                }
                answer => answer,
            };
            busy.set(false);
            open.set(false);
            match outcome {
                Ok(latest) => {
                    writing.keeper.done();
                    writing.keeper.take(latest);
                    toasts.good(words.submitted);
                }
                Err(failure) => {
                    let first = failure.faults().first().map(|fault| fault.message.clone());
                    toasts.bad(first.unwrap_or_else(|| failure.message()));
                    writing.keeper.refresh();
                    device::focus(MISSING);
                }
            }
        });
    });
    let lines = move || {
        writing.held.with(|request| {
            let documents = request.documents.iter().filter(|one| one.attached).count();
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            let platforms = (!request.platforms.is_empty())
                .then(|| view! { <li>{words.count_platforms.of(number(request.platforms.len()))}</li> });
            view! {
                <ul>
                    <li>{training(&request.dispositif, request.level)}" – "{request.organisation_name.clone()}</li>
                    <li>{words.count_formateurs.of(number(request.formateurs.len()))}</li>
                    {platforms}
                    <li>{words.count_documents.of(number(documents))}</li>
                </ul>
            }
        })
    };
    view! {
        <Dialog open=open title=words.submit_title>
            {lines}
            <p>{words.submit_help}</p>
            <div class="row">
                <Button weight=Weight::Main icon=outline::SEND busy=busy on_press=send>{words.submit_send}</Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </Dialog>
    }
}

/// The question before it is given up, with why, where one wants to say.
#[component]
fn AbandonDialog(writing: Writing, open: RwSignal<bool>) -> impl IntoView {
    let words = t().requests;
    view! {
        <Dialog open=open title=words.abandon_title>
            <p>{move || {
                writing.held.with(|request| {
                    fill(words.abandon_help, &[("training", &training(&request.dispositif, request.level))])
                })
            }}</p>
            <AbandonForm writing=writing open=open/>
        </Dialog>
    }
}

#[component]
fn AbandonForm(writing: Writing, open: RwSignal<bool>) -> impl IntoView {
    let words = t().requests;
    let toasts = Toasts::here();
    let form = crate::form::Form::new(Comment::default(), |one: &Comment| one.check(false));
    let why = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
    let send = move |event| {
        let (id, version) = writing.held.with_untracked(|request| (request.id, request.version));
        form.submit(
            event,
            move |comment: Comment| async move {
                let write = Write::on_version(version);
                let answer =
                    call(async |client| client.abandon_request(id, &comment, write.clone()).await).await;
                if answer.as_ref().is_err_and(crate::failure::Failure::is_stale) {
                    writing.keeper.refresh();
                }
                answer
            },
            move |latest: Request| {
                open.set(false);
                writing.keeper.done();
                writing.keeper.take(latest);
                toasts.good(words.abandoned);
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <Textarea bind=why label=words.abandon_why optional=true limit=COMMENT_MAX/>
            <div class="row">
                <Button submit=true weight=Weight::Danger icon=outline::TRASH busy=form.busy()>
                    {words.abandon_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}
