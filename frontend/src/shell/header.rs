//! The header: the name, the menu of what this person may see, their account.

use super::{account::Account, switch::OrganisationSwitch};
use crate::{
    area,
    components::{Icon, outline},
    graph::{effect, memo},
    i18n::t,
    installation,
    session::{self, Known},
    waiting,
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
                    <img src=installation::logo() alt="" height="32"/>
                    {installation::name()}
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
                </Show>
                <Show when=move || signed_in.get()>
                    <OrganisationSwitch/>
                </Show>
                <div class="band-end">{end}</div>
                <Show when=move || signed_in.get()>
                    <Menu open=open/>
                </Show>
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
    waiting::watch(use_location().pathname);
    let links = move || {
        area::menu(&session::actor())
            .map(|(area, label)| {
                let counted = counted(area.path);
                view! {
                    <li>
                        <A
                            href=move || with_organisation(area.path)
                            exact=area.path == "/"
                            attr:aria-describedby=counted.map(|one| one.id)
                        >
                            <Icon of=area.icon/>
                            {label}
                            {counted.map(|one| view! { <Seen of=one/> })}
                        </A>
                        {counted.map(|one| view! { <span id=one.id hidden>{move || one.words()}</span> })}
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

/// What a link of the menu counts.
#[derive(Clone, Copy)]
struct Counted {
    id: &'static str,
    count: fn() -> u64,
    named: fn(i64) -> String,
}

impl Counted {
    fn words(self) -> String {
        let count = i64::try_from((self.count)()).unwrap_or(i64::MAX);
        if count > 0 { (self.named)(count) } else { String::new() }
    }
}

fn counted(path: &str) -> Option<Counted> {
    match path {
        "/a-traiter" => Some(Counted {
            id: "menu-tasks",
            count: waiting::tasks,
            named: |count| t().shell.tasks_count.of(count),
        }),
        "/messages" => Some(Counted {
            id: "menu-unread",
            count: waiting::unread,
            named: |count| t().shell.unread_count.of(count),
        }),
        _ => None,
    }
}

/// The figure, for who sees; the link's description says it to others.
#[component]
fn Seen(of: Counted) -> impl IntoView {
    move || {
        let count = (of.count)();
        (count > 0).then(|| view! { <span class="menu-count" aria-hidden="true">{count}</span> })
    }
}
