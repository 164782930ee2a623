//! One's identity, confirmed again before what weighs heavily (A14): a card in a page, or a dialog over it.

use super::told;
use crate::{api::call, components::*, form::Form, graph::task_in, i18n::t, remote::Remote, webauthn};
use forprev_core::{
    account::own::PasswordAgain,
    second_factor::{FactorKind, PasskeyAnswer, SecondFactors},
};
use leptos::prelude::*;

/// The card on a page: the password again, or a passkey where one has one.
#[component]
pub fn Confirm(
    /// One's own second factors.
    all: Signal<SecondFactors>,
    /// What to do once it is confirmed.
    confirmed: Callback<()>,
) -> impl IntoView {
    let words = t().second_factor;
    view! {
        <section class="card narrow stack" aria-labelledby="confirm-identity">
            <h2 id="confirm-identity">{words.confirm}</h2>
            <Ways all=all confirmed=confirmed/>
        </section>
    }
}

/// The dialog that opens where the server asks for it before an act; the act goes on once it is `confirmed`.
#[component]
pub fn ConfirmDialog(open: RwSignal<bool>, confirmed: Callback<()>) -> impl IntoView {
    view! {
        <Dialog open=open title=t().second_factor.confirm>
            {move || {
                let factors = Remote::new(|| call(async |client| client.list_second_factors().await));
                let confirmed = Callback::new(move |()| {
                    open.set(false);
                    confirmed.run(());
                });
                view! { <Load from=factors let:all><Ways all=all confirmed=confirmed/></Load> }
            }}
        </Dialog>
    }
}

#[component]
fn Ways(all: Signal<SecondFactors>, confirmed: Callback<()>) -> impl IntoView {
    let words = t().second_factor;
    let form = Form::new(PasswordAgain::default(), PasswordAgain::check);
    let password = form.bind("/password", |body| body.password.clone(), |body, text| body.password = text);
    let send = move |event| {
        form.submit(
            event,
            async |body: PasswordAgain| call(async |client| client.step_up(&body).await).await,
            move |_| confirmed.run(()),
        );
    };
    let has_passkey =
        move || all.with(|all| all.factors.iter().any(|factor| factor.kind == FactorKind::Passkey));
    view! {
        <form class="stack" novalidate on:submit=send>
            <p>{words.confirm_help}</p>
            <ErrorSummary of=form.state()/>
            <PasswordInput bind=password label=words.password/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::SHIELD_CHECK busy=form.busy()>
                    {words.confirm_yes}
                </Button>
                <Show when=has_passkey>
                    <ByPasskey confirmed=confirmed/>
                </Show>
            </div>
        </form>
    }
}

async fn by_passkey() -> Result<(), String> {
    let asked = call(async |client| client.begin_passkey_step_up().await).await;
    let asked = asked.map_err(|failure| failure.message())?;
    let credential = webauthn::get(&asked.options).await.map_err(|refused| told(refused).to_owned())?;
    let answer = PasskeyAnswer { token: asked.token, credential };
    let done = call(async |client| client.finish_passkey_step_up(&answer).await).await;
    done.map(drop).map_err(|failure| failure.message())
}

#[component]
fn ByPasskey(confirmed: Callback<()>) -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = Toasts::here();
    let owner = StoredValue::new(Owner::current());
    let press = Callback::new(move |()| {
        busy.set(true);
        task_in(owner.get_value(), async move {
            let answer = by_passkey().await;
            busy.set(false);
            match answer {
                Ok(()) => confirmed.run(()),
                Err(message) => toasts.bad(message),
            }
        });
    });
    view! { <Button busy=busy on_press=press>{t().second_factor.use_passkey}</Button> }
}
