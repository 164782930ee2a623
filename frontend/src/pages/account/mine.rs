//! `/mon-compte`: what one keeps of one's own account.

use super::{
    address::ChangeAddress,
    caisse::ChosenCaisses,
    data::DataForm,
    demandeur::DemandeurLink,
    leave::{CloseAccount, ExportData},
    password::ChangePassword,
    recovery::MyRecovery,
    roles::MyRoles,
    sign_ins::SignIns,
};
use crate::{
    api::call,
    components::*,
    form::Form,
    graph::memo,
    i18n::{fill, plain_day, t},
    remote::Remote,
    session,
};
use forprev_client::Write;
use forprev_core::{account::onboarding::OnboardingDone, actor::Me, policy::account::chooses_caisse};
use leptos::prelude::*;

/// The page.
#[component]
pub fn MyAccount() -> impl IntoView {
    view! {
        <PageTitle title=t().account.mine_title>
            <ButtonLink href="/mon-compte/messages" icon=outline::MESSAGE_SQUARE>{t().messages.preferences}</ButtonLink>
            <ButtonLink href="/mon-compte/consultations" icon=outline::EYE>{t().audit.looks}</ButtonLink>
        </PageTitle>
        <MyRecovery/>
        <Data/>
        <ChangeAddress/>
        <ChangePassword/>
        <SecondFactors/>
        <Identities/>
        <SignIns/>
        <MyRoles/>
        <DemandeurLink/>
        <ExportData/>
        <CloseAccount/>
    }
}

/// Where second factors are set up (A12).
#[component]
fn SecondFactors() -> impl IntoView {
    let words = t().second_factor;
    view! {
        <section class="card" aria-labelledby="double-authentification">
            <h2 id="double-authentification">{words.title}</h2>
            <p>{words.help}</p>
            <div>
                <ButtonLink href="/mon-compte/double-authentification" icon=outline::SHIELD_CHECK>{words.manage}</ButtonLink>
            </div>
        </section>
    }
}

/// Where identities at a provider are linked (A13): nothing where there is neither.
#[component]
fn Identities() -> impl IntoView {
    let words = t().oidc;
    let remote = Remote::new(|| call(async |client| client.list_oidc_links().await));
    let any = memo(move || {
        remote.value().with(|all| all.as_ref().is_some_and(|all| all.name.is_some() || !all.links.is_empty()))
    });
    view! {
        <Show when=move || any.get()>
            <section class="card" aria-labelledby="identites">
                <h2 id="identites">{words.title}</h2>
                <p>{words.help}</p>
                <div>
                    <ButtonLink href="/mon-compte/identites" icon=outline::USER>{words.manage}</ButtonLink>
                </div>
            </section>
        </Show>
    }
}

#[component]
fn Data() -> impl IntoView {
    let words = t().account;
    let toasts = Toasts::here();
    // Made anew with each version: another tab may have stored other data.
    let version = memo(|| session::me().map(|me| me.version));
    let done = Callback::new(move |_: Me| toasts.good(words.saved));
    let fields = move || {
        version.track();
        untrack(session::me).map(|me| {
            let number = me.forprev_number.to_string();
            let with_caisse = chooses_caisse(&me.profiles);
            view! {
                <p class="muted">{words.number}" "<span class="number">{number}</span></p>
                <DataForm me=(*me).clone() submit=words.save with_caisse=with_caisse done=done/>
            }
        })
    };
    view! {
        <section class="card" aria-labelledby="donnees">
            <h2 id="donnees">{words.data}</h2>
            <Checked/>
            {fields}
            <ChosenCaisses/>
        </section>
    }
}

/// When the data were last confirmed; asked for again once a year (A8).
#[component]
fn Checked() -> impl IntoView {
    let words = t().account;
    let toasts = Toasts::here();
    let form = Form::new(OnboardingDone { step: "data".to_owned(), caisse: None }, OnboardingDone::check);
    let due = memo(|| session::me().is_some_and(|me| me.data_check_due));
    let confirm = Callback::new(move |()| {
        let step = form.value().get_untracked();
        let call = async move {
            call(async |client| client.take_onboarding_step(&step, Write::default()).await).await
        };
        form.send(call, move |me| {
            session::is(me);
            toasts.good(words.confirmed);
        });
    });
    let day = move || {
        let day = session::me().and_then(|me| me.checked_on);
        day.map(|day| fill(words.checked_on, &[("day", &plain_day(day))]))
    };
    view! {
        <p class="muted">{day}</p>
        <Show when=move || due.get()>
            <Notice tone=Tone::Warn>
                <p>{words.check_due}</p>
                <Button small=true icon=outline::CHECK busy=form.busy() on_press=confirm>{words.confirm_data}</Button>
            </Notice>
        </Show>
    }
}
