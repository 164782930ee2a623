//! Another address (A9): it changes once it is confirmed by the mail to it.

use super::ask::AddressHints;
use crate::{
    api::call,
    components::*,
    form::Form,
    i18n::{fill, t},
    session,
};
use forprev_core::account::own::EmailChange;
use leptos::prelude::*;

/// Asks for another address.
#[component]
pub(super) fn ChangeAddress() -> impl IntoView {
    let words = t().account;
    let sent = RwSignal::new(false);
    let form = Form::new(EmailChange::default(), EmailChange::check);
    let email = form.bind("/email", |c| c.email.clone(), |c, text| c.email = text);
    let password = form.bind("/password", |c| c.password.clone(), |c, text| c.password = text);
    let now = || {
        let address = session::me().and_then(|me| me.email.clone()).unwrap_or_default();
        fill(words_now(), &[("address", &address)])
    };
    let send = move |event| {
        form.submit(
            event,
            async |change: EmailChange| call(async |client| client.change_my_email(&change).await).await,
            move |()| sent.set(true),
        );
    };
    view! {
        <section class="card" aria-labelledby="adresse">
            <h2 id="adresse">{words.email_title}</h2>
            <p>{now}</p>
            <div role="status">
                <Show when=move || sent.get()>
                    <Notice tone=Tone::Good><p>{words.email_sent}</p></Notice>
                </Show>
            </div>
            <form class="stack" novalidate hidden=sent on:submit=send>
                <p class="muted">{words.email_help}</p>
                <ErrorSummary of=form.state()/>
                <TextInput bind=email label=words.email_new kind="email" autocomplete="email" inputmode="email"/>
                <AddressHints bind=email/>
                <PasswordInput bind=password label=words.password_again/>
                <div><Button submit=true icon=outline::SEND busy=form.busy()>{words.email_submit}</Button></div>
            </form>
        </section>
    }
}

fn words_now() -> &'static str {
    t().account.email_now
}
