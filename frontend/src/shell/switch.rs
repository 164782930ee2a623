//! For which organisation a person of several acts in this tab (A10): in sight on every page, and in its address.

use crate::{
    area,
    components::{Choice, Icon, Select, outline},
    graph::{effect, memo},
    i18n::t,
    session,
};
use forprev_core::id::OrganisationId;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The name of the organisation, which opens the choice of another; nothing for who has one only.
#[component]
pub fn OrganisationSwitch() -> impl IntoView {
    let bind = session::organisation_choice();
    let choices = memo(|| {
        session::me().map_or_else(Vec::new, |me| {
            session::organisations(&me)
                .into_iter()
                .map(|(id, name)| Choice::new(id.to_string(), name))
                .collect()
        })
    });
    let several = memo(move || choices.with(|choices| choices.len() > 1));
    keep_in_address(several);
    view! {
        <Show when=move || several.get()>
            <div class="band-switch">
                <Icon of=outline::BUILDING/>
                <Select
                    bind=bind
                    label=t().shell.organisation
                    label_unseen=true
                    choices=choices
                    none=t().shell.all_organisations
                />
            </div>
        </Show>
    }
}

/// Writes the choice into the address of a page that was opened without: by a link inside a page, or typed. So the
/// address that one copies, or comes back to, is of this organisation.
fn keep_in_address(several: Memo<bool>) {
    let (location, navigate) = (use_location(), use_navigate());
    let organisation = session::organisation();
    effect(move || {
        let (path, mut query) = (location.pathname.get(), location.query.get());
        let Some(id) = organisation.get().filter(|_| several.get() && area::has(&path)) else { return };
        let written = query.get_str(session::ORGANISATION).and_then(|id| id.parse::<OrganisationId>().ok());
        if written == Some(id) {
            return;
        }
        query.replace(session::ORGANISATION, id.to_string());
        let to = format!("{path}{}{}", query.to_query_string(), location.hash.get_untracked());
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
}
