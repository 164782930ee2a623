//! `/audits/:id/compte-rendu`: what was found, and what is to be mended.

use super::visit_words::{of_address, path, title};
use crate::{
    api::call,
    components::*,
    form::Form,
    graph::memo,
    i18n::{fill, t},
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    calendar::parse_day,
    text::COMMENT_MAX,
    visit::{ACTIONS_MAX, NewVisitAction, Visit, VisitReport, VisitState},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The page.
#[component]
pub(super) fn ReportVisit() -> impl IntoView {
    of_address(|remote, one| view! { <Report remote=remote one=one.get_untracked()/> }.into_any())
}

#[component]
fn Report(remote: Remote<Visit>, one: Visit) -> impl IntoView {
    let words = t().visits;
    let (id, version) = (one.id, one.version);
    let form = Form::new(one.reported(), |one: &VisitReport| {
        let mut faults = one.check();
        faults.extend(one.violations(session::today()));
        faults
    });
    let day = form.bind(
        "/held_on",
        |one| parse_day(&one.held_on),
        |one, day| one.held_on = day.map(|day: chrono::NaiveDate| day.to_string()).unwrap_or_default(),
    );
    let summary = form.bind("/summary", |one| one.summary.clone(), |one, text| one.summary = text);
    let findings = form.bind("/findings", |one| one.findings.clone(), |one, text| one.findings = text);
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            move |report: VisitReport| async move {
                let write = Write::on_version(version);
                call(async |client| client.report_visit(id, &report, write.clone()).await).await
            },
            move |one: Visit| {
                toasts.good(words.report_done);
                remote.set(one);
                navigate(&path(id), NavigateOptions::default());
            },
        );
    };
    let above = vec![(words.list.to_owned(), "/audits".to_owned()), (title(&one), path(id))];
    let name = if one.state == VisitState::Held { words.report_edit } else { words.report_write };
    view! {
        <Breadcrumb above=above here=name/>
        <PageTitle title=name/>
        <form class="narrow stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <DateInput bind=day label=words.held_on/>
            <Textarea bind=summary label=words.summary limit=COMMENT_MAX/>
            <Textarea bind=findings label=words.findings optional=true limit=COMMENT_MAX/>
            <Actions form=form/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                    {words.report_send}
                </Button>
                <ButtonLink href=path(id)>{t().parts.cancel}</ButtonLink>
            </div>
        </form>
    }
}

/// The corrective actions, one under another.
#[component]
fn Actions(form: Form<VisitReport>) -> impl IntoView {
    let words = t().visits;
    let count = memo(move || form.value().with(|one| one.actions.len()));
    let add = move |()| form.value().update(|one| one.actions.push(NewVisitAction::default()));
    view! {
        <section class="stack" aria-labelledby="report-actions">
            <h2 id="report-actions">{words.actions}</h2>
            <For each=move || 0..count.get() key=|place| *place let:place>
                <OneAction form=form place=place/>
            </For>
            <Show when=move || count.get() < ACTIONS_MAX>
                <div><Button icon=outline::PLUS on_press=add>{words.action_add}</Button></div>
            </Show>
        </section>
    }
}

#[component]
fn OneAction(form: Form<VisitReport>, place: usize) -> impl IntoView {
    let words = t().visits;
    let what = form.bind(
        format!("/actions/{place}/what"),
        move |one| one.actions.get(place).map(|action| action.what.clone()).unwrap_or_default(),
        move |one, text| {
            if let Some(action) = one.actions.get_mut(place) {
                action.what = text;
            }
        },
    );
    let due = form.bind(
        format!("/actions/{place}/due_on"),
        move |one| one.actions.get(place).and_then(|action| parse_day(&action.due_on)),
        move |one, day: Option<chrono::NaiveDate>| {
            if let Some(action) = one.actions.get_mut(place) {
                action.due_on = day.map(|day| day.to_string()).unwrap_or_default();
            }
        },
    );
    let remove = move |()| {
        form.value().update(|one| {
            if place < one.actions.len() {
                one.actions.remove(place);
            }
        });
    };
    let name = fill(words.action_n, &[("n", &(place + 1).to_string())]);
    view! {
        <fieldset class="card stack-tight">
            <legend>{name.clone()}</legend>
            <Textarea bind=what label=words.action_what limit=COMMENT_MAX/>
            <DateInput bind=due label=words.action_due/>
            <div>
                <Button small=true weight=Weight::Quiet icon=outline::TRASH about=Signal::stored(name) on_press=remove>
                    {words.action_remove}
                </Button>
            </div>
        </fieldset>
    }
}
