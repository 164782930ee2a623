//! E10: an agent invites a gestionnaire of an organisation that nobody manages any more, in two steps: which organisation
//! the SIRET is, and whether anybody manages it, is seen before anything leaves.

use super::{
    declare::as_text,
    words::{day, fact},
};
use crate::{
    api::call,
    components::*,
    form::Form,
    i18n::{fill, plain_day, t},
    session,
};
use forprev_client::Write;
use forprev_core::{
    calendar::{parse_day, today_in_paris},
    problem::Fault,
    text::COMMENT_MAX,
    user::{NamedSuccessor, NewSuccessor},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

fn check(successor: &NewSuccessor) -> Vec<Fault> {
    match successor.read() {
        Ok(read) => read.user.violations(session::today()),
        Err(faults) => faults,
    }
}

/// `/organisations/successeur`.
#[component]
pub fn SuccessorPage() -> impl IntoView {
    let form = Form::new(NewSuccessor::default(), check);
    let checked = RwSignal::new(None::<NamedSuccessor>);
    move || match checked.get() {
        None => view! { <Fields form=form checked=checked/> }.into_any(),
        Some(named) => view! { <Check form=form checked=checked named=named/> }.into_any(),
    }
}

#[component]
fn Fields(form: Form<NewSuccessor>, checked: RwSignal<Option<NamedSuccessor>>) -> impl IntoView {
    let words = t().users;
    let siret = form.bind("/siret", |one| one.siret.clone(), |one, text| one.siret = text);
    let last_name = form.bind("/last_name", |one| one.last_name.clone(), |one, text| one.last_name = text);
    let first_name =
        form.bind("/first_name", |one| one.first_name.clone(), |one, text| one.first_name = text);
    let birth_date =
        form.bind("/birth_date", |one| parse_day(&one.birth_date), |one, day| one.birth_date = as_text(day));
    let email = form.bind("/email", |one| one.email.clone(), |one, text| one.email = text);
    let reason = form.bind("/reason", |one| one.reason.clone(), |one, text| one.reason = text);
    let send = move |event| {
        form.submit(
            event,
            |asked: NewSuccessor| async move {
                call(async move |client| client.name_successor(&asked, Write::dry_run()).await).await
            },
            move |named| checked.set(Some(named)),
        );
    };
    view! {
        <PageTitle title=words.successor_title/>
        <StepOf step=1_usize total=2/>
        <form class="narrow stack" novalidate on:submit=send>
            <p>{words.successor_lead}</p>
            <ErrorSummary of=form.state()/>
            <TextInput bind=siret label=words.siret hint=words.siret_hint inputmode="numeric"/>
            <TextInput bind=last_name label=words.last_name/>
            <TextInput bind=first_name label=words.first_name/>
            <DateInput bind=birth_date label=words.birth_date/>
            <TextInput bind=email label=words.email hint=words.email_hint kind="email" inputmode="email"/>
            <Textarea bind=reason label=words.reason hint=words.reason_hint limit=COMMENT_MAX/>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::ARROW_RIGHT busy=form.busy()>
                    {words.check}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Check(
    form: Form<NewSuccessor>,
    checked: RwSignal<Option<NamedSuccessor>>,
    named: NamedSuccessor,
) -> impl IntoView {
    let words = t().users;
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            |asked: NewSuccessor| async move {
                call(async move |client| client.name_successor(&asked, Write::default()).await).await
            },
            move |sent: NamedSuccessor| {
                let until = plain_day(today_in_paris(sent.expires_at));
                toasts.good(fill(words.successor_sent, &[("day", &until)]));
                navigate("/", NavigateOptions::default());
            },
        );
    };
    let asked = form.value().get_untracked();
    view! {
        <PageTitle title=words.check_title/>
        <StepOf step=2_usize total=2/>
        <form class="narrow stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <dl class="facts card">
                {fact(words.organisation, format!("{}, {}", named.organisation_name, named.city))}
                {fact(words.gestionnaires, named.gestionnaires.to_string())}
                {fact(words.last_name, asked.last_name)}
                {fact(words.first_name, asked.first_name)}
                {fact(words.birth_date, day(parse_day(&asked.birth_date)))}
                {fact(words.email, asked.email)}
                {fact(words.reason, asked.reason)}
            </dl>
            <Notice tone=Tone::Note>
                <p>{if named.known { words.known } else { words.unknown }}</p>
            </Notice>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::SEND busy=form.busy()>{words.send}</Button>
                <Button icon=outline::PENCIL on_press=move |()| checked.set(None)>{words.change}</Button>
            </div>
        </form>
    }
}
