//! `/premiers-pas` (U5): what is left of the first sign-in, one step after the other; the server says which.

use super::data::{CaisseSelect, DataForm};
use crate::{
    api::call,
    components::*,
    form::Form,
    graph::{effect, memo},
    i18n::{fill, t},
    session,
};
use forprev_client::Write;
use forprev_core::{
    account::onboarding::{OnboardingDone, OnboardingStep},
    actor::Me,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The page.
#[component]
pub fn FirstSteps() -> impl IntoView {
    let words = t().account;
    let left = memo(|| session::me().map(|me| me.onboarding.clone()).unwrap_or_default());
    let navigate = use_navigate();
    effect(move || {
        if session::me().is_some_and(|me| me.onboarded) {
            navigate("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    let step = memo(move || left.with(|left| left.first().copied()));
    let lead = move || {
        let n = match left.with(Vec::len) {
            0 | 1 => return String::new(),
            2 => words.steps_one,
            _ => words.steps_two,
        };
        fill(words.steps_lead, &[("n", n)])
    };
    view! {
        <PageTitle title=words.steps_title/>
        <p aria-live="polite">{lead}</p>
        {move || match step.get() {
            Some(OnboardingStep::Data) => view! { <Data/> }.into_any(),
            Some(OnboardingStep::Caisse) => view! { <Caisse/> }.into_any(),
            Some(_) => view! { <Done/> }.into_any(),
            None => ().into_any(),
        }}
    }
}

async fn take(step: OnboardingDone) -> Result<Me, crate::failure::Failure> {
    call(async |client| client.take_onboarding_step(&step, Write::default()).await).await
}

fn named(step: OnboardingStep) -> OnboardingDone {
    OnboardingDone { step: step.as_str().to_owned(), caisse: None }
}

#[component]
fn Data() -> impl IntoView {
    let words = t().account;
    let Some(me) = untrack(session::me) else { return ().into_any() };
    let form = Form::new(named(OnboardingStep::Data), OnboardingDone::check);
    // Stored first, then confirmed.
    let done = Callback::new(move |_: Me| form.send(take(named(OnboardingStep::Data)), session::is));
    view! {
        <section class="card">
            <h2>{words.step_data}</h2>
            <ErrorSummary of=form.state()/>
            <DataForm me=(*me).clone() submit=words.confirm_data with_caisse=false done=done/>
        </section>
    }
    .into_any()
}

#[component]
fn Caisse() -> impl IntoView {
    let words = t().account;
    let form = Form::new(named(OnboardingStep::Caisse), OnboardingDone::check);
    let caisse = form.bind(
        "/caisse",
        |c| c.caisse.clone().unwrap_or_default(),
        |c, code: String| c.caisse = Some(code).filter(|code| !code.is_empty()),
    );
    let send = move |event| form.submit(event, take, session::is);
    view! {
        <form class="card" novalidate on:submit=send>
            <h2>{words.step_caisse}</h2>
            <p>{words.step_caisse_help}</p>
            <ErrorSummary of=form.state()/>
            <CaisseSelect bind=caisse/>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::ARROW_RIGHT busy=form.busy()>
                    {words.go_on}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Done() -> impl IntoView {
    let words = t().account;
    let form = Form::new(named(OnboardingStep::Done), OnboardingDone::check);
    let send = move |event| form.submit(event, take, session::is);
    view! {
        <form class="card" novalidate on:submit=send>
            <h2>{words.step_done}</h2>
            <p>{words.step_done_help}</p>
            <ErrorSummary of=form.state()/>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>
                    {words.begin}
                </Button>
            </div>
        </form>
    }
}
