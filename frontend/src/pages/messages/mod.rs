//! What one was told, what comes by mail, and the mailbox of the demonstration.

mod list;
mod mailbox;
mod preferences;
mod unsubscribe;

use crate::part;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
use list::MessageList;
use mailbox::Mailbox;
pub use preferences::PreferencesForm;
use preferences::PreferencesPage;
use unsubscribe::UnsubscribePage;

part::pages! {
    messages {
        messages: MessageList,
        preferences: PreferencesPage,
        mailbox: Mailbox,
        unsubscribe: UnsubscribePage,
    }
}

/// The pages of messages, behind the guard.
#[component(transparent)]
pub fn MessageRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/messages") view=messages/>
            <Route path=path!("/mon-compte/messages") view=preferences/>
        </ParentRoute>
    }
    .into_inner()
}

/// Those for everybody.
#[component(transparent)]
pub fn MailboxRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/messagerie") view=mailbox/>
            <Route path=path!("/desabonnement") view=unsubscribe/>
        </ParentRoute>
    }
    .into_inner()
}
