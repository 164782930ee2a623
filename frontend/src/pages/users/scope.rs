//! Of which organisation: the one that is chosen, or the only one whose users the person manages.

use crate::{components::*, graph::memo, i18n::t, session};
use forprev_core::{id::OrganisationId, policy::user::manage};
use leptos::prelude::*;

fn managed() -> Vec<OrganisationId> {
    let Some(me) = session::me() else { return Vec::new() };
    let actor = session::actor();
    session::organisations(&me)
        .into_iter()
        .map(|(id, _)| id)
        .filter(|id| manage(&actor, *id).is_ok())
        .collect()
}

/// Shows a page of an organisation; of several, asks first which.
#[component]
pub(super) fn OfOrganisation(
    /// The page's title.
    title: &'static str,
    /// Makes the page.
    page: Callback<OrganisationId, AnyView>,
) -> impl IntoView {
    let chosen = session::organisation();
    let organisation = memo(move || {
        let managed = managed();
        match chosen.get() {
            Some(id) if managed.contains(&id) => Some(id),
            _ if managed.len() == 1 => managed.first().copied(),
            _ => None,
        }
    });
    let bind = session::organisation_choice();
    let choices = Signal::derive(move || {
        let managed = managed();
        let all = session::me().map_or_else(Vec::new, |me| session::organisations(&me));
        let theirs = all.into_iter().filter(|(id, _)| managed.contains(id));
        theirs.map(|(id, name)| Choice::new(id.to_string(), name)).collect::<Vec<_>>()
    });
    move || match organisation.get() {
        Some(id) => page.run(id),
        None => view! {
            <PageTitle title=title/>
            <div class="narrow card">
                <RadioGroup bind=bind label=t().users.choose_organisation choices=choices/>
            </div>
        }
        .into_any(),
    }
}
