//! Users of an organisation, agents, invitations.

mod agents;
mod declare;
mod edit;
mod invitation;
mod list;
mod new_agent;
mod one;
mod remove;
mod review;
mod scope;
mod successor;
mod words;

use crate::part;
use agents::AgentList;
use declare::NewUserPage;
use invitation::InvitationPage;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route},
    path,
};
use list::UserList;
use new_agent::NewAgentPage;
use one::UserPage;
use review::ReviewPage;
use successor::SuccessorPage;

part::pages! {
    users {
        list: UserList,
        new: NewUserPage,
        review: ReviewPage,
        one: UserPage,
        agents: AgentList,
        new_agent: NewAgentPage,
        invitation: InvitationPage,
        successor: SuccessorPage,
    }
}

/// The pages of users and agents.
#[component(transparent)]
pub fn UserRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet>
            <Route path=path!("/utilisateurs") view=list/>
            <Route path=path!("/utilisateurs/nouveau") view=new/>
            <Route path=path!("/utilisateurs/acces") view=review/>
            <Route path=path!("/utilisateurs/:id") view=one/>
            <Route path=path!("/agents") view=agents/>
            <Route path=path!("/agents/nouveau") view=new_agent/>
            <Route path=path!("/organisations/successeur") view=successor/>
        </ParentRoute>
    }
    .into_inner()
}

/// The page of a mailed invitation: for everybody.
#[component(transparent)]
pub fn InvitationRoute() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/invitation") view=invitation/> }.into_inner()
}
