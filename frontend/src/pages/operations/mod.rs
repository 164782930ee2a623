//! How the system runs: scheduled work, and what became of mails.

mod jobs;
mod mails;

use crate::part;
use jobs::Jobs;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
use mails::Mails;

part::pages! { operations { jobs: Jobs, mails: Mails } }

/// The pages of those who look after the system.
#[component(transparent)]
pub fn OperationRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/travaux") view=jobs/>
            <Route path=path!("/travaux/messages") view=mails/>
        </ParentRoute>
    }
    .into_inner()
}
