//! Sessions: the list, the page of one, the form.

mod content;
mod form;
mod list;
pub mod meanwhile;
mod page;
pub mod panels;
mod steps;
mod words;

use crate::part;
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

part::pages! { sessions { list: SessionList, new: NewSessionPage, page: SessionPage, edit: EditSession } }

/// The pages of sessions.
#[component(transparent)]
pub fn SessionRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/sessions") view=Outlet>
            <Route path=path!("") view=list/>
            <Route path=path!("nouvelle") view=new/>
            <Route path=path!(":id") view=page/>
            <Route path=path!(":id/modifier") view=edit/>
        </ParentRoute>
    }
    .into_inner()
}

/// Where a session is shown.
#[must_use]
pub fn path(id: SessionId) -> String {
    format!("/sessions/{id}")
}
