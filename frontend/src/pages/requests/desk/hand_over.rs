//! A request goes to another caisse, or to INRS (C26).

use super::act::told;
use crate::{
    api::call,
    components::*,
    form::Form,
    i18n::t,
    pages::organisations::words::{caisse_choices, caisses},
    session,
};
use forprev_client::Write;
use forprev_core::{
    organisation::file::HandOver,
    policy::request::scope,
    problem::{Code, Fault},
    request::Request,
    text::COMMENT_MAX,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// INRS among the choices: in a body it is no caisse.
const INRS: &str = "-";

/// The dialog.
#[component]
pub(super) fn HandOverDialog(
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t().desk.hand_over_title>
            <HandItOver request=request changed=changed reload=reload open=open/>
        </Dialog>
    }
}

fn to_send(typed: &HandOver) -> HandOver {
    let caisse = if typed.caisse == INRS { String::new() } else { typed.caisse.clone() };
    HandOver { caisse, comment: typed.comment.clone() }
}

fn check(typed: &HandOver) -> Vec<Fault> {
    let none = typed.caisse.is_empty().then(|| Fault::new(Code::Required).at("/caisse"));
    none.into_iter().chain(to_send(typed).check()).collect()
}

#[component]
fn HandItOver(
    request: Signal<Request>,
    changed: Callback<Request>,
    reload: Callback<()>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().desk;
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let (id, has) = request.with_untracked(|one| (one.id, one.caisse.clone()));
    // Whoever reads all requests reads it still.
    let keeps = untrack(|| scope(&session::actor()).submitted);
    let form = Form::new(HandOver::default(), check);
    let to = form.bind("/caisse", |one| one.caisse.clone(), |one, code| one.caisse = code);
    let comment = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
    let all = caisse_choices(caisses());
    // Not to who has it.
    let choices = Signal::derive(move || {
        let inrs = Choice::new(INRS, t().organisations.inrs);
        let others = all.get().into_iter().filter(|one| Some(&one.value) != has.as_ref());
        others.chain(has.is_some().then_some(inrs)).collect::<Vec<_>>()
    });
    let send = move |event| {
        let navigate = navigate.clone();
        let version = request.with_untracked(|one| one.version);
        form.submit(
            event,
            move |typed: HandOver| async move {
                let (write, body) = (Write::on_version(version), to_send(&typed));
                let ask = async |client: &forprev_client::Client| {
                    client.hand_over_request(id, &body, write.clone()).await
                };
                told(call(ask).await, reload, toasts)
            },
            move |request| {
                open.set(false);
                toasts.good(words.handed_over);
                if keeps {
                    changed.run(request);
                } else {
                    navigate("/demandes", NavigateOptions::default());
                }
            },
        );
    };
    let hint = if keeps { words.hand_over_hint_inrs } else { words.hand_over_hint };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <Select bind=to label=words.hand_over_to none=t().parts.choose choices=choices/>
            <Textarea bind=comment label=words.hand_over_comment hint=hint limit=COMMENT_MAX/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::ARROW_RIGHT busy=form.busy()>
                    {words.hand_over_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}
