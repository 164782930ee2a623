//! The account of the person who is signed in: who they are, and the way out.

use crate::{
    components::{Button, ButtonLink, Icon, Toasts, outline},
    graph::{effect, task_of_the_application},
    i18n::t,
    session,
};
use forprev_core::actor::{Profile, ProfileKind};
use leptos::{html, prelude::*};
use leptos_router::{components::A, hooks::use_location};

/// The account's panel.
#[component]
pub fn Account() -> impl IntoView {
    let panel = NodeRef::<html::Details>::new();
    let location = use_location();
    let close = move || {
        if let Some(panel) = panel.get_untracked() {
            panel.set_open(false);
        }
    };
    effect(move || {
        location.pathname.track();
        close();
    });
    let name = move || session::me().map(|me| format!("{} {}", me.first_name, me.last_name));
    let number = move || session::me().map(|me| me.forprev_number.to_string());
    let profiles = move || {
        session::me().map(|me| {
            me.profiles.iter().map(|profile| view! { <li>{profile_name(profile)}</li> }).collect_view()
        })
    };
    let escape = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            crate::device::focus("account");
        }
    };
    view! {
        <details class="account" node_ref=panel on:keydown=escape>
            <summary class="band-button" id="account" title=t().shell.account>
                <Icon of=outline::USER/>
                <span class="account-name">{name}</span>
                <Icon of=outline::CHEVRON_DOWN/>
            </summary>
            <div class="account-panel">
                <div>
                    <p><b>{name}</b></p>
                    <p class="muted number">{number}</p>
                    <ul role="list" class="small">{profiles}</ul>
                </div>
                <A href="/mon-compte/consultations">{t().audit.looks}</A>
                <A href="/mon-compte/double-authentification">{t().shell.second_factor}</A>
                <ButtonLink href="/mon-compte" icon=outline::USER>{t().account.mine_title}</ButtonLink>
                <SignOut/>
            </div>
        </details>
    }
}

#[component]
fn SignOut() -> impl IntoView {
    let busy = RwSignal::new(false);
    let toasts = Toasts::here();
    let leave = Callback::new(move |()| {
        busy.set(true);
        // Not tied to the page: it goes away when this has worked.
        task_of_the_application(async move {
            if session::sign_out().await.is_err() {
                busy.set(false);
                toasts.bad(t().shell.sign_out_failed);
            }
        });
    });
    view! {
        <Button icon=outline::LOG_OUT busy=busy on_press=leave>
            {t().shell.sign_out}
        </Button>
    }
}

/// What a profile is called, with the organisation or the caisse it belongs to.
#[must_use]
pub fn profile_name(profile: &Profile) -> String {
    let words = t().shell;
    let kind = match profile.kind {
        ProfileKind::Demandeur => words.profile_demandeur,
        ProfileKind::Gestionnaire => words.profile_gestionnaire,
        ProfileKind::Delegataire => words.profile_delegataire,
        ProfileKind::Formateur => words.profile_formateur,
        ProfileKind::Instructeur => words.profile_instructeur,
        ProfileKind::Cnh => words.profile_cnh,
        ProfileKind::Inrs => words.profile_inrs,
        ProfileKind::Unknown => words.profile_other,
    };
    match profile.organisation_name.as_ref().or(profile.caisse.as_ref()) {
        Some(place) => format!("{kind}, {place}"),
        None => kind.to_owned(),
    }
}
