//! What one asks for without being signed in: an account, or a new password. The pages do not know whether there is an
//! account either.

use crate::{
    api::call_signed_out,
    components::*,
    form::{Bound, Form},
    graph::memo,
    i18n::{fill, t},
};
use forprev_core::{
    account::request::{AccountRequest, PasswordRequest},
    email::{is_shared, meant},
};
use leptos::prelude::*;

/// `/creer-un-compte`.
#[component]
pub fn AskAccount() -> impl IntoView {
    let words = t().account;
    let sent = RwSignal::new(false);
    let form = Form::new(AccountRequest::default(), AccountRequest::check);
    let last_name = form.bind("/last_name", |c| c.last_name.clone(), |c, text| c.last_name = text);
    let first_name = form.bind("/first_name", |c| c.first_name.clone(), |c, text| c.first_name = text);
    let email = form.bind("/email", |c| c.email.clone(), |c, text| c.email = text);
    let phone = form.bind("/phone", |c| c.phone.clone(), |c, text| c.phone = text);
    let send = move |event| {
        form.submit(
            event,
            async |request: AccountRequest| {
                call_signed_out(async |client| client.request_account(&request).await).await
            },
            move |()| sent.set(true),
        );
    };
    view! {
        <PageTitle title=words.ask_title/>
        <Sent when=sent help=words.ask_sent/>
        <form class="card" novalidate hidden=sent on:submit=send>
            <p>{words.ask_lead}</p>
            <ErrorSummary of=form.state()/>
            <TextInput bind=last_name label=words.last_name autocomplete="family-name"/>
            <TextInput bind=first_name label=words.first_name autocomplete="given-name"/>
            <TextInput
                bind=email
                label=words.email
                hint=words.email_hint
                kind="email"
                autocomplete="email"
                inputmode="email"
            />
            <AddressHints bind=email/>
            <TextInput bind=phone label=words.phone kind="tel" autocomplete="tel" inputmode="tel"/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::SEND busy=form.busy()>
                    {words.ask_submit}
                </Button>
                <ButtonLink href="/connexion">{words.have_account}</ButtonLink>
            </div>
        </form>
    }
}

/// `/mot-de-passe-oublie`.
#[component]
pub fn AskPassword() -> impl IntoView {
    let words = t().account;
    let sent = RwSignal::new(false);
    let form = Form::new(PasswordRequest::default(), PasswordRequest::check);
    let identifier = form.bind("/identifier", |c| c.identifier.clone(), |c, text| c.identifier = text);
    let send = move |event| {
        form.submit(
            event,
            async |request: PasswordRequest| {
                call_signed_out(async |client| client.request_password(&request).await).await
            },
            move |()| sent.set(true),
        );
    };
    view! {
        <PageTitle title=words.forgotten_title/>
        <Sent when=sent help=words.forgotten_sent/>
        <form class="card" novalidate hidden=sent on:submit=send>
            <p>{words.forgotten_lead}</p>
            <ErrorSummary of=form.state()/>
            <TextInput bind=identifier label=words.identifier autocomplete="username" inputmode="email"/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::SEND busy=form.busy()>
                    {words.forgotten_submit}
                </Button>
                <ButtonLink href="/connexion">{words.have_account}</ButtonLink>
            </div>
        </form>
    }
}

/// Says that a mail is on its way; in the live region that was there before.
#[component]
fn Sent(when: RwSignal<bool>, help: &'static str) -> impl IntoView {
    let words = t().account;
    view! {
        <div role="status">
            <Show when=move || when.get()>
                <Notice tone=Tone::Good title=words.sent>
                    <p>{help}</p>
                    <p><ButtonLink href="/connexion">{words.have_account}</ButtonLink></p>
                </Notice>
            </Show>
        </div>
    }
}

/// What strikes in an address, without refusing it: a slip in its domain (A2), several readers (A7).
#[component]
pub(crate) fn AddressHints(bind: Bound<String>) -> impl IntoView {
    let words = t().account;
    let better = memo(move || meant(&bind.get()));
    let shared = memo(move || is_shared(&bind.get()));
    let slip = move || {
        better.get().map(|address| {
            let text = fill(words.meant, &[("address", &address)]);
            let take = Callback::new(move |()| bind.set(address.clone()));
            view! {
                <Notice tone=Tone::Warn>
                    <p>{text}</p>
                    <Button small=true on_press=take>{words.meant_take}</Button>
                </Notice>
            }
        })
    };
    view! {
        <div aria-live="polite" class="stack-tight">
            {slip}
            <Show when=move || shared.get()>
                <Notice tone=Tone::Warn><p>{words.shared}</p></Notice>
            </Show>
        </div>
    }
}
