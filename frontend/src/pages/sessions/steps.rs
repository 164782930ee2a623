//! What may be done with a session from its page: go on, correct, send back, cancel.

use super::{
    meanwhile::{forget, reopening, show_latest},
    path,
};
use crate::{
    api::call,
    can::can,
    components::*,
    draft::Draft,
    failure::Failure,
    form::Form,
    graph::{memo, task_in, task_of_the_application},
    i18n::t,
    session,
};
use forprev_client::Write;
use forprev_core::{
    id::SessionId,
    problem::{Code, Decision},
    session::{Allowed, Comment, Session, State},
    text::COMMENT_MAX,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// Whether an action has a place on the page at all: one that is not this person's, or not of this state, has none.
fn has_place(allowed: &Allowed) -> bool {
    allowed.allowed || !matches!(allowed.code, Some(Code::Forbidden | Code::SessionState) | None)
}

/// The actions.
#[component]
pub fn Actions(
    /// The session.
    session: Signal<Session>,
    /// Shows another state of it.
    changed: Callback<Session>,
) -> impl IntoView {
    let words = t().sessions;
    let shown = move |pick: fn(&Session) -> &Allowed| memo(move || session.with(|one| has_place(pick(one))));
    let (submit, edit) = (shown(|one| &one.actions.submit), shown(|one| &one.actions.edit));
    let (reopen, cancel) = (shown(|one| &one.actions.reopen), shown(|one| &one.actions.cancel));
    let (reopening, cancelling) = (RwSignal::new(false), RwSignal::new(false));
    let edit_words = move || match session.with(|one| one.state) {
        State::Returned => words.correct,
        State::Draft if session.with(|one| !one.violations.is_empty()) => words.finish,
        _ => words.edit,
    };
    let to_edit = Signal::derive(move || session.with(|one| format!("{}/modifier", path(one.id))));
    // What is not complete, or came back, is mended first: then that is the main thing to do.
    let mend = memo(move || session.with(|one| !one.violations.is_empty() || one.state == State::Returned));
    let edit_weight = move || if mend.get() { Weight::Main } else { Weight::Plain };
    view! {
        <div class="row">
            <Show when=move || submit.get() && session.with(|one| one.violations.is_empty())>
                <Submit session=session changed=changed main=!mend.get_untracked()/>
            </Show>
            <Show when=move || edit.get()>
                {move || {
                    view! {
                        <ButtonLink href=to_edit icon=outline::PENCIL weight=edit_weight()>{edit_words}</ButtonLink>
                    }
                }}
            </Show>
            <Show when=move || reopen.get()>
                <Can
                    decision=can(session, |one| Decision::from(&one.actions.reopen))
                    icon=outline::UNDO
                    on_press=move |()| reopening.set(true)
                >
                    {move || if session.with(takes_back) { words.take_back } else { words.reopen }}
                </Can>
            </Show>
            <Button icon=outline::FILE_TEXT on_press=|()| print()>{words.print}</Button>
            <Show when=move || cancel.get()>
                <Can
                    decision=can(session, |one| Decision::from(&one.actions.cancel))
                    weight=Weight::Danger
                    icon=outline::TRASH
                    on_press=move |()| cancelling.set(true)
                >
                    {words.cancel}
                </Can>
            </Show>
        </div>
        <CancelDialog session=session changed=changed open=cancelling/>
        <ReopenDialog session=session changed=changed open=reopening/>
    }
}

fn print() {
    let _ = window().print();
}

/// A refusal of a step: where the session changed meanwhile it is shown as it is now.
fn refused(failure: &Failure, id: SessionId, changed: Callback<Session>, toasts: Toasts) {
    if failure.is_stale() {
        toasts.bad(t().sessions.changed);
        task_of_the_application(show_latest(id, changed));
    } else {
        toasts.bad(failure.message());
    }
}

#[component]
fn Submit(session: Signal<Session>, changed: Callback<Session>, main: bool) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = Toasts::here();
    let owner = Owner::current();
    let send = move |()| {
        let (id, version) = session.with_untracked(|one| (one.id, one.version));
        busy.set(true);
        let task = async move {
            let write = Write::on_version(version);
            let answer = call(async |client| client.submit_session(id, write.clone()).await).await;
            busy.set(false);
            match answer {
                Ok(session) => {
                    toasts.good(t().sessions.submitted_toast);
                    changed.run(session);
                }
                Err(failure) => refused(&failure, id, changed, toasts),
            }
        };
        task_in(owner.clone(), task);
    };
    view! {
        <Can
            decision=can(session, |one| Decision::from(&one.actions.submit))
            weight=if main { Weight::Main } else { Weight::Plain }
            icon=outline::SEND
            busy=busy
            on_press=send
        >
            {t().sessions.submit}
        </Can>
    }
}

