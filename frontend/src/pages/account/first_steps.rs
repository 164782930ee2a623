//! `/premiers-pas` (U5): what is left of the first sign-in, one step after the other; the server says which.

use super::{caisse::CaisseSelect, data::DataForm};
use crate::{
    address,
    api::call,
    components::*,
    form::Form,
    graph::{effect, memo},
    i18n::t,
    pages::messages::PreferencesForm,
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{
    account::onboarding::{OnboardingDone, OnboardingStep},
    actor::Me,
    notification::Preferences,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The page.
#[component]
pub fn FirstSteps() -> impl IntoView {
    let words = t().account;
    let left = memo(|| session::me().map(|me| me.onboarding.clone()).unwrap_or_default());
    let (navigate, query) = (use_navigate(), use_query_map());
    effect(move || {
        if session::me().is_some_and(|me| me.onboarded) {
            let to = address::safe_return(untrack(|| query.with(|query| query.get("retour"))));
            navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    let step = memo(move || left.with(|left| left.first().copied()));
    let lead = move || {
        let needed = left.with(|left| left.iter().filter(|step| step.is_needed()).count());
        if needed == 0 {
            return String::new();
        }
        words.steps_lead.of(i64::try_from(needed).unwrap_or(i64::MAX))
    };
    view! {
        <PageTitle title=words.steps_title/>
        <p aria-live="polite">{lead}</p>
        {move || match step.get() {
            Some(OnboardingStep::Data) => view! { <Data/> }.into_any(),
            Some(OnboardingStep::Notifications) => view! { <Notifications/> }.into_any(),
            Some(OnboardingStep::SecondFactor) => view! { <SecondFactor/> }.into_any(),
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
fn Notifications() -> impl IntoView {
    let words = t().account;
    let chosen = Remote::new(|| call(async |client| client.get_preferences().await));
    let form = Form::new(named(OnboardingStep::Notifications), OnboardingDone::check);
    // Stored first, then the step is taken.
    let done = Callback::new(move |_: Preferences| {
        form.send(take(named(OnboardingStep::Notifications)), session::is);
    });
    view! {
        <section class="card">
            <h2>{words.step_notifications}</h2>
            <p>{t().messages.preferences_lead}</p>
            <ErrorSummary of=form.state()/>
            <Load from=chosen let:chosen>
                <PreferencesForm chosen=chosen submit=words.go_on done=done/>
            </Load>
        </section>
    }
}

/// Offered, not asked (A12): whoever leaves it for later takes the last step.
#[component]
fn SecondFactor() -> impl IntoView {
    let words = t().account;
    let form = Form::new(named(OnboardingStep::Done), OnboardingDone::check);
    let send = move |event| form.submit(event, take, session::is);
    view! {
        <form class="card" novalidate on:submit=send>
            <h2>{words.step_second_factor}</h2>
            <p>{words.step_second_factor_help}</p>
            <p>{t().second_factor.help}</p>
            <ErrorSummary of=form.state()/>
            <div class="row">
                <ButtonLink
                    href="/mon-compte/double-authentification"
                    weight=Weight::Main
                    icon=outline::SHIELD_CHECK
                >
                    {words.second_factor_now}
                </ButtonLink>
                <Button submit=true busy=form.busy()>{words.second_factor_later}</Button>
            </div>
        </form>
    }
}

#[component]
fn Caisse() -> impl IntoView {
    let words = t().account;
    let proposed = untrack(session::me).and_then(|me| me.caisse_proposed.clone());
    let is_proposed = proposed.is_some();
    let begins = OnboardingDone { caisse: proposed, ..named(OnboardingStep::Caisse) };
    let form = Form::new(begins, OnboardingDone::check);
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
            {is_proposed.then(|| view! { <p>{words.caisse_of_organisation}</p> })}
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
