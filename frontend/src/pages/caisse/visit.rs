//! `/audits/:id`: an audit or a visit, for its caisse and for its organisation.

use super::{
    visit_action::OneAction,
    visit_words::{StateBadge, of_address, path, title},
};
use crate::{
    api::call,
    can::can,
    components::*,
    form::Form,
    graph::task_in,
    i18n::{plain_day, t},
    remote::Remote,
};
use forprev_client::{Client, Write};
use forprev_core::{
    attachment::SUPPORTING_DOCUMENT,
    id::VisitId,
    organisation::file::Assignment,
    text::COMMENT_MAX,
    visit::{Visit, VisitComment},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The page.
#[component]
pub(super) fn VisitPage() -> impl IntoView {
    of_address(|remote, one| view! { <Whole remote=remote one=one/> }.into_any())
}

#[component]
fn Whole(remote: Remote<Visit>, one: Signal<Visit>) -> impl IntoView {
    let words = t().visits;
    let title = Signal::derive(move || one.with(title));
    let owner = one.with_untracked(|one| one.id).into();
    let editable = Signal::derive(move || one.with(|one| one.actions.attach.allowed));
    view! {
        <Breadcrumb above=vec![(words.list.to_owned(), "/audits".to_owned())] here=title/>
        <PageTitle title=title/>
        <div class="stack-wide">
            <Steps remote=remote one=one/>
            <Plan one=one/>
            <Report one=one/>
            <Actions remote=remote one=one/>
            <section class="stack" aria-labelledby="visit-documents">
                <h2 id="visit-documents">{words.documents}</h2>
                <Attachments
                    owner=owner
                    purpose=SUPPORTING_DOCUMENT
                    label=words.documents
                    hint=words.documents_hint
                    editable=editable
                />
            </section>
        </div>
    }
}

/// A step that needs no more than a press.
#[derive(Clone, Copy)]
enum Act {
    Notify,
    Take,
    Close,
}

impl Act {
    fn done(self) -> &'static str {
        let words = t().visits;
        match self {
            Self::Notify => words.notify_done,
            Self::Take => words.take_done,
            Self::Close => words.close_done,
        }
    }

    async fn send(self, client: &Client, id: VisitId, write: Write) -> Result<Visit, forprev_client::Error> {
        match self {
            Self::Notify => client.notify_visit(id, write).await,
            Self::Take => client.assign_visit(id, &Assignment::default(), write).await,
            Self::Close => client.close_visit(id, write).await,
        }
    }
}

#[component]
fn Steps(remote: Remote<Visit>, one: Signal<Visit>) -> impl IntoView {
    let words = t().visits;
    let (toasts, owner) = (Toasts::here(), StoredValue::new(Owner::current()));
    let (busy, cancelling) = (RwSignal::new(false), RwSignal::new(false));
    let act = move |act: Act| {
        Callback::new(move |()| {
            let (id, version) = one.with_untracked(|one| (one.id, one.version));
            busy.set(true);
            task_in(owner.get_value(), async move {
                let write = Write::on_version(version);
                let answer = call(async |client| act.send(client, id, write.clone()).await).await;
                busy.set(false);
                match answer {
                    Ok(one) => {
                        toasts.good(act.done());
                        remote.set(one);
                    }
                    Err(failure) => {
                        toasts.bad(failure.message());
                        remote.reload();
                    }
                }
            });
        })
    };
    let page = one.with_untracked(|one| path(one.id));
    let (edit, report) = (format!("{page}/modifier"), format!("{page}/compte-rendu"));
    let close = can(one, |one| (&one.actions.close).into());
    let held = move || one.with(|one| one.summary.is_some());
    view! {
        <div class="row">
            <Show when=move || one.with(|one| one.actions.notify.allowed)>
                <Button weight=Weight::Main icon=outline::SEND busy=busy on_press=act(Act::Notify)>
                    {words.notify}
                </Button>
            </Show>
            <Show when=move || one.with(|one| one.actions.report.allowed)>
                <ButtonLink href=report.clone() icon=outline::FILE_TEXT>
                    {move || if held() { words.report_edit } else { words.report_write }}
                </ButtonLink>
            </Show>
            <Show when=move || one.with(|one| one.actions.edit.allowed)>
                <ButtonLink href=edit.clone() icon=outline::PENCIL>{words.edit}</ButtonLink>
            </Show>
            <Show when=move || one.with(|one| one.actions.assign.allowed && !one.mine)>
                <Button icon=outline::USER busy=busy on_press=act(Act::Take)>{words.take}</Button>
            </Show>
            <Show when=move || one.with(|one| one.actions.follow_up.allowed)>
                <Can decision=close icon=outline::CHECK busy=busy on_press=act(Act::Close)>{words.close}</Can>
            </Show>
            <Show when=move || one.with(|one| one.actions.cancel.allowed)>
                <Button weight=Weight::Quiet icon=outline::X on_press=move |()| cancelling.set(true)>
                    {words.cancel}
                </Button>
            </Show>
        </div>
        <Dialog open=cancelling title=words.cancel_title>
            <Cancel remote=remote one=one open=cancelling/>
        </Dialog>
    }
}

