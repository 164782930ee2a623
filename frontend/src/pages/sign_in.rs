//! Sign-in (U1): by e-mail address or Forprev number.

use crate::{
    address,
    api::call_signed_out,
    components::{
        Button, ButtonLink, ErrorSummary, Notice, PageTitle, PasswordInput, TextInput, Tone, Weight, outline,
    },
    form::Form,
    graph::{effect, task_in},
    i18n::{fill, t},
    oidc,
    pages::second_factor::{Begun, SecondStepCard},
    part,
    remote::Remote,
    session::{self, Known},
};
use forprev_core::{
    second_factor::{Login, SecondStep},
    sign_in::{Credentials, Demo},
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    components::A,
    hooks::{use_navigate, use_query_map},
};

// What few need is not in the first module.
part::pages! { second_factor { second_step: SecondStepCard } }

/// The sign-in page.
#[component]
pub fn SignIn() -> impl IntoView {
    let query = use_query_map();
    let asked = move || query.with(|query| query.get("retour"));
    let navigate = use_navigate();
    effect(move || {
        if matches!(session::who(), Known::Someone(_)) {
            let to = address::safe_return(untrack(asked));
            navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });

    let (token, ways) = (RwSignal::new(String::new()), RwSignal::new(Vec::new()));
    let begin = move |new: Vec<SecondStep>, with: String| {
        token.set(with);
        ways.set(new);
    };
    provide_context(Begun { token, ways, back: Callback::new(move |()| begin(Vec::new(), String::new())) });
    let form = Form::new(Credentials::default(), Credentials::check);
    let identifier = form.bind("/identifier", |c| c.identifier.clone(), |c, text| c.identifier = text);
    let password = form.bind("/password", |c| c.password.clone(), |c, text| c.password = text);
    let send = move |event| {
        form.submit(
            event,
            async |credentials: Credentials| {
                call_signed_out(async |client| client.login(&credentials).await).await
            },
            move |answer| match answer {
                Login::Done(me) => session::is(*me),
                Login::Pending(pending) => {
                    begin(pending.second_factor.methods, pending.second_factor.token);
                }
            },
        );
    };
    let by_passkey = Callback::new(move |()| begin(vec![SecondStep::Passkey], String::new()));
    let first = move || ways.with(Vec::is_empty);
    view! {
        <PageTitle title=t().sign_in.title/>
        <div class="split late-below">
            <div class="stack">
                <Show when=move || asked().is_some()>
                    <Notice tone=Tone::Note><p>{t().sign_in.return_notice}</p></Notice>
                </Show>
                <Show when=move || !first()>{second_step()}</Show>
                <form class="card" hidden=move || !first() novalidate on:submit=send>
                    <p>{t().sign_in.lead}</p>
                    <ErrorSummary of=form.state()/>
                    <TextInput
                        bind=identifier
                        label=t().sign_in.identifier
                        hint=t().sign_in.identifier_hint
                        autocomplete="username"
                        inputmode="email"
                    />
                    <PasswordInput bind=password label=t().sign_in.password/>
                    <div class="row">
                        <Button submit=true weight=Weight::Main icon=outline::LOG_IN busy=form.busy()>
                            {t().sign_in.submit}
                        </Button>
                        <ButtonLink href="/mot-de-passe-oublie">{t().account.forgotten_title}</ButtonLink>
                    </div>
                    <div>
                        <Button weight=Weight::Quiet icon=outline::SHIELD_CHECK on_press=by_passkey>
                            {t().sign_in.by_passkey}
                        </Button>
                    </div>
                    <ByProvider to=Callback::new(move |()| asked().unwrap_or_default())/>
                </form>
                <section class="card">
                    <h2>{t().sign_in.public}</h2>
                    <p>{t().sign_in.public_help}</p>
                    <div class="row">
                        <ButtonLink href="/creer-un-compte" icon=outline::USER>{t().account.ask_title}</ButtonLink>
                        <ButtonLink href="/verifier" icon=outline::SHIELD_CHECK>{t().shell.verify}</ButtonLink>
                    </div>
                </section>
            </div>
            <DemoAccounts form=form/>
        </div>
    }
}

/// The way to the provider of identities (A13): nothing where none is set up.
#[component]
fn ByProvider(
    /// The page to come back to.
    to: Callback<(), String>,
) -> impl IntoView {
    let offer = Remote::new(|| call_signed_out(async |client| client.get_oidc().await));
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let owner = StoredValue::new(Owner::current());
    let begin = Callback::new(move |()| {
        busy.set(true);
        failed.set(None);
        task_in(owner.get_value(), async move {
            match call_signed_out(async |client| client.begin_oidc_login().await).await {
                // Busy until the provider's page is there.
                Ok(begun) if oidc::leave(&begun, false, &to.run(())) => return,
                Ok(_) => failed.set(Some(t().oidc.cannot_leave.to_owned())),
                Err(failure) => failed.set(Some(failure.message())),
            }
            busy.set(false);
        });
    });
    let button = move |name: String| {
        view! {
            <div>
                <Button icon=outline::USER busy=busy on_press=begin>
                    {fill(t().sign_in.by_provider, &[("name", &name)])}
                </Button>
            </div>
            {move || failed.get().map(|message| view! { <Notice tone=Tone::Bad live=true><p>{message}</p></Notice> })}
        }
    };
    move || offer.value().get().and_then(|offer| offer.name).map(button)
}

/// The accounts of the demonstration: nothing where the server is not one.
#[component]
fn DemoAccounts(form: Form<Credentials>) -> impl IntoView {
    let demo = Remote::new(|| call_signed_out(async |client| client.get_demo().await));
    move || demo.value().get().map(|demo| accounts(form, demo))
}

fn accounts(form: Form<Credentials>, demo: Demo) -> impl IntoView {
    let password = demo.accounts.first().map(|account| account.password.clone());
    let buttons = demo
        .accounts
        .into_iter()
        .map(|account| {
            let about = fill(t().sign_in.demo_use, &[("label", &account.label)]);
            let (identifier, label) = (account.identifier.clone(), account.label.clone());
            let choose = Callback::new(move |()| {
                form.value().set(Credentials {
                    identifier: account.identifier.clone(),
                    password: account.password.clone(),
                });
                form.state().focus("/password");
            });
            view! {
                <li>
                    <button class="demo-account" type="button" title=about on:click=move |_| choose.run(())>
                        <b>{label}</b>
                        <span class="small muted">{identifier}</span>
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card">
            <h2>{t().sign_in.demo}</h2>
            <p>{t().sign_in.demo_help}</p>
            <p><A href="/messagerie">{t().sign_in.demo_mails}</A></p>
            <ul role="list" class="stack-tight">{buttons}</ul>
            {password
                .map(|password| {
                    view! {
                        <p class="small muted">{fill(t().sign_in.demo_password, &[("password", &password)])}</p>
                    }
                })}
        </section>
    }
}
