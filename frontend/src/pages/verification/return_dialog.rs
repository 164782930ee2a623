//! The session goes back to its declarer, with a comment.

use crate::{
    api::call, components::*, draft::Draft, failure::Failure, form::Form, i18n::t,
    pages::sessions::meanwhile::show_latest,
};
use forprev_client::Write;
use forprev_core::{
    id::SessionId,
    session::{Comment, Session},
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// The dialog. What is typed in it is kept, as the results are.
#[component]
pub(super) fn ReturnDialog(
    id: SessionId,
    version: i64,
    draft: Option<Draft>,
    changed: Callback<Session>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().verification;
    let toasts = Toasts::here();
    let draft = StoredValue::new(draft);
    view! {
        <Dialog open=open title=words.return_title>
            {move || {
                let form = Form::new(Comment::default(), |comment: &Comment| comment.check(true));
                let bind = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
                let restored = draft.get_value().and_then(|draft| form.keep(draft));
                let send = move |event| {
                    form.submit(
                        event,
                        move |comment: Comment| async move {
                            let write = Write::step("return", id, version);
                            let ask = async |client: &forprev_client::Client| {
                                client.return_session(id, &comment, write.clone()).await
                            };
                            let answer = call(ask).await;
                            if answer.as_ref().is_err_and(Failure::is_stale) {
                                toasts.bad(t().sessions.changed);
                                show_latest(id, changed).await;
                            }
                            answer
                        },
                        move |session| {
                            draft.with_value(|draft| draft.iter().for_each(Draft::erase));
                            open.set(false);
                            toasts.good(words.returned);
                            changed.run(session);
                        },
                    );
                };
                view! {
                    <form class="stack" novalidate on:submit=send>
                        <ErrorSummary of=form.state()/>
                        {restored.map(restored_line)}
                        <Textarea bind=bind label=words.return_comment hint=words.return_hint limit=COMMENT_MAX/>
                        <div class="row">
                            <Button submit=true weight=Weight::Main icon=outline::UNDO busy=form.busy()>
                                {words.return_send}
                            </Button>
                            <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
                        </div>
                    </form>
                }
            }}
        </Dialog>
    }
}
