//! A file goes to another caisse, or to INRS (O1).

use super::super::{
    act::refused,
    words::{caisse_choices, caisses},
};
use crate::{api::call, components::*, form::Form, i18n::t};
use forprev_client::Write;
use forprev_core::{
    organisation::file::{HandOver, OrganisationFile},
    problem::{Code, Fault},
    text::COMMENT_MAX,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// INRS among the choices: in a body it is no caisse.
const INRS: &str = "-";

/// The dialog.
#[component]
pub(super) fn HandOverDialog(
    file: Signal<OrganisationFile>,
    changed: Callback<OrganisationFile>,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t().organisations.hand_over_title>
            <HandItOver file=file changed=changed open=open/>
        </Dialog>
    }
}

fn check(typed: &HandOver) -> Vec<Fault> {
    let none = typed.caisse.is_empty().then(|| Fault::new(Code::Required).at("/caisse"));
    none.into_iter().chain(to_send(typed).check()).collect()
}

fn to_send(typed: &HandOver) -> HandOver {
    let caisse = if typed.caisse == INRS { String::new() } else { typed.caisse.clone() };
    HandOver { caisse, comment: typed.comment.clone() }
}

#[component]
fn HandItOver(
    file: Signal<OrganisationFile>,
    changed: Callback<OrganisationFile>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = t().organisations;
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let (id, has) = file.with_untracked(|file| (file.id, file.caisse.clone()));
    let form = Form::new(HandOver::default(), check);
    let to = form.bind("/caisse", |one| one.caisse.clone(), |one, code| one.caisse = code);
    let comment = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
    let all = caisse_choices(caisses());
    // Not to who has it.
    let choices = Signal::derive(move || {
        let inrs = Choice::new(INRS, words.inrs);
        let others = all.get().into_iter().filter(|one| Some(&one.value) != has.as_ref());
        others.chain(has.is_some().then_some(inrs)).collect::<Vec<_>>()
    });
    let send = move |event| {
        let navigate = navigate.clone();
        let version = file.with_untracked(|file| file.version);
        form.submit(
            event,
            move |typed: HandOver| async move {
                let (write, body) = (Write::on_version(version), to_send(&typed));
                let answer =
                    call(async |client| client.hand_over_organisation_file(id, &body, write.clone()).await)
                        .await;
                if let Err(failure) = &answer
                    && failure.is_stale()
                {
                    refused(failure, id, changed, toasts).await;
                }
                answer
            },
            move |_| {
                open.set(false);
                toasts.good(words.handed_over);
                navigate("/instruction", NavigateOptions::default());
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <Select bind=to label=words.hand_over_to none=t().parts.choose choices=choices/>
            <Textarea bind=comment label=words.hand_over_comment hint=words.hand_over_hint limit=COMMENT_MAX/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::ARROW_RIGHT busy=form.busy()>
                    {words.hand_over_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}
