//! An agent is invited in two steps.

use super::{
    agents::caisses,
    declare::as_text,
    words::{day, fact, kinds, post_asked, ranks},
};
use crate::{api::call, components::*, form::Form, i18n::t, pages::account::AddressHints, session};
use forprev_client::Write;
use forprev_core::{
    calendar::parse_day,
    problem::Fault,
    user::{DeclaredAgent, NewAgent},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

fn check(agent: &NewAgent) -> Vec<Fault> {
    match agent.read() {
        Ok(read) => read.violations(session::today()),
        Err(faults) => faults,
    }
}

/// `/agents/nouveau`.
#[component]
pub fn NewAgentPage() -> impl IntoView {
    let words = t().users;
    let form = Form::new(NewAgent::default(), check);
    let checked = RwSignal::new(None::<DeclaredAgent>);
    view! {
        <Breadcrumb above=vec![(words.agents.to_owned(), "/agents".to_owned())] here=words.new_agent/>
        {move || match checked.get() {
            None => view! { <Fields form=form checked=checked/> }.into_any(),
            Some(declared) => view! { <Check form=form checked=checked known=declared.known/> }.into_any(),
        }}
    }
}

#[component]
fn Fields(form: Form<NewAgent>, checked: RwSignal<Option<DeclaredAgent>>) -> impl IntoView {
    let words = t().users;
    let last_name =
        form.bind("/last_name", |agent| agent.last_name.clone(), |agent, text| agent.last_name = text);
    let first_name =
        form.bind("/first_name", |agent| agent.first_name.clone(), |agent, text| agent.first_name = text);
    let birth_date = form.bind(
        "/birth_date",
        |agent| parse_day(&agent.birth_date),
        |agent, day| agent.birth_date = as_text(day),
    );
    let email = form.bind("/email", |agent| agent.email.clone(), |agent, text| agent.email = text);
    let kind = form.bind(
        "/kind",
        |agent| agent.kind.clone(),
        |agent, text: String| {
            // What another kind has is not sent for this one.
            agent.caisse = None;
            agent.rank = None;
            agent.kind = text;
        },
    );
    let text = |text: String| Some(text).filter(|text| !text.is_empty());
    let caisse = form.bind(
        "/caisse",
        |agent| agent.caisse.clone().unwrap_or_default(),
        move |agent, value| agent.caisse = text(value),
    );
    let rank = form.bind(
        "/rank",
        |agent| agent.rank.clone().unwrap_or_default(),
        move |agent, value| agent.rank = text(value),
    );
    let caisses = caisses();
    let send = move |event| {
        form.submit(
            event,
            |agent: NewAgent| async move {
                call(async move |client| client.declare_agent(&agent, Write::dry_run()).await).await
            },
            move |declared| checked.set(Some(declared)),
        );
    };
    view! {
        <PageTitle title=words.new_agent/>
        <StepOf step=1_usize total=2/>
        <form class="narrow stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <TextInput bind=last_name label=words.last_name/>
            <TextInput bind=first_name label=words.first_name/>
            <DateInput bind=birth_date label=words.birth_date/>
            <TextInput bind=email label=words.email hint=words.email_hint kind="email" inputmode="email"/>
            <AddressHints bind=email/>
            <RadioGroup bind=kind label=words.column_post choices=kinds()/>
            <Show when=move || kind.get() == "instructeur">
                <Select bind=caisse label=words.caisse none=t().parts.choose choices=caisses/>
            </Show>
            <Show when=move || kind.get() == "inrs">
                <RadioGroup bind=rank label=words.rank choices=ranks()/>
            </Show>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::ARROW_RIGHT busy=form.busy()>
                    {words.check}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Check(form: Form<NewAgent>, checked: RwSignal<Option<DeclaredAgent>>, known: bool) -> impl IntoView {
    let words = t().users;
    let (toasts, navigate) = (Toasts::here(), use_navigate());
    let agent = form.value().get_untracked();
    let send = move |event| {
        let navigate = navigate.clone();
        form.submit(
            event,
            |agent: NewAgent| async move {
                call(async move |client| client.declare_agent(&agent, Write::default()).await).await
            },
            move |_: DeclaredAgent| {
                toasts.good(words.sent);
                navigate("/agents", NavigateOptions::default());
            },
        );
    };
    view! {
        <PageTitle title=words.check_title/>
        <StepOf step=2_usize total=2/>
        <form class="narrow stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            <dl class="facts card">
                {fact(words.last_name, agent.last_name.clone())}
                {fact(words.first_name, agent.first_name.clone())}
                {fact(words.birth_date, day(parse_day(&agent.birth_date)))}
                {fact(words.email, agent.email.clone())}
                {fact(words.column_post, post_asked(&agent))}
            </dl>
            <Notice tone=Tone::Note>
                <p>{if known { words.known } else { words.unknown }}</p>
                <p>{words.lives}</p>
            </Notice>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::SEND busy=form.busy()>{words.send}</Button>
                <Button icon=outline::PENCIL on_press=move |()| checked.set(None)>{words.change}</Button>
            </div>
        </form>
    }
}