#[component]
fn Cancel(remote: Remote<Visit>, one: Signal<Visit>, open: RwSignal<bool>) -> impl IntoView {
    let words = t().visits;
    let form = Form::new(VisitComment::default(), VisitComment::check);
    let comment = form.bind("/comment", |one| one.comment.clone(), |one, text| one.comment = text);
    let toasts = Toasts::here();
    let send = move |event| {
        let (id, version) = one.with_untracked(|one| (one.id, one.version));
        form.submit(
            event,
            move |body: VisitComment| async move {
                let write = Write::on_version(version);
                call(async |client| client.cancel_visit(id, &body, write.clone()).await).await
            },
            move |one: Visit| {
                open.set(false);
                toasts.good(words.cancel_done);
                remote.set(one);
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <Textarea bind=comment label=words.cancel_reason hint=words.cancel_hint limit=COMMENT_MAX/>
            <div class="row">
                <Button submit=true weight=Weight::Danger icon=outline::X busy=form.busy()>
                    {words.cancel_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}

#[component]
fn Plan(one: Signal<Visit>) -> impl IntoView {
    let words = t().visits;
    move || {
        let one = one.get();
        let fact = |label: &'static str, text: Option<String>| {
            let text = text.filter(|text| !text.is_empty());
            text.map(|text| view! { <dt>{label}</dt> <dd class="comment">{text}</dd> })
        };
        let organisation = format!("/organisations/{}", one.organisation_id);
        view! {
            <dl class="facts card">
                <dt>{words.column_state}</dt> <dd><StateBadge of=one.state/></dd>
                <dt>{words.column_organisation}</dt> <dd><A href=organisation>{one.organisation}</A></dd>
                <dt>{words.held_on}</dt> <dd>{plain_day(one.held_on)}</dd>
                {fact(words.starts_at, Some(one.starts_at))}
                {fact(words.ends_at, Some(one.ends_at))}
                {fact(words.subject, Some(one.subject))}
                {fact(words.place, Some(one.place))}
                {fact(words.caisse, Some(one.caisse_name))}
                {fact(words.column_agent, one.agent)}
                {fact(words.reason, one.reason)}
            </dl>
        }
    }
}

#[component]
fn Report(one: Signal<Visit>) -> impl IntoView {
    let words = t().visits;
    let text = move || {
        let (summary, findings) = one.with(|one| (one.summary.clone(), one.findings.clone()));
        match summary {
            None => view! { <p class="muted">{words.report_none}</p> }.into_any(),
            Some(summary) => view! {
                <h3>{words.summary}</h3>
                <p class="comment">{summary}</p>
                {findings.map(|text| view! { <h3>{words.findings}</h3> <p class="comment">{text}</p> })}
            }
            .into_any(),
        }
    };
    view! {
        <section class="stack" aria-labelledby="visit-report">
            <h2 id="visit-report">{words.report}</h2>
            {text}
        </section>
    }
}

#[component]
fn Actions(remote: Remote<Visit>, one: Signal<Visit>) -> impl IntoView {
    let words = t().visits;
    let none = move || one.with(|one| one.corrective_actions.is_empty());
    view! {
        <Show when=move || one.with(|one| one.summary.is_some())>
            <section class="stack" aria-labelledby="visit-actions">
                <h2 id="visit-actions">{words.actions}</h2>
                <Show when=none>
                    <p class="muted">{words.actions_none}</p>
                </Show>
                <ul class="plain-list" hidden=none>
                    <For
                        each=move || one.with(|one| one.corrective_actions.clone().into_iter().map(|action| (one.version, action)).collect::<Vec<_>>())
                        key=|(version, action)| (*version, action.id)
                        let((_, action))
                    >
                        <OneAction action=action one=one remote=remote/>
                    </For>
                </ul>
            </section>
        </Show>
    }
}
