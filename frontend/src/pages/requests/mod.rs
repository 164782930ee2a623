//! Habilitation requests: asked for and written by the organisation, instructed, decided, followed by all four sides.

mod asked;
mod desk;
mod general;
mod history;
mod instruction;
mod list;
mod new;
mod page;
mod pedagogy;
pub(crate) mod places;
mod submit;
mod technique;
pub(crate) mod words;
mod writing;

use crate::part;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
pub(in crate::pages) use list::OrganisationRequests;
use list::Requests;
use new::NewRequestPage;
use page::RequestPage;

part::pages! { requests { requests: Requests, new_request: NewRequestPage, request: RequestPage } }

/// The pages of habilitation requests.
#[component(transparent)]
pub fn RequestRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/demandes") view=requests/>
            <Route path=path!("/demandes/nouvelle") view=new_request/>
            <Route path=path!("/demandes/:id/:tab?") view=request/>
        </ParentRoute>
    }
    .into_inner()
}
