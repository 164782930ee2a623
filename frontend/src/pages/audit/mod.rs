//! The log, who looked at one's data, and helping people.

mod help;
mod journal;
mod looks;
mod merge;
mod people;
mod recoveries;
mod view;

use crate::part;
use chrono::{DateTime, Utc};
use forprev_core::calendar::{time_in_paris, today_in_paris};
use help::Help;
use journal::Journal;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
use looks::Looks;
use people::People;
use recoveries::Recoveries;

part::pages! { audit { journal: Journal, looks: Looks, people: People, help: Help, recoveries: Recoveries } }

/// The pages of the log and of people.
#[component(transparent)]
pub fn AuditRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/journal") view=journal/>
            <Route path=path!("/mon-compte/consultations") view=looks/>
            <Route path=path!("/personnes") view=people/>
            <Route path=path!("/personnes/:id") view=help/>
            <Route path=path!("/retablissements") view=recoveries/>
        </ParentRoute>
    }
    .into_inner()
}

/// An instant as one reads it.
fn when(at: DateTime<Utc>) -> String {
    let day = crate::i18n::short_day(today_in_paris(at));
    crate::i18n::fill(crate::i18n::t().audit.at, &[("day", &day), ("time", &time_in_paris(at))])
}
