//! The day and the place of a sitting: of a new one, or of one whose agenda is being made.

use super::words::sitting_path;
use crate::{api::call, components::*, failure::Failure, form::Form, i18n::t, remote::Remote};
use chrono::NaiveDate;
use forprev_client::Write;
use forprev_core::{
    calendar::parse_day,
    request::sitting::{NewSitting, Sitting, SittingPatch},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

fn form_of(value: NewSitting) -> Form<NewSitting> {
    Form::new(value, NewSitting::check)
}

/// The two fields.
#[component]
fn Fields(form: Form<NewSitting>) -> impl IntoView {
    let words = t().decisions;
    let day = form.bind(
        "/held_on",
        |one| parse_day(one.held_on.trim()),
        |one, day: Option<NaiveDate>| one.held_on = day.map(|day| day.to_string()).unwrap_or_default(),
    );
    let place = form.bind("/place", |one| one.place.clone(), |one, text| one.place = text);
    view! {
        <ErrorSummary of=form.state()/>
        <DateInput bind=day label=words.held_on calendar=true/>
        <TextInput bind=place label=words.place optional=true/>
    }
}

/// Plans a sitting, and leads to its page.
#[component]
pub(super) fn PlanDialog(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog open=open title=t().decisions.plan>
            <Plan open=open/>
        </Dialog>
    }
}

#[component]
fn Plan(open: RwSignal<bool>) -> impl IntoView {
    let words = t().decisions;
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let form = form_of(NewSitting::default());
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            |sitting: NewSitting| async move {
                call(async |client| client.create_sitting(&sitting, Write::default()).await).await
            },
            move |made: Sitting| {
                open.set(false);
                toasts.good(words.planned);
                navigate(&sitting_path(made.id), NavigateOptions::default());
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <Fields form=form/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CALENDAR busy=form.busy()>
                    {words.plan_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}

/// Changes the day or the place.
#[component]
pub(super) fn EditDialog(
    open: RwSignal<bool>,
    one: Signal<Sitting>,
    remote: Remote<Sitting>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=t().decisions.edit_title>
            <Edit open=open one=one remote=remote/>
        </Dialog>
    }
}

#[component]
fn Edit(open: RwSignal<bool>, one: Signal<Sitting>, remote: Remote<Sitting>) -> impl IntoView {
    let words = t().decisions;
    let toasts = Toasts::here();
    let held = one.with_untracked(|one| NewSitting {
        held_on: one.held_on.to_string(),
        place: one.place.clone().unwrap_or_default(),
        agenda: Vec::new(),
    });
    let form = form_of(held);
    let send = move |event| {
        let (id, version) = one.with_untracked(|one| (one.id, one.version));
        form.submit(
            event,
            move |typed: NewSitting| async move {
                let patch =
                    SittingPatch { held_on: Some(typed.held_on), place: Some(typed.place), agenda: None };
                let answer = call(async |client| client.update_sitting(id, version, &patch).await).await;
                if answer.as_ref().is_err_and(Failure::is_stale) {
                    remote.reload();
                }
                answer
            },
            move |changed: Sitting| {
                open.set(false);
                toasts.good(words.edited);
                remote.set(changed);
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <Fields form=form/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                    {words.edit_send}
                </Button>
                <Button on_press=move |()| open.set(false)>{t().parts.cancel}</Button>
            </div>
        </form>
    }
}
