//! A passkey or an application more.

use super::told;
use crate::{
    api::call,
    components::*,
    device,
    form::{Bound, Form},
    graph::{effect, task_in},
    i18n::{fill, t},
    webauthn,
};
use forprev_core::{
    endpoint::encoded,
    second_factor::{AddedFactor, ConfirmTotp, FinishPasskey, TotpSetup},
};
use leptos::prelude::*;

#[component]
pub(super) fn Adding(changed: Callback<Vec<String>>, reload: Callback<()>) -> impl IntoView {
    let toasts = Toasts::here();
    let added = Callback::new(move |added: AddedFactor| {
        toasts.good(fill(t().second_factor.added, &[("name", &added.factor.name)]));
        changed.run(added.recovery_codes);
    });
    view! {
        <div class="split">
            <Passkey added=added reload=reload/>
            <Application added=added reload=reload/>
        </div>
    }
}

async fn make(name: String) -> Result<AddedFactor, String> {
    let begun = call(async |client| client.begin_passkey().await).await;
    let begun = begun.map_err(|failure| failure.message())?;
    let credential = webauthn::create(&begun.options).await.map_err(|refused| told(refused).to_owned())?;
    let body = FinishPasskey { token: begun.token, credential, name };
    let made = call(async |client| client.finish_passkey(&body).await).await;
    made.map_err(|failure| failure.message())
}

#[component]
fn Passkey(added: Callback<AddedFactor>, reload: Callback<()>) -> impl IntoView {
    let words = t().second_factor;
    let name = RwSignal::new(String::new());
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let owner = StoredValue::new(Owner::current());
    let press = Callback::new(move |()| {
        busy.set(true);
        failed.set(None);
        let typed = name.get_untracked();
        task_in(owner.get_value(), async move {
            let answer = make(typed).await;
            busy.set(false);
            match answer {
                Ok(made) => {
                    name.set(String::new());
                    added.run(made);
                }
                Err(message) => {
                    failed.set(Some(message));
                    reload.run(());
                }
            }
        });
    });
    let bind = Bound::signal("passkey-name", name);
    view! {
        <section class="card" aria-labelledby="add-passkey">
            <h2 id="add-passkey">{words.add_passkey}</h2>
            <p>{words.add_passkey_help}</p>
            <TextInput bind=bind label=words.passkey_name hint=words.passkey_name_hint optional=true/>
            {move || failed.get().map(|message| view! { <Notice tone=Tone::Bad live=true><p>{message}</p></Notice> })}
            <div>
                <Button weight=Weight::Main icon=outline::PLUS busy=busy on_press=press>{words.create}</Button>
            </div>
        </section>
    }
}

#[component]
fn Application(added: Callback<AddedFactor>, reload: Callback<()>) -> impl IntoView {
    let words = t().second_factor;
    let setup = RwSignal::new(None::<TotpSetup>);
    let busy = RwSignal::new(false);
    let toasts = Toasts::here();
    let owner = StoredValue::new(Owner::current());
    let begin = Callback::new(move |()| {
        busy.set(true);
        task_in(owner.get_value(), async move {
            let answer = call(async |client| client.begin_totp().await).await;
            busy.set(false);
            match answer {
                Ok(begun) => setup.set(Some(begun)),
                Err(failure) => {
                    toasts.bad(failure.message());
                    reload.run(());
                }
            }
        });
    });
    let done = Callback::new(move |made| {
        setup.set(None);
        added.run(made);
    });
    view! {
        <section class="card" aria-labelledby="add-totp">
            <h2 id="add-totp">{words.add_totp}</h2>
            <p>{words.add_totp_help}</p>
            {move || match setup.get() {
                Some(setup) => view! { <FirstCode setup=setup done=done/> }.into_any(),
                None => {
                    view! {
                        <div>
                            <Button icon=outline::PLUS busy=busy on_press=begin>{words.begin}</Button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </section>
    }
}

#[component]
fn FirstCode(setup: TotpSetup, done: Callback<AddedFactor>) -> impl IntoView {
    let words = t().second_factor;
    let form = Form::new(ConfirmTotp { token: setup.token, ..ConfirmTotp::default() }, ConfirmTotp::check);
    let code = form.bind("/code", |body| body.code.clone(), |body, text| body.code = text);
    let name = form.bind("/name", |body| body.name.clone(), |body, text| body.name = text);
    let send = move |event| {
        form.submit(
            event,
            async |body: ConfirmTotp| call(async |client| client.confirm_totp(&body).await).await,
            move |made| done.run(made),
        );
    };
    let picture = format!("data:image/svg+xml,{}", encoded(&setup.qr_svg));
    effect(|| {
        device::focus("totp-scan");
    });
    view! {
        <form class="stack" novalidate on:submit=send>
            <p id="totp-scan" tabindex="-1">{words.scan}</p>
            <img class="qr" src=picture alt=words.scan_picture width="220" height="220"/>
            <dl class="facts">
                <dt>{words.secret}</dt>
                <dd><code>{setup.secret}</code></dd>
            </dl>
            <ErrorSummary of=form.state()/>
            <TextInput
                bind=code
                label=words.code
                hint=words.code_hint
                width="medium"
                autocomplete="one-time-code"
                inputmode="numeric"
            />
            <TextInput bind=name label=words.totp_name hint=words.totp_name_hint optional=true/>
            <div>
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>{words.confirm_totp}</Button>
            </div>
        </form>
    }
}
