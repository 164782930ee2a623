//! `/lien`: what a mail's link is for. The token stands in the address's fragment: it reaches no server until the page
//! sends it, and does not stay in the address bar nor in the history.

use super::password::{NewPassword, new_password};
use crate::{address, api::call_signed_out, components::*, form::Form, i18n::t, remote::Remote};
use forprev_core::account::{
    link::{LinkPurpose, LinkToken, LinkUse, OpenedLink},
    password::Owner,
};
use leptos::prelude::*;

/// What a mail's address says to whoever asked to be a demandeur (A4).
const FOR_DEMANDEUR: &str = "?pour=demandeur";

/// The token that the address holds, taken out of it, and where one goes on after sign-in.
pub(super) fn taken() -> Option<(String, &'static str)> {
    let token = address::fragment()?;
    let to = if window().location().search().ok()? == FOR_DEMANDEUR { "/devenir-demandeur" } else { "/" };
    address::bare(false);
    Some((token, to))
}

/// The page.
#[component]
pub fn UseLink() -> impl IntoView {
    let words = t().account;
    match taken() {
        Some((token, to)) => view! { <Opened token=token to=address::sign_in_from(to)/> }.into_any(),
        None => view! {
            <PageTitle title=words.link_title/>
            <Notice tone=Tone::Warn><p>{words.link_none}</p></Notice>
            <p><ButtonLink href="/mot-de-passe-oublie">{words.link_again}</ButtonLink></p>
        }
        .into_any(),
    }
}

#[component]
fn Opened(token: String, to: String) -> impl IntoView {
    let words = t().account;
    let asked = token.clone();
    let opened = Remote::new(move || {
        let token = LinkToken { token: asked.clone() };
        async move { call_signed_out(async |client| client.open_link(&token).await).await }
    });
    let done = RwSignal::new(None::<&'static str>);
    let (kept, to) = (StoredValue::new(token), StoredValue::new(to));
    let dead = move || {
        opened.failure().get().filter(|failure| failure.status().is_some_and(|status| status < 429)).map(|failure| {
            view! {
                <Notice tone=Tone::Warn title=words.link_bad_title live=true><p>{failure.message()}</p></Notice>
                <p class="row">
                    <ButtonLink href="/mot-de-passe-oublie">{words.link_again}</ButtonLink>
                    <ButtonLink href="/connexion">{words.have_account}</ButtonLink>
                </p>
            }
        })
    };
    let ready = move || done.get().is_none();
    view! {
        <PageTitle title=words.link_title/>
        <div role="status">
            {move || done.get().map(|text| view! {
                <Notice tone=Tone::Good>
                    <p>{text}</p>
                    <p><ButtonLink href=to.get_value() weight=Weight::Main icon=outline::LOG_IN>{t().sign_in.submit}</ButtonLink></p>
                </Notice>
            })}
        </div>
        {move || match dead() {
            Some(dead) => dead.into_any(),
            None => view! {
                <Show when=ready>
                    <Load from=opened let:link>{form(link, kept.get_value(), done)}</Load>
                </Show>
            }.into_any(),
        }}
    }
}

fn form(link: Signal<OpenedLink>, token: String, done: RwSignal<Option<&'static str>>) -> AnyView {
    let words = t().account;
    let purpose = link.with_untracked(|link| link.purpose);
    let sets = purpose.sets_password();
    // Whose it is, only the server knows: it looks for their name.
    let form = Form::new(LinkUse { token, ..LinkUse::default() }, move |one: &LinkUse| {
        let mut faults = one.check();
        if sets && faults.is_empty() {
            faults.extend(new_password(&one.password, Owner::default(), "/password"));
        }
        faults
    });
    let password = form.bind("/password", |c| c.password.clone(), |c, text| c.password = text);
    let send = move |event| {
        form.submit(
            event,
            async |link: LinkUse| call_signed_out(async |client| client.use_link(&link).await).await,
            move |()| done.set(Some(if sets { words.link_password_done } else { words.link_email_done })),
        );
    };
    let (lead, submit) = match purpose {
        LinkPurpose::ConfirmEmail => (words.link_email, words.link_email_submit),
        _ => (words.link_password, words.password_submit),
    };
    view! {
        <form class="card" novalidate on:submit=send>
            <p>{lead}</p>
            <ErrorSummary of=form.state()/>
            {sets.then(|| view! { <NewPassword bind=password/> })}
            <div>
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>{submit}</Button>
            </div>
        </form>
    }
    .into_any()
}
