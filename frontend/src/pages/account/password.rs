//! A new password (A11).

use crate::{
    api::call,
    components::*,
    form::{Bound, Form},
    i18n::t,
    session,
};
use forprev_core::{
    account::{
        own::PasswordChange,
        password::{Owner, refusal},
    },
    email::Email,
    problem::Fault,
};
use leptos::prelude::*;

/// What refuses a new password as far as a browser can tell.
pub(super) fn new_password(password: &str, owner: Owner<'_>, pointer: &str) -> Option<Fault> {
    refusal(password, owner, pointer)
}

/// The field.
#[component]
pub(super) fn NewPassword(bind: Bound<String>) -> impl IntoView {
    let words = t().account;
    view! {
        <PasswordInput
            bind=bind
            label=words.new_password
            hint=words.new_password_hint
            autocomplete="new-password"
        />
    }
}

fn check(change: &PasswordChange) -> Vec<Fault> {
    let mut faults = change.check();
    if faults.is_empty()
        && let Some(me) = session::me()
    {
        let email = me.email.as_deref().and_then(|text| text.parse::<Email>().ok());
        let owner = Owner {
            last_name: &me.last_name,
            first_name: &me.first_name,
            email: email.as_ref(),
            forprev_number: Some(&me.forprev_number),
        };
        faults.extend(new_password(&change.new, owner, "/new"));
    }
    faults
}

/// Changes one's password.
#[component]
pub(super) fn ChangePassword() -> impl IntoView {
    let words = t().account;
    let toasts = Toasts::here();
    let again = RwSignal::new(0_u32);
    let form = move || {
        again.track();
        let form = Form::new(PasswordChange::default(), check);
        let current = form.bind("/current", |c| c.current.clone(), |c, text| c.current = text);
        let new = form.bind("/new", |c| c.new.clone(), |c, text| c.new = text);
        let send = move |event| {
            form.submit(
                event,
                async |change: PasswordChange| {
                    call(async |client| client.change_my_password(&change).await).await
                },
                move |()| {
                    toasts.good(words.password_changed);
                    again.update(|count| *count += 1);
                },
            );
        };
        view! {
            <form class="stack" novalidate on:submit=send>
                <ErrorSummary of=form.state()/>
                <PasswordInput bind=current label=words.current_password/>
                <NewPassword bind=new/>
                <div><Button submit=true icon=outline::LOCK busy=form.busy()>{words.password_submit}</Button></div>
            </form>
        }
    };
    view! {
        <section class="card" aria-labelledby="mot-de-passe">
            <h2 id="mot-de-passe">{words.password_title}</h2>
            {form}
        </section>
    }
}
