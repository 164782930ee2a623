//! Sessions: the list, the page of one, the form.

mod content;
mod form;
mod list;
pub mod meanwhile;
mod page;
pub mod panels;
mod steps;
mod words;

use form::{EditSession, NewSessionPage};
use forprev_core::id::SessionId;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
use list::SessionList;
use page::SessionPage;
pub use words::{certificate_label, kind_name, place_line};

/// The pages of sessions.
#[component(transparent)]
pub fn SessionRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/sessions") view=Outlet>
            <Route path=path!("") view=SessionList/>
            <Route path=path!("nouvelle") view=NewSessionPage/>
            <Route path=path!(":id") view=SessionPage/>
            <Route path=path!(":id/modifier") view=EditSession/>
        </ParentRoute>
    }
    .into_inner()
}

/// Where a session is shown.
#[must_use]
pub fn path(id: SessionId) -> String {
    format!("/sessions/{id}")
}
