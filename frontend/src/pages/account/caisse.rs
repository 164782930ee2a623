//! The caisse of a formateur (H1): chosen from all, proposed by a postal code, with those that were chosen before.

use crate::{
    api::call_signed_out,
    components::*,
    form::Bound,
    graph::{effect, memo, task},
    i18n::{fill, plain_day, t},
    remote::Remote,
    session,
};
use forprev_core::{
    account::own::ChosenCaisse, organisation::caisse_proposed, page::MAX_LIMIT, postal_code::PostalCode,
    query::CommuneQuery,
};
use leptos::prelude::*;

/// The caisses to choose from, with a postal code that proposes one.
#[component]
pub(super) fn CaisseSelect(bind: Bound<String>) -> impl IntoView {
    let words = t().account;
    let caisses = Remote::new(|| call_signed_out(async |client| client.list_caisses().await));
    let choices = Signal::derive(move || {
        caisses.value().with(|page| {
            let items = page.iter().flat_map(|page| &page.items);
            items.map(|one| Choice::new(one.code.clone(), one.name.clone())).collect::<Vec<_>>()
        })
    });
    view! {
        <ByPostalCode bind=bind choices=choices/>
        <Select bind=bind label=words.caisse choices=choices none=words.choose/>
    }
}

/// A postal code, which is kept nowhere: it puts the caisse of its territory into the list.
#[component]
fn ByPostalCode(bind: Bound<String>, choices: Signal<Vec<Choice>>) -> impl IntoView {
    let words = t().account;
    let typed = RwSignal::new(String::new());
    let code = memo(move || typed.with(|text| text.parse::<PostalCode>().ok()));
    // What the last code proposes, once it is known.
    let found = RwSignal::new(None::<Option<String>>);
    effect(move || {
        found.set(None);
        let Some(code) = code.get() else { return };
        let query = CommuneQuery {
            postal_code: Some(code.to_string()),
            limit: Some(MAX_LIMIT),
            ..CommuneQuery::default()
        };
        task(async move {
            // Without an answer there is the list.
            let answer = call_signed_out(async |client| client.list_communes(&query).await).await;
            let Ok(page) = answer else { return };
            let proposed = caisse_proposed(&page.items).map(str::to_owned);
            if let Some(caisse) = &proposed {
                bind.set(caisse.clone());
            }
            found.set(Some(proposed));
        });
    });
    let told = move || match found.get()? {
        None => Some(words.caisse_not_found.to_owned()),
        Some(caisse) => choices.with(|choices| {
            let one = choices.iter().find(|one| one.value == caisse)?;
            Some(fill(words.caisse_found, &[("caisse", &one.label)]))
        }),
    };
    view! {
        <TextInput
            bind=Bound::signal("code-postal", typed)
            label=words.postal_code
            hint=words.postal_code_hint
            optional=true
            inputmode="numeric"
            autocomplete="postal-code"
            width="short"
        />
        <p class="muted" aria-live="polite">{told}</p>
    }
}

/// The caisses that one chose, the last one first.
#[component]
pub(super) fn ChosenCaisses() -> impl IntoView {
    let words = t().account;
    let chosen = memo(|| session::me().map(|me| me.caisses.clone()).unwrap_or_default());
    let line = move |one: &ChosenCaisse| {
        let text = fill(words.caisse_since, &[("caisse", &one.name), ("day", &plain_day(one.since))]);
        view! { <li>{text}</li> }
    };
    view! {
        <Show when=move || chosen.with(|all| !all.is_empty())>
            <h3>{words.caisses}</h3>
            <ul>{move || chosen.with(|all| all.iter().map(line).collect_view())}</ul>
        </Show>
    }
}
