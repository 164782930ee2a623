//! An audit or a visit is planned, or its plan is changed.

use super::visit_words::{kind_name, of_address, path, title};
use crate::{
    api::call, components::*, form::Form, graph::memo, i18n::t, pages::not_found::NotFound, remote::Remote,
    session,
};
use chrono::NaiveDate;
use forprev_client::Write;
use forprev_core::{
    calendar::parse_day,
    id::OrganisationId,
    problem::Fault,
    text::COMMENT_MAX,
    visit::{NewVisit, Visit, VisitKind, VisitPatch},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_params_map},
};

/// `/organisations/:id/audit`.
#[component]
pub(super) fn PlanVisit() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move || {
        params.with(|params| params.get_str("id").and_then(|id| id.parse::<OrganisationId>().ok()))
    });
    move || match id.get() {
        Some(id) => view! { <New id=id/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn New(id: OrganisationId) -> impl IntoView {
    let words = t().visits;
    let begun = NewVisit { kind: VisitKind::Audit.as_str().into(), ..NewVisit::default() };
    let form = Form::new(begun, |one: &NewVisit| {
        let mut faults = one.check();
        faults.extend(one.violations(session::today()));
        faults
    });
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            move |one: NewVisit| async move {
                call(async |client| client.plan_visit(id, &one, Write::default()).await).await
            },
            move |one: Visit| {
                toasts.good(words.plan_done);
                navigate(&path(one.id), NavigateOptions::default());
            },
        );
    };
    view! {
        <Breadcrumb above=vec![(words.list.to_owned(), "/audits".to_owned())] here=words.plan/>
        <PageTitle title=words.plan/>
        <form class="narrow stack" novalidate on:submit=send>
            <Fields form=form/>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::CALENDAR busy=form.busy()>
                    {words.plan_send}
                </Button>
            </div>
        </form>
    }
}

fn as_text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

#[component]
fn Fields(form: Form<NewVisit>) -> impl IntoView {
    let words = t().visits;
    let kind = form.bind("/kind", |one| one.kind.clone(), |one, text| one.kind = text);
    let held_on = form.bind("/held_on", |one| parse_day(&one.held_on), |one, day| one.held_on = as_text(day));
    let starts = form.bind("/starts_at", |one| one.starts_at.clone(), |one, text| one.starts_at = text);
    let ends = form.bind("/ends_at", |one| one.ends_at.clone(), |one, text| one.ends_at = text);
    let subject = form.bind("/subject", |one| one.subject.clone(), |one, text| one.subject = text);
    let place = form.bind("/place", |one| one.place.clone(), |one, text| one.place = text);
    let kinds: Vec<_> =
        VisitKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), kind_name(*kind))).collect();
    view! {
        <ErrorSummary of=form.state()/>
        <RadioGroup bind=kind label=words.kind choices=kinds/>
        <DateInput bind=held_on label=words.held_on/>
        <TextInput bind=starts label=words.starts_at hint=words.time_hint optional=true width="short"/>
        <TextInput bind=ends label=words.ends_at optional=true width="short"/>
        <Textarea bind=subject label=words.subject limit=COMMENT_MAX/>
        <TextInput bind=place label=words.place hint=words.place_hint optional=true/>
    }
}

/// `/audits/:id/modifier`.
#[component]
pub(super) fn EditVisit() -> impl IntoView {
    of_address(|remote, one| view! { <Edit remote=remote one=one.get_untracked()/> }.into_any())
}

#[component]
fn Edit(remote: Remote<Visit>, one: Visit) -> impl IntoView {
    let words = t().visits;
    let (id, version) = (one.id, one.version);
    let form = Form::new(one.typed(), |one: &NewVisit| -> Vec<Fault> { one.check() });
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            move |one: NewVisit| async move {
                let patch = VisitPatch {
                    kind: Some(one.kind),
                    held_on: Some(one.held_on),
                    starts_at: Some(one.starts_at),
                    ends_at: Some(one.ends_at),
                    subject: Some(one.subject),
                    place: Some(one.place),
                };
                call(async |client| client.update_visit(id, version, &patch).await).await
            },
            move |one: Visit| {
                toasts.good(words.edit_done);
                remote.set(one);
                navigate(&path(id), NavigateOptions::default());
            },
        );
    };
    let above = vec![(words.list.to_owned(), "/audits".to_owned()), (title(&one), path(id))];
    view! {
        <Breadcrumb above=above here=words.edit_title/>
        <PageTitle title=words.edit_title/>
        <form class="narrow stack" novalidate on:submit=send>
            <Fields form=form/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                    {words.follow_send}
                </Button>
                <ButtonLink href=path(id)>{t().parts.cancel}</ButtonLink>
            </div>
        </form>
    }
}
