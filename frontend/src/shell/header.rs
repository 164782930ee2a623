//! The header: the name, the menu of what this person may see, their account.

use super::account::Account;
use crate::{
    area,
    components::{Icon, outline},
    graph::{effect, memo},
    i18n::t,
    session::{self, Known},
};
use leptos::prelude::*;
use leptos_router::{
    components::A,
    hooks::{use_location, use_query_map},
};

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let open = RwSignal::new(false);
    let location = use_location();
    // Another page: the menu of a phone has done its work.
    effect(move || {
        location.pathname.track();
        open.set(false);
    });
    let signed_in = memo(|| matches!(session::who(), Known::Someone(_)));
    let path = use_location().pathname;
    let end = move || {
        if signed_in.get() {
            view! { <Account/> }.into_any()
        } else if path.get() == "/connexion" {
            ().into_any()
        } else {
            view! {
                <A href="/connexion" attr:class="band-button">
                    <Icon of=outline::LOG_IN/>
                    {t().shell.sign_in}
                </A>
            }
            .into_any()
        }
    };
    view! {
        <header class="band">
            <div class="band-inner">
                <A href="/" exact=true attr:class="brand">
                    <img src="/favicon.svg" alt="" width="32" height="32"/>
                    {t().shell.name}
                </A>
                <Show when=move || signed_in.get()>
                    <button
                        type="button"
                        class="band-button menu-toggle"
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        aria-controls="menu"
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        <Icon of=outline::MENU/>
                        {t().shell.open_menu}
                    </button>
                    <Menu open=open/>
                </Show>
                <div class="band-end">{end}</div>
            </div>
        </header>
    }
}

#[component]
fn Menu(open: RwSignal<bool>) -> impl IntoView {
    let query = use_query_map();
    // The choice of an organisation goes along from page to page.
    let with_organisation = move |path: &str| match query.with(|query| query.get("organisation")) {
        Some(id) => format!("{path}?organisation={id}"),
        None => path.to_owned(),
    };
    let links = move || {
        area::menu(&session::actor())
            .map(|(area, label)| {
                view! {
                    <li>
                        <A href=move || with_organisation(area.path) exact=area.path == "/">
                            <Icon of=area.icon/>
                            {label}
                        </A>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <nav class="menu" id="menu" aria-label=t().shell.menu data-open=move || open.get().then_some("")>
            <ul>{links}</ul>
        </nav>
    }
}
