//! The second step of the sign-in: a passkey, a code of an application, a recovery code; or a passkey alone.

use super::told;
use crate::{
    api::call_signed_out,
    components::*,
    device,
    form::Form,
    graph::{effect, task_in},
    i18n::t,
    session, webauthn,
};
use forprev_core::{
    actor::Me,
    second_factor::{BeginPasskeyLogin, LoginCode, PasskeyAnswer, SecondStep},
};
use leptos::prelude::*;

/// What the sign-in page began, and hands over in its context.
#[derive(Clone, Copy)]
pub struct Begun {
    /// The token after the password; empty for a passkey alone.
    pub token: RwSignal<String>,
    /// The ways that are offered.
    pub ways: RwSignal<Vec<SecondStep>>,
    /// Back to the password.
    pub back: Callback<()>,
}

/// The card in place of the form of the password.
#[component]
pub fn SecondStepCard() -> impl IntoView {
    let words = t().second_factor;
    let begun = use_context::<Begun>();
    let Some(Begun { token, ways, back }) = begun else { return ().into_any() };
    let offers = move |way: SecondStep| ways.with_untracked(|ways| ways.contains(&way));
    let alone = token.with_untracked(String::is_empty);
    let title = if alone { words.alone_title } else { words.step_title };
    let help = if alone { words.alone_help } else { words.step_help };
    effect(|| {
        device::focus("second-step");
    });
    view! {
        <section class="card" aria-labelledby="second-step">
            <h2 id="second-step" tabindex="-1">{title}</h2>
            <p>{help}</p>
            {offers(SecondStep::Passkey).then(|| view! { <ByPasskey token=token/> })}
            {offers(SecondStep::Totp).then(|| view! { <ByCode token=token recovery=false/> })}
            {offers(SecondStep::Recovery)
                .then(|| {
                    view! {
                        <details>
                            <summary>{words.recovery}</summary>
                            <ByCode token=token recovery=true/>
                        </details>
                    }
                })}
            <div>
                <Button weight=Weight::Quiet icon=outline::CHEVRON_LEFT on_press=back>{words.back}</Button>
            </div>
        </section>
    }
    .into_any()
}

async fn by_passkey(token: String) -> Result<Me, String> {
    let begin = BeginPasskeyLogin { token };
    let asked = call_signed_out(async |client| client.begin_passkey_login(&begin).await).await;
    let asked = asked.map_err(|failure| failure.message())?;
    let credential = webauthn::get(&asked.options).await.map_err(|refused| told(refused).to_owned())?;
    let answer = PasskeyAnswer { token: asked.token, credential };
    let signed_in = call_signed_out(async |client| client.finish_passkey_login(&answer).await).await;
    signed_in.map_err(|failure| failure.message())
}

#[component]
fn ByPasskey(token: RwSignal<String>) -> impl IntoView {
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let owner = StoredValue::new(Owner::current());
    let press = Callback::new(move |()| {
        busy.set(true);
        failed.set(None);
        let token = token.get_untracked();
        task_in(owner.get_value(), async move {
            let answer = by_passkey(token).await;
            busy.set(false);
            match answer {
                Ok(me) => session::is(me),
                Err(message) => failed.set(Some(message)),
            }
        });
    });
    view! {
        <div class="stack-tight">
            <div>
                <Button weight=Weight::Main icon=outline::SHIELD_CHECK busy=busy on_press=press>
                    {t().second_factor.use_passkey}
                </Button>
            </div>
            {move || failed.get().map(|message| view! { <Notice tone=Tone::Bad live=true><p>{message}</p></Notice> })}
        </div>
    }
}

#[component]
fn ByCode(token: RwSignal<String>, recovery: bool) -> impl IntoView {
    let words = t().second_factor;
    let form = Form::new(LoginCode { token: token.get_untracked(), code: String::new() }, LoginCode::check);
    let code = form.bind("/code", |body| body.code.clone(), |body, text| body.code = text);
    let send = move |event| {
        form.submit(
            event,
            async move |body: LoginCode| {
                call_signed_out(async |client| {
                    if recovery { client.login_recovery(&body).await } else { client.login_totp(&body).await }
                })
                .await
            },
            session::is,
        );
    };
    let (label, hint) =
        if recovery { (words.recovery_code, words.recovery_hint) } else { (words.code, words.code_hint) };
    view! {
        <form novalidate class="stack" on:submit=send>
            <ErrorSummary of=form.state()/>
            <TextInput
                bind=code
                label=label
                hint=hint
                width="medium"
                autocomplete="one-time-code"
                inputmode=if recovery { "text" } else { "numeric" }
            />
            <div>
                <Button submit=true icon=outline::LOG_IN busy=form.busy()>{words.go_on}</Button>
            </div>
        </form>
    }
}
