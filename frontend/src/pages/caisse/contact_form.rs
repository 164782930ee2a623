//! A contact, added or changed.

use super::contacts::Edited;
use crate::{api::call, components::*, form::Form, i18n::t, remote::Remote, session};
use forprev_client::Write;
use forprev_core::{
    contact::{Contact, ContactPatch, NewContact},
    policy::contact::edit,
};
use leptos::prelude::*;

/// The form, which the dialog makes each time that it opens.
#[component]
pub(super) fn ContactForm(edited: Edited, on_done: Callback<()>) -> impl IntoView {
    let words = t().caisse;
    let mine = || session::actor().profiles().iter().find_map(|profile| profile.caisse.clone());
    let (begun, known) = match edited {
        Edited::New => {
            (NewContact { caisse: untrack(mine).unwrap_or_default(), ..NewContact::default() }, None)
        }
        Edited::Known(one) => (one.typed(), Some((one.id, one.version))),
    };
    let form = Form::new(begun, NewContact::check);
    let name = form.bind("/name", |one| one.name.clone(), |one, text| one.name = text);
    let function = form.bind("/function", |one| one.function.clone(), |one, text| one.function = text);
    let phone = form.bind("/phone", |one| one.phone.clone(), |one, text| one.phone = text);
    let other = form.bind("/other_phone", |one| one.other_phone.clone(), |one, text| one.other_phone = text);
    let email = form.bind("/email", |one| one.email.clone(), |one, text| one.email = text);
    let address = form.bind("/address", |one| one.address.clone(), |one, text| one.address = text);
    let postal_code =
        form.bind("/postal_code", |one| one.postal_code.clone(), |one, text| one.postal_code = text);
    let city = form.bind("/city", |one| one.city.clone(), |one, text| one.city = text);
    let toasts = Toasts::here();
    let send = move |event| {
        form.submit(
            event,
            move |one: NewContact| async move {
                match known {
                    None => call(async |client| client.create_contact(&one, Write::default()).await).await,
                    Some((id, version)) => {
                        let patch = patch(one);
                        call(async |client| client.update_contact(id, version, &patch).await).await
                    }
                }
            },
            move |_: Contact| {
                toasts.good(words.saved);
                on_done.run(());
            },
        );
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            {known.is_none().then(|| view! { <Whose form=form/> })}
            <TextInput bind=name label=words.name/>
            <TextInput bind=function label=words.function optional=true/>
            <TextInput bind=phone label=words.phone kind="tel" inputmode="tel" width="medium"/>
            <TextInput bind=other label=words.other_phone optional=true kind="tel" inputmode="tel" width="medium"/>
            <TextInput bind=email label=words.email optional=true kind="email" inputmode="email"/>
            <TextInput bind=address label=words.address optional=true/>
            <TextInput bind=postal_code label=words.postal_code optional=true inputmode="numeric" width="short"/>
            <TextInput bind=city label=words.city optional=true/>
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::CHECK busy=form.busy()>{words.save}</Button>
            </div>
        </form>
    }
}

/// Whose contact it is, where there is a choice: INRS keeps those of all.
#[component]
fn Whose(form: Form<NewContact>) -> impl IntoView {
    let words = t().caisse;
    if untrack(|| edit(&session::actor(), None)).is_err() {
        return ().into_any();
    }
    let bind = form.bind("/caisse", |one| one.caisse.clone(), |one, code| one.caisse = code);
    let caisses = Remote::new(|| call(async |client| client.list_caisses().await));
    let choices = Signal::derive(move || {
        caisses.value().with(|page| {
            let items = page.iter().flat_map(|page| &page.items);
            items.map(|one| Choice::new(&one.code, &one.name)).collect::<Vec<_>>()
        })
    });
    view! { <Select bind=bind label=words.of none=words.inrs choices=choices/> }.into_any()
}

/// All of it, as it is now typed.
fn patch(one: NewContact) -> ContactPatch {
    ContactPatch {
        name: Some(one.name),
        function: Some(one.function),
        phone: Some(one.phone),
        other_phone: Some(one.other_phone),
        email: Some(one.email),
        address: Some(one.address),
        postal_code: Some(one.postal_code),
        city: Some(one.city),
    }
}
