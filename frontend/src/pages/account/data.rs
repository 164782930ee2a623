//! One's own data (A9), and the caisse (H1).

use super::caisse::CaisseSelect;
use crate::{api::call, components::*, form::Form, i18n::t, session};
use forprev_client::Write;
use forprev_core::{account::own::MePatch, actor::Me, policy::account::may_correct_identity};
use leptos::prelude::*;

/// The fields of one's data with a button; `done` hears that they were stored.
#[component]
pub(super) fn DataForm(
    /// As they are.
    me: Me,
    /// What the button says.
    submit: &'static str,
    /// Whether the caisse is among them.
    with_caisse: bool,
    /// Called with what the server then says.
    done: Callback<Me>,
) -> impl IntoView {
    let words = t().account;
    let correctable = may_correct_identity(&me.profiles, me.onboarded);
    let version = me.version;
    let value = MePatch {
        last_name: correctable.then(|| me.last_name.clone()),
        first_name: correctable.then(|| me.first_name.clone()),
        birth_date: me.birth_date.filter(|_| correctable).map(|day| day.to_string()),
        phone: Some(me.phone.clone().unwrap_or_default()),
        caisse: me.caisse.clone().filter(|_| with_caisse),
    };
    let form = Form::new(value, MePatch::check);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let last_name = form.bind("/last_name", move |c| text(&c.last_name), |c, text| c.last_name = Some(text));
    let first_name =
        form.bind("/first_name", move |c| text(&c.first_name), |c, text| c.first_name = Some(text));
    let phone = form.bind("/phone", move |c| text(&c.phone), |c, text| c.phone = Some(text));
    let caisse = form.bind(
        "/caisse",
        move |c| text(&c.caisse),
        |c, text| c.caisse = Some(text).filter(|one| !one.is_empty()),
    );
    let birth_date = form.bind(
        "/birth_date",
        |c| c.birth_date.as_deref().and_then(|text| text.parse().ok()),
        |c, day: Option<chrono::NaiveDate>| c.birth_date = day.map(|day| day.to_string()),
    );
    let send = move |event| {
        form.submit(
            event,
            move |patch: MePatch| async move {
                let ask = async |client: &forprev_client::Client| {
                    client.update_me(&patch, Write::on_version(version)).await
                };
                call(ask).await
            },
            move |me: Me| {
                session::is(me.clone());
                done.run(me);
            },
        );
    };
    let identity = if correctable {
        view! {
            <TextInput bind=last_name label=words.last_name autocomplete="family-name"/>
            <TextInput bind=first_name label=words.first_name autocomplete="given-name"/>
            <DateInput bind=birth_date label=words.birth_date optional=true autocomplete="bday"/>
        }
        .into_any()
    } else {
        let born = me.birth_date.map(|day| format!(", {}", crate::i18n::short_day(day))).unwrap_or_default();
        view! {
            <p><b>{format!("{} {}{born}", me.first_name, me.last_name)}</b></p>
            <p class="muted">{words.identity_fixed}</p>
        }
        .into_any()
    };
    view! {
        <form class="stack" novalidate on:submit=send>
            <ErrorSummary of=form.state()/>
            {identity}
            <TextInput bind=phone label=words.phone optional=true kind="tel" autocomplete="tel" inputmode="tel"/>
            {with_caisse.then(|| view! { <CaisseSelect bind=caisse/> })}
            <div><Button submit=true icon=outline::CHECK busy=form.busy()>{submit}</Button></div>
        </form>
    }
}