#[component]
fn CancelDialog(session: Signal<Session>, changed: Callback<Session>, open: RwSignal<bool>) -> impl IntoView {
    let words = t().sessions;
    let busy = RwSignal::new(false);
    let (toasts, navigate) = (Toasts::here(), StoredValue::new(use_navigate()));
    let erase = Callback::new(move |()| {
        let (id, version) = session.with_untracked(|one| (one.id, one.version));
        busy.set(true);
        task_of_the_application(async move {
            let answer = call(async |client| client.cancel_session(id, version).await).await;
            // The page may be gone.
            let _ = busy.try_set(false);
            let _ = open.try_set(false);
            match answer {
                Err(failure) if failure.status() != Some(404) => refused(&failure, id, changed, toasts),
                // Gone is what was asked for, also where the answer to an earlier attempt was lost.
                _ => {
                    forget(id);
                    toasts.good(words.cancelled_toast);
                    navigate.try_with_value(|navigate| navigate("/sessions", NavigateOptions::default()));
                }
            }
        });
    });
    view! {
        <Dialog open=open title=words.cancel_question>
            <p>{words.cancel_help}</p>
            <div class="row">
                <Button weight=Weight::Danger icon=outline::TRASH busy=busy on_press=erase>
                    {words.cancel_confirm}
                </Button>
                <Button on_press=move |()| open.set(false)>{words.cancel_keep}</Button>
            </div>
        </Dialog>
    }
}

/// Whether the person takes the session back as its lead, and owes nobody an explanation (S10).
fn takes_back(session: &Session) -> bool {
    let reopen = &session.actions.reopen;
    reopen.allowed && !reopen.comment_required
}

/// S10: the declarer says why, the lead may.
#[component]
fn ReopenDialog(session: Signal<Session>, changed: Callback<Session>, open: RwSignal<bool>) -> impl IntoView {
    let words = t().sessions;
    let toasts = Toasts::here();
    let mine = memo(move || session.with(takes_back));
    let title = move || if mine.get() { words.take_back_question } else { words.reopen_question }.to_owned();
    view! {
        <Dialog open=open title=Signal::derive(title)>
            {move || {
                let own = mine.get_untracked();
                let form = Form::new(Comment::default(), move |comment: &Comment| comment.check(!own));
                let bind = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
                let (id, version) = session.with_untracked(|one| (one.id, one.version));
                let draft = session::draft(&reopening(id));
                let restored = draft.clone().and_then(|draft| form.keep(draft));
                let draft = StoredValue::new(draft);
                let send = move |event| {
                    form.submit(
                        event,
                        move |comment: Comment| async move {
                            let write = Write::step("reopen", id, version);
                            let ask = async |client: &forprev_client::Client| {
                                client.reopen_session(id, &comment, write.clone()).await
                            };
                            let answer = call(ask).await;
                            if let Err(failure) = &answer
                                && failure.is_stale()
                            {
                                refused(failure, id, changed, toasts);
                            }
                            answer
                        },
                        move |session| {
                            draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                            open.set(false);
                            toasts.good(if own { words.taken_back_toast } else { words.reopened_toast });
                            changed.run(session);
                        },
                    );
                };
                view! {
                    <form class="stack" novalidate on:submit=send>
                        <p>{if own { words.take_back_help } else { words.reopen_help }}</p>
                        <ErrorSummary of=form.state()/>
                        {restored.map(restored_line)}
                        <Textarea
                            bind=bind
                            label=words.reopen_comment
                            hint=words.reopen_comment_hint
                            optional=own
                            limit=COMMENT_MAX
                        />
                        <div class="row">
                            <Button submit=true weight=Weight::Main icon=outline::UNDO busy=form.busy()>
                                {if own { words.take_back } else { words.reopen }}
                            </Button>
                            <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
                        </div>
                    </form>
                }
            }}
        </Dialog>
    }
}
