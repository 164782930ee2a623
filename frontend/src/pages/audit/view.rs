//! N5: the application is seen as somebody else: why, and then it begins.

use crate::{
    api::call,
    components::*,
    device,
    form::Form,
    i18n::{fill, t},
    support,
};
use forprev_client::Write;
use forprev_core::{
    support::{NewSupportView, PersonFound},
    text::COMMENT_MAX,
};
use leptos::prelude::*;

/// The dialog.
#[component]
pub(super) fn ViewDialog(who: RwSignal<Option<PersonFound>>, open: RwSignal<bool>) -> impl IntoView {
    let words = t().audit;
    let name = Signal::derive(move || {
        who.with(|who| {
            who.as_ref().map(|who| format!("{} {}", who.first_name, who.last_name)).unwrap_or_default()
        })
    });
    let title = Signal::derive(move || fill(words.view_title, &[("name", &name.get())]));
    view! {
        <Dialog open=open title=title>
            {move || {
                let person_id = who.with_untracked(|who| who.as_ref().map(|who| who.id.to_string()).unwrap_or_default());
                let new = NewSupportView { person_id, reason: String::new() };
                let form = Form::new(new, NewSupportView::check);
                let bind = form.bind("/reason", |one| one.reason.clone(), |one, text| one.reason = text);
                let key = device::random_key();
                let send = move |event| {
                    let key = key.clone();
                    form.submit(
                        event,
                        move |new: NewSupportView| async move {
                            let write = Write::once(key);
                            call(async |client| client.start_support_view(&new, write.clone()).await).await
                        },
                        move |view| {
                            open.set(false);
                            support::begin(view);
                        },
                    );
                };
                view! {
                    <form class="stack" novalidate on:submit=send>
                        <p>{words.view_help}</p>
                        <ErrorSummary of=form.state()/>
                        <Textarea bind=bind label=words.reason limit=COMMENT_MAX/>
                        <div class="row">
                            <Button submit=true weight=Weight::Main icon=outline::EYE busy=form.busy()>
                                {words.view_start}
                            </Button>
                            <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
                        </div>
                    </form>
                }
            }}
        </Dialog>
    }
}
